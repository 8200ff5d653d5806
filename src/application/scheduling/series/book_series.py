"""Book a series of appointments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.parties import party
from application.scheduling.ports import Appointments, SeveralSeries
from application.scheduling.series.reception import (
    SERIES_REFUSALS,
    SeriesReceipt,
    SeriesReception,
    SettledOccurrence,
)
from application.shared.command import Command
from application.shared.execution import Execution
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.booking_desk import Admission
from domain.scheduling.appointments.eligibility import PatientIsLinked
from domain.scheduling.appointments.lifecycle import Party
from domain.scheduling.appointments.planned_visit import Reason
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.scheduling.series.desk import OnConflict, Wanted
from domain.scheduling.series.occurrence import SeriesId
from domain.scheduling.series.recurrence import Recurrence
from domain.scheduling.series.series import Member, Plan, Series, SeriesVisit
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId


class BookSeries(Command, frozen=True, kw_only=True):
    """Book a series: one appointment for each slot of a recurrence, all of them or as many as fit.

    The recurrence is read on the clock by which the provider's hours are kept. Where the clinic approves visits, what a
    patient books waits for its answer. A rehearsal (``Prefer: tx=rollback``) tells what would fit.
    """

    operation: ClassVar[str] = "scheduling.book-series"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*SERIES_REFUSALS, PatientIsLinked)
    conditional: ClassVar[bool] = False

    patient: PatientId
    visit: SeriesVisit
    recurrence: Recurrence
    whereabouts: Whereabouts | None = None
    """Where the patient will be and who is called in an emergency; remote visits need it."""
    reason: Reason | None = None
    on_conflict: OnConflict = OnConflict.REFUSE

    def wanted(self, plan: Plan, execution: Execution) -> Iterator[Wanted]:
        """Give every occurrence that is wanted, under an id that derives from the command."""
        for number, slot in enumerate(plan.recurrence.slots()):
            id = AppointmentId(execution.new_id(f"occurrence {number}"))  # noqa: A001 - the field's word
            yield Wanted(id, slot, plan.request(slot), self.whereabouts)


@dataclass(frozen=True, slots=True)
class BookSeriesHandler:
    """Takes provider, room and patient for every occurrence, or for none of those that do not fit."""

    reception: SeriesReception
    series: SeveralSeries
    appointments: Appointments

    async def __call__(self, command: BookSeries, execution: Execution) -> SeriesReceipt:
        """Book the series under an id that derives from the command."""
        zone = await self.reception.clock(command.visit, command.patient, execution)
        plan = Plan(visit=command.visit, recurrence=command.recurrence, zone=zone)
        wanted = tuple(command.wanted(plan, execution))
        settlement, _ = await self.reception.settle(wanted, command.patient, execution, anew=True)
        settlement.demand(command.on_conflict)
        members = tuple(Member(appointment=one.id, slot=one.slot) for one, _ in settlement.admitted)
        id = SeriesId(execution.new_id("series"))  # noqa: A001 - the field's word
        series = Series.book(id, command.patient, plan, members, settlement.conflicts)
        await self.series.add(series, execution)
        for one, admission in settlement.admitted:
            appointment = _entered(one.id, admission, command.reason, party(execution))
            appointment.join(series.occurrence(one.slot))
            await self.appointments.add(appointment, execution)
        return SeriesReceipt(
            id=series.id,
            version=series.version,
            occurrences=tuple(SettledOccurrence.of(one) for one, _ in settlement.admitted),
            left_out=settlement.conflicts,
        )


def _entered(id: AppointmentId, admission: Admission, reason: Reason | None, by: Party) -> Appointment:  # noqa: A002 - the field's word
    if admission.needs_approval and by is Party.PATIENT:
        return Appointment.request(id, admission, reason=reason)
    return Appointment.book(id, admission, by=by, reason=reason)
