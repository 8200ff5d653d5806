"""Why a slot is offered or not: the booking desk is asked for every rule that speaks against it, not for the first."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from domain.scheduling.appointments.agenda import RoomTaken
from domain.scheduling.appointments.booking_desk import BookingDesk, VisitTypeNotOffered
from domain.scheduling.appointments.eligibility import PatientStanding, patient_refusals
from domain.scheduling.appointments.planned_visit import PlannedVisit, VisitRequest
from domain.shared.errors import DomainError
from domain.shared.identifiers import RoomId
from domain.shared.visits import VisitMode


class Explanation(NamedTuple):
    """What a booking would be, and everything that stands in its way. Nothing does: it can be booked."""

    visit: PlannedVisit | None
    """``None`` where the provider does not offer such visits, so that nobody knows how long one is."""
    hindrances: tuple[DomainError, ...] = ()
    """In the order in which the rules speak; a booking is refused with the first."""


def explain(
    desk: BookingDesk, request: VisitRequest, standing: PatientStanding | None = None, rooms: tuple[RoomId, ...] = ()
) -> Explanation:
    """Ask the desk about a slot, for a patient where one is named.

    What a patient states only when booking (whereabouts, a reason) is not asked for. ``rooms`` are those of the site:
    a visit in person that names no room takes the first that is free, as the search of slots does.
    """
    try:
        planned = desk.plan(request)
    except VisitTypeNotOffered as not_offered:
        return Explanation(None, (not_offered,))
    visit = _in_a_room(desk, planned, rooms)
    return Explanation(visit, tuple(_hindrances(desk, visit, standing)))


def _hindrances(desk: BookingDesk, visit: PlannedVisit, standing: PatientStanding | None) -> Iterator[DomainError]:
    if standing is not None:
        yield from standing.duplicate_refusals()
        yield from patient_refusals(standing, visit.visit_type.mode)
    yield from desk.slot_refusals(visit, standing.patient if standing is not None else None)


def _in_a_room(desk: BookingDesk, visit: PlannedVisit, rooms: tuple[RoomId, ...]) -> PlannedVisit:
    if visit.visit_type.mode is not VisitMode.IN_PERSON or visit.room is not None or not rooms:
        return visit
    somewhere = [replace(visit, room=room) for room in rooms]
    return next((one for one in somewhere if _is_free(desk, one)), somewhere[0])


def _is_free(desk: BookingDesk, visit: PlannedVisit) -> bool:
    refusals = desk.agenda.refusals(visit.reservations(desk.owner, None), desk.now)
    return not any(isinstance(refusal, RoomTaken) for refusal in refusals)
