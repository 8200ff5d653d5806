"""Deliberate overbooking: a visit on top of others, by a decision of the clinic and for a reason.

It may break that a provider sees one patient at a time and no more than so many a day, and nothing else: neither what
the law and the patient protect, nor that a room and a patient are in one place at a time.
"""

from typing import Final

from domain.scheduling.appointments.agenda import ProviderTaken, ResourceKind
from domain.scheduling.appointments.booking_desk import Admission, BookingDesk, DayIsFull
from domain.scheduling.appointments.eligibility import PatientStanding, needed
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.shared.errors import DomainError


class NothingToOverbook(DomainError):
    """Only a time that is taken, or a day that is full, is overbooked."""

    code = "scheduling.nothing-to-overbook"
    mend = "Book the visit as usual: the time is free."


class OverbookedEnough(DomainError):
    """A provider's time is overbooked no more often than the clinic's policy allows."""

    code = "scheduling.overbooked-enough"
    mend = "Choose another time, or have the owner allow more overbookings at once."


MAY_BE_BROKEN: Final = (ProviderTaken, DayIsFull)
"""The rules that a deliberate overbooking passes over."""


def overbook(
    desk: BookingDesk, request: VisitRequest, standing: PatientStanding, whereabouts: Whereabouts | None = None
) -> Admission:
    """Settle a visit on top of others, in the lowest lane that is free, or raise the first rule that it may not break.

    A slot that is held is about to be booked by whoever holds it: ``ProviderTaken`` until the hold is over. Raises
    ``NothingToOverbook`` and ``OverbookedEnough`` as well.
    """
    visit = desk.plan(request)
    refusals = tuple(desk.refusals(visit, standing, whereabouts))
    for refusal in refusals:
        if not isinstance(refusal, MAY_BE_BROKEN):
            raise refusal
    if not refusals:
        raise NothingToOverbook
    taken = visit.reservations(desk.owner, None)
    (provider,) = (claim for claim in taken if claim.resource.kind is ResourceKind.PROVIDER)
    desk.agenda.held().demand_free((provider,), desk.now)
    lane = desk.agenda.free_lane(provider, desk.now)
    if lane > desk.policy.overbookings_at_once:
        raise OverbookedEnough(overbookings_at_once=desk.policy.overbookings_at_once)
    return Admission(
        patient=standing.patient,
        visit=visit,
        whereabouts=needed(visit.visit_type.mode, whereabouts),
        lane=lane,
    )
