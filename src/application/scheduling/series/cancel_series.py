"""Call a series off, or what follows an occurrence of it."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.affected_receipt import AffectedReceipt
from application.scheduling.appointments.parties import party
from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.ports import Appointments, SeveralSeries
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from domain.scheduling.appointments.planned_visit import Reason
from domain.scheduling.series.members import ahead
from domain.scheduling.series.occurrence import SeriesId
from domain.scheduling.series.series import NothingAhead, NotOfTheSeries
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class CancelSeries(Command, frozen=True, kw_only=True):
    """Call off every occurrence of a series that is still ahead, or those from one on.

    What is past, and who has arrived, stays. A patient's late cancellation is late for each occurrence by itself.
    """

    operation: ClassVar[str] = "scheduling.cancel-series"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NothingAhead, NotOfTheSeries)

    series: InPath[SeriesId] = IN_PATH
    appointment: AppointmentId | None = None
    """The first occurrence to be called off, by its appointment; all of them without one."""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class CancelSeriesHandler:
    """Ends what is ahead of a series, for the patient or for the clinic."""

    series: SeveralSeries
    appointments: Appointments
    desks: BookingDesks

    async def __call__(self, command: CancelSeries, execution: Execution) -> AffectedReceipt:
        """Cancel the occurrences by today's policy."""
        by, now = party(execution), execution.now
        policy = await self.desks.policy(execution)
        async with (
            self.series.change(command.series, execution) as series,
            self.appointments.change_all(series.following(command.appointment), execution) as members,
        ):
            cancelled = ahead(members, now)
            for appointment in cancelled:
                appointment.cancel(by=by, policy=policy, now=now, reason=command.reason)
            affected = tuple(AppointmentId(appointment.id) for appointment in cancelled)
            series.cancel(affected, by=by)
        return AffectedReceipt(id=series.id, version=series.version, appointments=affected)
