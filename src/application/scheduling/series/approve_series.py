"""Say yes to a series that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.affected_receipt import AffectedReceipt
from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.ports import Appointments, SeveralSeries
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.series.desk import SeriesConflicts
from domain.scheduling.series.members import approve_all, awaiting_answer
from domain.scheduling.series.occurrence import SeriesId
from domain.scheduling.series.series import NothingAhead, Series
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class ApproveSeries(Command, frozen=True, kw_only=True):
    """Say yes to every occurrence of a series that waits for an answer, or to none.

    What protects the patient is asked anew for each, on its own day.
    """

    operation: ClassVar[str] = "scheduling.approve-series"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NothingAhead, SeriesConflicts)

    series: InPath[SeriesId] = IN_PATH


@dataclass(frozen=True, slots=True)
class ApproveSeriesHandler:
    """Makes the requests of a series booked appointments, while nobody withdraws consent or authority or suspends."""

    series: SeveralSeries
    appointments: Appointments
    desks: BookingDesks
    locks: Locks

    async def __call__(self, command: ApproveSeries, execution: Execution) -> AffectedReceipt:
        """Approve the requests."""
        async with (
            self.series.change(command.series, execution) as series,
            self.appointments.change_all(series.following(), execution) as members,
        ):
            waiting = awaiting_answer(members, execution.now)
            if waiting:
                await self._approve(series, waiting, execution)
            affected = tuple(AppointmentId(appointment.id) for appointment in waiting)
            series.approve(affected)
        return AffectedReceipt(id=series.id, version=series.version, appointments=affected)

    async def _approve(self, series: Series, waiting: Sequence[Appointment], execution: Execution) -> None:
        providers = {appointment.visit.provider for appointment in waiting}
        await self.locks.hold(execution, series.patient, *providers)
        clearances = {one: await self.desks.clear(series.patient, one, execution) for one in providers}
        standing = next(iter(clearances.values())).standing
        standings = {provider: clearance.provider for provider, clearance in clearances.items()}
        requests = [(series.slot(AppointmentId(one.id)), one) for one in waiting]
        approve_all(requests, standing, standings, execution.now)
