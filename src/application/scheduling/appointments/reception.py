"""Where every booking, request, hold and move is settled, and a refused time is answered with free ones."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from application.scheduling.appointments.ports import BookingDesks, OpenDesk, Purpose
from application.scheduling.ports import Holds
from application.scheduling.slots.finding import SlotFinder
from application.shared.command import Command
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.scheduling.appointments.agenda import PatientTaken, ProviderTaken, RoomTaken
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.booking_desk import (
    Admission,
    BeyondHorizon,
    DayIsFull,
    NoticeTooShort,
    OffGrid,
    OutsideHours,
    ProviderAway,
    VisitTypeNotOffered,
)
from domain.scheduling.appointments.eligibility import (
    IdentityNotVerified,
    PatientDeactivated,
    PatientIsLinked,
    SiteNotStated,
    TelehealthConsentMissing,
    WhereaboutsNotStated,
)
from domain.scheduling.appointments.handover import hand_over
from domain.scheduling.appointments.overbooking import NothingToOverbook, OverbookedEnough, overbook
from domain.scheduling.appointments.planned_visit import PlannedVisit, Reason, VisitRequest
from domain.scheduling.appointments.provider_standing import ProviderLeaves, ProviderSuspended
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.slots.hold import HeldForAnotherPatient, HeldForAnotherVisit, HoldEnded, HoldExpired, HoldId
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId

ANOTHER_TIME_HELPS: Final = (
    ProviderTaken,
    RoomTaken,
    PatientTaken,
    DayIsFull,
    OutsideHours,
    ProviderAway,
    OffGrid,
    NoticeTooShort,
)
"""Refusals that come with the next free slots."""

SLOT_REFUSALS: Final[tuple[type[DomainError], ...]] = (
    *ANOTHER_TIME_HELPS,
    VisitTypeNotOffered,
    ProviderSuspended,
    ProviderLeaves,
    NotAuthorizedThere,
    BeyondHorizon,
    SiteNotStated,
)
"""Every rule about time, place, provider and room."""

ADMISSION_REFUSALS: Final[tuple[type[DomainError], ...]] = (
    *SLOT_REFUSALS,
    PatientIsLinked,
    PatientDeactivated,
    TelehealthConsentMissing,
    IdentityNotVerified,
    WhereaboutsNotStated,
    PhoneNumberImpossible,
)
"""Every rule that can stand against a visit."""

OVERBOOKING_REFUSALS: Final[tuple[type[DomainError], ...]] = (
    *(rule for rule in ADMISSION_REFUSALS if rule is not DayIsFull),
    NothingToOverbook,
    OverbookedEnough,
)
"""Every rule that can stand against a visit on top of others; of those that take its time, that somebody holds it."""

HOLD_REFUSALS: Final[tuple[type[DomainError], ...]] = (
    HoldEnded,
    HoldExpired,
    HeldForAnotherPatient,
    HeldForAnotherVisit,
)
"""Every rule that can stand against a hold's becoming an appointment."""


class VisitWanted(Command, frozen=True, kw_only=True):
    """What is said by whoever wants an appointment, whether it is booked or asked for."""

    patient: PatientId
    visit: VisitRequest
    whereabouts: Whereabouts | None = None
    """Where the patient will be and who is called in an emergency; a remote visit needs it."""
    reason: Reason | None = None
    hold: HoldId | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """Opens the desk, asks it, and adds the next free slots to a "no" that another time would turn into a "yes"."""

    desks: BookingDesks
    slots: SlotFinder
    holds: Holds

    async def receive(self, wanted: VisitWanted, id: AppointmentId, execution: Execution) -> Admission:  # noqa: A002 - the field's word
        """Settle a visit for a new appointment, which takes over from the hold that it names.

        Raises one of ``ADMISSION_REFUSALS`` or ``HOLD_REFUSALS``.
        """
        purpose = Purpose(id, using=wanted.hold)
        admission, _ = await self.admit(wanted.visit, wanted.patient, wanted.whereabouts, purpose, execution)
        if wanted.hold is not None:
            async with self.holds.change(wanted.hold, execution) as hold:
                hold.use(id, admission, execution.now)
        return admission

    async def admit(
        self,
        request: VisitRequest,
        patient: PatientId,
        whereabouts: Whereabouts | None,
        purpose: Purpose,
        execution: Execution,
    ) -> tuple[Admission, BookingPolicy]:
        """Settle a visit for a patient, and tell by which policy. Raises one of ``ADMISSION_REFUSALS``."""
        async with self._opened(request, patient, purpose, execution) as opened:
            if opened.standing is None:
                raise NotFound(id=patient)
            return opened.desk.admit(opened.request, opened.standing, whereabouts), opened.desk.policy

    async def overbook(
        self,
        request: VisitRequest,
        patient: PatientId,
        whereabouts: Whereabouts | None,
        purpose: Purpose,
        execution: Execution,
    ) -> Admission:
        """Settle a visit for a patient on top of others. Raises one of ``OVERBOOKING_REFUSALS``."""
        async with self._opened(request, patient, purpose, execution) as opened:
            if opened.standing is None:
                raise NotFound(id=patient)
            return overbook(opened.desk, opened.request, opened.standing, whereabouts)

    async def take_over(self, appointment: Appointment, to: ProviderId, execution: Execution) -> Admission:
        """Settle an appointment's visit with another provider.

        Raises ``HeldOtherwise`` or one of ``ADMISSION_REFUSALS``.
        """
        visit, patient = appointment.visit, appointment.patient
        request = VisitRequest(
            provider=to,
            visit_type=visit.visit_type.code,
            starts_at=visit.starts_at,
            place=visit.place,
            room=visit.room,
        )
        purpose = Purpose(appointment.id, instead_of=visit)
        async with self._opened(request, patient, purpose, execution) as opened:
            if opened.standing is None:
                raise NotFound(id=patient)
            return hand_over(visit, opened.desk, opened.standing, appointment.whereabouts)

    async def offer(
        self, request: VisitRequest, patient: PatientId | None, purpose: Purpose, execution: Execution
    ) -> tuple[PlannedVisit, BookingPolicy]:
        """Settle a visit for a hold, and tell by which policy. Raises one of ``SLOT_REFUSALS``."""
        async with self._opened(request, patient, purpose, execution) as opened:
            return opened.desk.offer(opened.request, patient), opened.desk.policy

    @asynccontextmanager
    async def _opened(
        self, request: VisitRequest, patient: PatientId | None, purpose: Purpose, execution: Execution
    ) -> AsyncIterator[OpenDesk]:
        if not execution.reaches(patient, request.provider):
            raise NotFound(id=patient or request.provider)
        opened = await self.desks.open(request, patient, purpose, execution)
        if opened.standing is not None and purpose.instead_of is None:
            opened.standing.demand_survivor()
        try:
            yield opened
        except ANOTHER_TIME_HELPS as refusal:
            sparing = [owner for owner in (purpose.owner, purpose.using) if owner is not None]
            free = await self.slots.next_free(opened, patient, execution, *sparing)
            raise type(refusal)(**refusal.details, next_free=free) from refusal
