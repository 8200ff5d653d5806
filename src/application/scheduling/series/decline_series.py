"""Say no to a series that was asked for."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.affected_receipt import AffectedReceipt
from application.scheduling.ports import Appointments, SeveralSeries
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from domain.scheduling.appointments.planned_visit import Reason
from domain.scheduling.series.members import awaiting_answer
from domain.scheduling.series.occurrence import SeriesId
from domain.scheduling.series.series import NothingAhead
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class DeclineSeries(Command, frozen=True, kw_only=True):
    """Say no to every occurrence of a series that waits for an answer, and give their times back."""

    operation: ClassVar[str] = "scheduling.decline-series"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NothingAhead,)

    series: InPath[SeriesId] = IN_PATH
    reason: Reason


@dataclass(frozen=True, slots=True)
class DeclineSeriesHandler:
    """Ends the requests of a series."""

    series: SeveralSeries
    appointments: Appointments

    async def __call__(self, command: DeclineSeries, execution: Execution) -> AffectedReceipt:
        """Decline the requests."""
        async with (
            self.series.change(command.series, execution) as series,
            self.appointments.change_all(series.following(), execution) as members,
        ):
            declined = awaiting_answer(members, execution.now)
            for appointment in declined:
                appointment.decline(command.reason)
            affected = tuple(AppointmentId(appointment.id) for appointment in declined)
            series.decline(affected)
        return AffectedReceipt(id=series.id, version=series.version, appointments=affected)
