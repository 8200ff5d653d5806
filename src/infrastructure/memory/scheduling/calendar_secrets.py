"""The digests of calendar links, in memory."""

from application.scheduling.calendars.ports import OpenCalendar
from application.shared.execution import Execution
from domain.identity.clinic import Clinic
from domain.identity.standing import ClinicStanding
from domain.scheduling.calendars.link import CalendarLink, CalendarLinkId
from domain.shared.aggregate import fold
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.opaque_tokens import OpaqueTokenInvalid, OpaqueTokens
from infrastructure.memory.log import MemoryLog, current


class MemoryCalendarSecrets:
    """Keeps one digest a link."""

    def __init__(self, log: MemoryLog, tokens: OpaqueTokens) -> None:
        self._log = log
        self._tokens = tokens
        self._digests: dict[CalendarLinkId, tuple[ClinicId, bytes]] = {}

    async def mint(self, link: CalendarLinkId, execution: Execution) -> str:
        """Make the secret of a new link, which opens it from the command's commit on."""
        token = self._tokens.mint(link)
        current().on_commit(lambda: None, lambda: self._digests.update({link: (execution.clinic, token.digest)}))
        return token.text

    async def forget(self, link: CalendarLinkId, execution: Execution) -> None:  # noqa: ARG002 - the port's form
        """Let a link's secret open nothing from the command's commit on."""
        current().on_commit(lambda: None, lambda: self._digests.pop(link, None) and None)

    async def opened(self, secret: str) -> OpenCalendar | None:
        """Give what a secret opens, in whichever clinic."""
        try:
            presented = self._tokens.read(secret)
        except OpaqueTokenInvalid:
            return None
        clinic, digest = self._digests.get(CalendarLinkId(presented.id), (None, b""))
        if clinic is None or not presented.matches(digest):
            return None
        if fold(Clinic, self._log.streams[clinic, clinic]).standing is not ClinicStanding.OPEN:
            return None
        link = fold(CalendarLink, self._log.streams[clinic, presented.id])
        if link.patient is not None and self._log.is_erased(clinic, link.patient):
            return None
        return OpenCalendar(clinic, link.provider, link.patient, CalendarLinkId(presented.id))
