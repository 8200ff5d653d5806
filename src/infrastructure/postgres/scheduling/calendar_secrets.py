"""The digests of calendar links, and the directory that leads from a link to its clinic."""

from typing import Final

from application.scheduling.calendars.ports import OpenCalendar
from application.shared.execution import Execution
from application.shared.key_vault import INSTALLATION
from domain.scheduling.calendars.link import CalendarLinkId
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.opaque_tokens import OpaqueTokenInvalid, OpaqueTokens
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.session import current

_CLINIC: Final = """
select d.clinic_id from calendar_directory d join clinic_directory c on c.clinic_id = d.clinic_id
 where d.link = $1 and c.standing = 'open'
"""

_FIND: Final = """
select l.provider, l.patient, s.digest
  from calendar_secret s join calendar_link l on l.clinic_id = s.clinic_id and l.id = s.link
 where s.clinic_id = $1 and s.link = $2
"""

_LIST: Final = "insert into calendar_directory (link, clinic_id) values ($1::uuid, $2::uuid)"
_UNLIST: Final = "delete from calendar_directory where link = $1::uuid and clinic_id = $2::uuid"
_KEEP: Final = "insert into calendar_secret (clinic_id, link, digest) values ($1::uuid, $2::uuid, $3::bytea)"
_FORGET: Final = "delete from calendar_secret where clinic_id = $1::uuid and link = $2::uuid"


class PostgresCalendarSecrets:
    """Keeps one digest a link."""

    def __init__(self, pool: Pool, tokens: OpaqueTokens) -> None:
        self._pool = pool
        self._tokens = tokens

    async def mint(self, link: CalendarLinkId, execution: Execution) -> str:
        """Make the secret of a new link, and add its digest to the command's flush."""
        token, flush = self._tokens.mint(link), current().flush
        flush.write(_LIST, link, execution.clinic)
        flush.write(_KEEP, execution.clinic, link, token.digest)
        return token.text

    async def forget(self, link: CalendarLinkId, execution: Execution) -> None:
        """Add the end of a link's secret to the command's flush."""
        flush = current().flush
        flush.write(_UNLIST, link, execution.clinic)
        flush.write(_FORGET, execution.clinic, link)

    async def opened(self, secret: str) -> OpenCalendar | None:
        """Give what a secret opens: first the link's clinic is found, then, in the clinic, the digest."""
        try:
            presented = self._tokens.read(secret)
        except OpaqueTokenInvalid:
            return None
        async with clinic_transaction(self._pool, INSTALLATION) as connection:
            clinic = await connection.fetchval(_CLINIC, presented.id)
        if clinic is None:
            return None
        async with clinic_transaction(self._pool, clinic) as connection:
            row = await connection.fetchrow(_FIND, clinic, presented.id)
        if row is None or not presented.matches(row["digest"]):
            return None
        return OpenCalendar(ClinicId(clinic), row["provider"], row["patient"], CalendarLinkId(presented.id))
