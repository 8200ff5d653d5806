"""Rows that an outsider may be told of, so that their pages are not cut from everybody's.

This only saves reading: who agreed is looked up for what was read, in ``application/shared/sharing.py``.
"""

from infrastructure.postgres.one_person import records_of


def perhaps_shared(patient: str) -> str:
    """Give the condition that some record of a patient's person holds a live consent to sharing.

    OFFSET 0 has it asked of each row by itself, and not joined with all patients of the clinic.
    """
    return f"""exists (
      select from unnest({records_of(patient)}) as own (record)
       cross join lateral (
         select p.consents from patient p where p.clinic_id = $1 and p.id = own.record offset 0) as p
       where jsonb_path_exists(p.consents, '$[*] ? (@.kind == "data-sharing")'))"""  # noqa: S608 - own text
