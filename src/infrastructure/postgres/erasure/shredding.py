"""What is destroyed with a patient: the key above all, and whatever else leads to the person.

What the key sealed stays where it is, in facts and rows, and is noise from then on; nothing of it has to be found.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from application.shared.execution import Execution
from domain.shared.identifiers import ClinicId, PatientId
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.session import current

_ACCOUNTS: Final = "select id from account where clinic_id = $1::uuid and patient = any($2::uuid[])"
_CALENDARS: Final = "select id from calendar_link where clinic_id = $1::uuid and patient = any($2::uuid[])"

_KEYS: Final = """
update subject_key set wrapped = null, destroyed_at = clock_timestamp()
 where clinic_id = $1::uuid and subject_id = any($2::uuid[]) and wrapped is not null
"""

_TOMBSTONES: Final = """
insert into erased_subject (clinic_id, subject_id, key_id)
select clinic_id, subject_id, key_id from subject_key where clinic_id = $1::uuid and subject_id = any($2::uuid[])
on conflict (clinic_id, subject_id) do nothing
"""

_ANSWERS: Final = """
update command set body_mac = '', answer = '' where clinic_id = $1::uuid and subject_id = any($2::uuid[])
"""

_TOLD: Final = f"""
insert into ended_session (session_id)
select id from sign_in_session where clinic_id = $1::uuid and account in ({_ACCOUNTS}) and ended_at is null
on conflict (session_id) do nothing
"""  # noqa: S608 - our own text
"""For every process that holds their access tokens good."""

_SIGNED_OUT: Final = f"""
update sign_in_session
   set version = version + 1, previous = null, rotated_at = null, key_id = null, successor = null,
       ended_at = clock_timestamp(), why = 'account-disabled'
 where clinic_id = $1::uuid and account in ({_ACCOUNTS}) and ended_at is null
"""  # noqa: S608 - our own text

_LOCKED_OUT: Final = f"""
update credential set version = version + 1, password_hash = null, invitation = null
 where clinic_id = $1::uuid and account_id in ({_ACCOUNTS})
"""  # noqa: S608 - our own text

_SHRED: Final = (
    _KEYS,
    _TOMBSTONES,
    _ANSWERS,
    _TOLD,
    _SIGNED_OUT,
    _LOCKED_OUT,
    f"delete from account_email where clinic_id = $1::uuid and account_id in ({_ACCOUNTS})",  # noqa: S608 - our own text
    f"delete from second_factor where clinic_id = $1::uuid and account_id in ({_ACCOUNTS})",  # noqa: S608 - as above
    f"delete from calendar_directory where clinic_id = $1::uuid and link in ({_CALENDARS})",  # noqa: S608 - as above
    f"delete from calendar_secret where clinic_id = $1::uuid and link in ({_CALENDARS})",  # noqa: S608 - as above
)

_TOKENS: Final = "delete from patient_token where clinic_id = $1::uuid and patient_id = any($2::uuid[])"


class PostgresShredder:
    """Shreds in the command's own flush. The tokens of the search go with the record's last fact, as they came."""

    async def shred(self, patients: Sequence[PatientId], execution: Execution) -> None:
        """Add the end of everything that leads to the patients to the command's flush."""
        _add(current().flush, execution.clinic, patients)


def shredding(clinic: ClinicId, patients: Sequence[UUID]) -> Flush:
    """Give what erases patients whom a restored database remembers; no fact is added, so the tokens go here."""
    flush = Flush()
    _add(flush, clinic, patients)
    flush.write(_TOKENS, clinic, list(patients))
    return flush


def _add(flush: Flush, clinic: ClinicId, patients: Sequence[UUID]) -> None:
    for statement in _SHRED:
        flush.write(statement, clinic, list(patients))
