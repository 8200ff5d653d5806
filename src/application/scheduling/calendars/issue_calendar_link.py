"""Issue a link by which a calendar program reads somebody's visits."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

import msgspec

from application.scheduling.calendars.ports import CalendarLinks, CalendarSecrets
from application.scheduling.ports import Directory
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.confidential import BearerSecret, Confidential
from application.shared.execution import Execution
from domain.scheduling.calendars.link import CalendarLink, CalendarLinkId
from domain.shared.identifiers import PatientId, ProviderId

FEEDS: Final = "/api/v1/calendars"
"""Where calendar programs read; each below it by its secret."""


class IssueProviderCalendarLink(Command, frozen=True, kw_only=True):
    """Issue a link by which a calendar program reads a provider's visits.

    Whoever has the link sees times, modes and sites; no names and no reasons. It is shown once.
    """

    operation: ClassVar[str] = "scheduling.issue-provider-calendar-link"
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    provider: InPath[ProviderId] = IN_PATH


class IssuePatientCalendarLink(Command, frozen=True, kw_only=True):
    """Issue a link by which a calendar program reads a patient's visits.

    Whoever has the link sees times, modes and sites; no names and no reasons. It is shown once.
    """

    operation: ClassVar[str] = "scheduling.issue-patient-calendar-link"
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH


class CalendarLinkReceipt(Confidential, Receipt, frozen=True, kw_only=True):
    """A link, and the one showing of its address."""

    address: Annotated[
        BearerSecret, msgspec.Meta(examples=["/api/v1/calendars/pcal_0000000000000000000000_secret.ics"])
    ]
    """Relative to the server's own; whoever has it reads the calendar."""


@dataclass(frozen=True, slots=True)
class CalendarLinkIssuing:
    """Keeps a link, and the digest of the one secret that opens it."""

    links: CalendarLinks
    secrets: CalendarSecrets

    async def issue(self, link: CalendarLink, execution: Execution) -> CalendarLinkReceipt:
        """Keep a new link and give its address."""
        await self.links.add(link, execution)
        secret = await self.secrets.mint(CalendarLinkId(link.id), execution)
        return CalendarLinkReceipt(id=link.id, version=link.version, address=f"{FEEDS}/{secret}.ics")


@dataclass(frozen=True, slots=True)
class IssueProviderCalendarLinkHandler:
    """Issues a link to the calendar of a provider in the directory."""

    directory: Directory
    issuing: CalendarLinkIssuing

    async def __call__(self, command: IssueProviderCalendarLink, execution: Execution) -> CalendarLinkReceipt:
        """Issue the link. Raises ``NotFound`` for a provider that the clinic does not have."""
        await self.directory.zone(command.provider, execution)
        id = CalendarLinkId(execution.new_id("calendar-link"))  # noqa: A001 - the field's word
        return await self.issuing.issue(CalendarLink.to_provider(id, command.provider), execution)


@dataclass(frozen=True, slots=True)
class IssuePatientCalendarLinkHandler:
    """Issues a link to the visits of a patient in the registry."""

    directory: Directory
    issuing: CalendarLinkIssuing

    async def __call__(self, command: IssuePatientCalendarLink, execution: Execution) -> CalendarLinkReceipt:
        """Issue the link. Raises ``NotFound`` for a patient whom the clinic does not have."""
        await self.directory.demand_patient(command.patient, execution)
        id = CalendarLinkId(execution.new_id("calendar-link"))  # noqa: A001 - the field's word
        return await self.issuing.issue(CalendarLink.to_patient(id, command.patient), execution)
