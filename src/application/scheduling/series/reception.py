"""Where the visits of a series are settled: held once, read once, decided together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from application.scheduling.appointments.ports import BookingDesks
from application.shared.command import Receipt
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.scheduling.appointments.booking_desk import VisitTypeNotOffered
from domain.scheduling.appointments.eligibility import SiteNotStated, WhereaboutsNotStated
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.series.desk import Conflict, SeriesConflicts, Settlement, Wanted, settle
from domain.scheduling.series.occurrence import WallSlot
from domain.scheduling.series.recurrence import SeriesHasNoDay, SeriesTooLong
from domain.scheduling.series.series import SeriesVisit
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId
from domain.shared.time import Instant, TimeZone

SERIES_REFUSALS: Final[tuple[type[DomainError], ...]] = (
    SeriesConflicts,
    SeriesTooLong,
    SeriesHasNoDay,
    VisitTypeNotOffered,
    SiteNotStated,
    WhereaboutsNotStated,
    PhoneNumberImpossible,
)
"""Every rule that can stand against a whole series. What stands against one occurrence, ``SeriesConflicts`` tells."""


class SettledOccurrence(msgspec.Struct, frozen=True, kw_only=True):
    """An occurrence that was booked or moved."""

    appointment: AppointmentId
    slot: WallSlot
    starts_at: Instant

    @classmethod
    def of(cls, one: Wanted) -> "SettledOccurrence":
        """Tell of an occurrence that the desk admitted."""
        return cls(appointment=one.id, slot=one.slot, starts_at=one.request.starts_at)


class SeriesReceipt(Receipt, frozen=True, kw_only=True):
    """Names the occurrences that were booked or moved, and those that did not fit."""

    occurrences: tuple[SettledOccurrence, ...]
    left_out: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class SeriesReception:
    """Opens one desk for all occurrences, and asks it about each."""

    desks: BookingDesks

    async def clock(
        self, visit: SeriesVisit, patient: PatientId, execution: Execution, *things: UUID | None
    ) -> TimeZone:
        """Hold everything that the series touches and will touch, then tell by which clock it will take place."""
        if not execution.reaches(patient, visit.provider):
            raise NotFound(id=patient)
        touched = [thing for thing in (visit.room, patient, *things) if thing is not None]
        return await self.desks.clock(visit.provider, execution, *touched, sites=visit.place.sites)

    async def settle(
        self, wanted: Sequence[Wanted], patient: PatientId, execution: Execution, *, anew: bool = False
    ) -> tuple[Settlement, BookingPolicy]:
        """Settle each occurrence for a patient, and tell by which policy. Everything is held since ``clock``.

        What is booked ``anew`` is for the record that stays: raises ``PatientIsLinked``.
        """
        starts = [one.request.starts_at for one in wanted]
        opened = await self.desks.open_series(wanted[0].request, starts, patient, execution)
        if opened.standing is None:
            raise NotFound(id=patient)
        if anew:
            opened.standing.demand_survivor()
        place = opened.request.place
        placed = [one._replace(request=replace(one.request, place=place)) for one in wanted]
        return settle(opened.desk, placed, opened.standing), opened.desk.policy
