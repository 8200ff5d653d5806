"""The records of one person, in SQL: a patient's own, and those that live links join with it."""

from typing import Final

_AS_JSON: Final = """
coalesce((select jsonb_agg(jsonb_build_object('link', l.id, 'patient', l.patient, 'survivor', l.survivor)
                           order by l.linked_at, l.id)
            from (select * from patient_link up where up.clinic_id = {clinic} and up.patient = {patient} union all
                  select * from patient_link down
                   where down.clinic_id = {clinic} and down.survivor = {patient}) as l
           where {stands}), '[]')"""

LINKS: Final = _AS_JSON.format(clinic="t.clinic_id", patient="t.id", stands="l.unlinked_at is null")
"""The live links of the patient in the row ``t``, as JSON."""

LINKS_THEN: Final = "select " + _AS_JSON.format(
    clinic="$1",
    patient="$2",
    stands="l.linked_at <= $3::timestamptz and (l.unlinked_at is null or l.unlinked_at > $3)",
)
"""The links of the patient ``$2`` as they stood at the instant ``$3``, as JSON."""


def survivor_of(patient: str, *, clinic: str = "$1") -> str:
    """Give the record that stays for a patient: the survivor of a live link, or the patient's own."""
    return f"""coalesce(
      (select up.survivor from patient_link up
        where up.clinic_id = {clinic} and up.patient = {patient} and up.unlinked_at is null), {patient})"""  # noqa: S608 - own text


def records_of(patient: str, *, clinic: str = "$1") -> str:
    """Give every record of a patient's person as an array, the one that stays first."""
    return f"""array(
      select record.id from (select {survivor_of(patient, clinic=clinic)} as id) as top
       cross join lateral (
         select top.id union all
         select down.patient from patient_link down
          where down.clinic_id = {clinic} and down.survivor = top.id and down.unlinked_at is null) as record (id))"""  # noqa: S608 - own text
