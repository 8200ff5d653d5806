"""What calendar links and their feeds need from outside."""

from datetime import datetime
from typing import NamedTuple, Protocol

from application.scheduling.queries import ListCalendarLinks
from application.scheduling.views import CalendarLinkView
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.scheduling.calendars.link import CalendarLink, CalendarLinkId
from domain.shared.identifiers import AppointmentId, ClinicId, PatientId, ProviderId
from domain.shared.visits import VisitMode


class CalendarLinks(Repository[CalendarLink], Protocol):
    """The clinic's calendar links, to change."""


class OpenCalendar(NamedTuple):
    """What a link leads to: the visits of one provider, or of one patient."""

    clinic: ClinicId
    provider: ProviderId | None
    patient: PatientId | None
    link: CalendarLinkId


class CalendarSecrets(Protocol):
    """The secrets of calendar links. What is kept of one is a digest."""

    async def mint(self, link: CalendarLinkId, execution: Execution) -> str:
        """Make the secret of a new link, which opens it from the command's commit on."""
        ...

    async def forget(self, link: CalendarLinkId, execution: Execution) -> None:
        """Let a link's secret open nothing any more."""
        ...

    async def opened(self, secret: str) -> OpenCalendar | None:
        """Give what a secret opens, in whichever clinic that is open; ``None`` for one that opens nothing."""
        ...


class CalendarEntry(NamedTuple):
    """A visit as a calendar program is shown it, without the patient. Nothing of it is personal."""

    appointment: AppointmentId
    version: int
    status: AppointmentStatus
    mode: VisitMode
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    changed_at: datetime
    site: str | None
    """The name of the site, for a visit in person."""
    patient: PatientId
    """Whose visit it is, for the audit trail."""


class CalendarFeeds(Protocol):
    """The visits that calendar programs are shown."""

    async def read(
        self, link: OpenCalendar, *, started_since: datetime, off_since: datetime
    ) -> tuple[CalendarEntry, ...]:
        """Give visits by start, then id; those that are off only where that came about since an instant."""
        ...


class CalendarLinkList(Protocol):
    """The clinic's calendar links, to look at."""

    async def links(self, query: ListCalendarLinks, execution: Execution) -> Page[CalendarLinkView]:
        """List links in the order in which they were issued, those within the actor's reach."""
        ...
