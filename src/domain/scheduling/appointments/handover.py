"""Passing a visit on to another provider, at the time and in the place that it has."""

from msgspec.structs import replace

from domain.scheduling.appointments.booking_desk import Admission, BookingDesk
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.scheduling.appointments.planned_visit import PlannedVisit, VisitRequest
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.scheduling.appointments.visit_type import VisitType
from domain.shared.errors import DomainError


class SameProvider(DomainError):
    """A visit is passed on to another provider than its own."""

    code = "scheduling.same-provider"
    mend = "Name another provider, or move the visit to another time."


class HeldOtherwise(DomainError):
    """A visit is passed on only to a provider who holds it the same way: in the same mode and at the same length."""

    code = "scheduling.held-otherwise"
    mend = "Choose one of the replacements that are found, or move the visit to what this provider offers."


def holds_it_alike(offered: VisitType | None, booked: VisitType) -> bool:
    """Tell whether a provider offers a visit as it was booked with another one. Buffers are each provider's own."""
    return offered is not None and (offered.code, offered.mode, offered.length) == (
        booked.code,
        booked.mode,
        booked.length,
    )


def hand_over(
    visit: PlannedVisit, desk: BookingDesk, standing: PatientStanding, whereabouts: Whereabouts | None
) -> Admission:
    """Settle a visit that is booked with another provider at this one's desk, at the price for which it was booked.

    Its time was settled before, so the clinic's grid, notice and horizon are not asked again; everything else is.
    Raises ``HeldOtherwise`` and what the desk refuses.
    """
    settled = _settled(desk)
    admission = settled.admit(_request(visit, desk), standing, whereabouts)
    _demand_alike(admission.visit.visit_type, visit.visit_type)
    return replace(admission, visit=_at_its_price(admission.visit, visit))


def can_take_over(visit: PlannedVisit, desk: BookingDesk) -> bool:
    """Tell whether the desk's provider could hold the visit: what ``hand_over`` asks of time, place and provider."""
    settled = _settled(desk)
    if not holds_it_alike(desk.calendar.offer(visit.visit_type.code), visit.visit_type):
        return False
    return not any(settled.slot_refusals(settled.plan(_request(visit, desk))))


def _settled(desk: BookingDesk) -> BookingDesk:
    return replace(desk, policy=desk.policy.for_a_settled_time())


def _request(visit: PlannedVisit, desk: BookingDesk) -> VisitRequest:
    return VisitRequest(
        provider=desk.calendar.provider,
        visit_type=visit.visit_type.code,
        starts_at=visit.starts_at,
        place=visit.place,
        room=visit.room,
    )


def _demand_alike(offered: VisitType, booked: VisitType) -> None:
    if not holds_it_alike(offered, booked):
        raise HeldOtherwise(visit_type=booked.code)


def _at_its_price(visit: PlannedVisit, booked: PlannedVisit) -> PlannedVisit:
    return replace(visit, visit_type=replace(visit.visit_type, price=booked.visit_type.price))
