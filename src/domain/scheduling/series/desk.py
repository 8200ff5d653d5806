"""Settling many visits of one patient at once: what is in the way of each, also what the others take."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, Reservation
from domain.scheduling.appointments.booking_desk import Admission, BookingDesk
from domain.scheduling.appointments.eligibility import PatientStanding, place_refusals, whereabouts_refusals
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.scheduling.series.occurrence import WallSlot
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId
from domain.shared.time import Instant
from domain.shared.values import Code, ValueObject


class SeriesConflicts(DomainError):
    """A series is booked or changed as a whole, or not at all, unless those that conflict may be left out."""

    code = "scheduling.series-conflicts"
    mend = "Choose another time for the series, or ask for the occurrences that conflict to be left out."


class OnConflict(StrEnum):
    """What becomes of a series some of whose occurrences do not fit."""

    REFUSE = "refuse"
    """All or nothing."""
    SKIP = "skip"
    """Those that conflict are left out of what is booked or changed, and are named."""


class Conflict(ValueObject, frozen=True, kw_only=True):
    """An occurrence that does not fit, and the most telling rule that stands against it."""

    slot: WallSlot
    starts_at: Instant
    rule: Code
    """The rule's code."""


class Wanted(NamedTuple):
    """An occurrence that somebody wants settled."""

    id: AppointmentId
    slot: WallSlot
    request: VisitRequest
    whereabouts: Whereabouts | None = None
    takes_now: tuple[Reservation, ...] = ()
    """What it has and keeps where it is not moved."""


class Settlement(NamedTuple):
    """What came of asking for many visits."""

    admitted: tuple[tuple[Wanted, Admission], ...]
    conflicts: tuple[Conflict, ...]

    def demand(self, on_conflict: OnConflict) -> None:
        """Raise ``SeriesConflicts`` where not all is well that has to be, or where nothing is."""
        if self.conflicts and (on_conflict is OnConflict.REFUSE or not self.admitted):
            raise SeriesConflicts(conflicts=self.conflicts)


def settle(desk: BookingDesk, wanted: Sequence[Wanted], standing: PatientStanding) -> Settlement:
    """Admit as many visits as fit, the earlier before the later; one that does not fit keeps what it has.

    What one keeps can stand in the way of another, so they are asked again until it does not. Raises
    ``VisitTypeNotOffered``, ``SiteNotStated``, ``WhereaboutsNotStated`` and ``PhoneNumberImpossible``: what is wrong
    with all of them is no conflict of one.
    """
    for one in wanted:
        for refusal in _of_all(desk, one):
            raise refusal
    others = desk.agenda.without(*(one.id for one in wanted))
    staying: dict[AppointmentId, DomainError] = {}
    while True:
        kept = (reservation for one in wanted if one.id in staying for reservation in one.takes_now)
        agenda = Agenda((*others.reservations, *kept))
        moving = [one for one in wanted if one.id not in staying]
        admitted, refused = _admit(replace(desk, agenda=agenda), moving, standing)
        staying |= refused
        if not any(one.takes_now for one in moving if one.id in refused):
            break
    conflicts = tuple(
        Conflict(slot=one.slot, starts_at=one.request.starts_at, rule=staying[one.id].code)
        for one in wanted
        if one.id in staying
    )
    return Settlement(tuple(admitted), conflicts)


def _admit(
    desk: BookingDesk, wanted: Iterable[Wanted], standing: PatientStanding
) -> tuple[list[tuple[Wanted, Admission]], dict[AppointmentId, DomainError]]:
    admitted: list[tuple[Wanted, Admission]] = []
    refused: dict[AppointmentId, DomainError] = {}
    for one in wanted:
        try:
            admission = replace(desk, owner=one.id).admit(one.request, standing, one.whereabouts)
        except DomainError as refusal:
            refused[one.id] = refusal
        else:
            admitted.append((one, admission))
            taken = admission.visit.reservations(one.id, standing.patient)
            desk = replace(desk, agenda=Agenda((*desk.agenda.reservations, *taken)))
    return admitted, refused


def _of_all(desk: BookingDesk, one: Wanted) -> Iterator[DomainError]:
    visit = desk.plan(one.request)
    yield from place_refusals(visit.visit_type.mode, visit.place)
    yield from whereabouts_refusals(visit.visit_type.mode, one.whereabouts)
