"""Booking desks over what is kept in memory."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from application.scheduling.appointments.ports import Attestation, Clearance, Enquiry, OpenDesk, Purpose, SlotInQuestion
from application.scheduling.ports import NOBODY
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.scheduling.appointments.booking_desk import BookingDesk
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.identifiers import PatientId, ProviderId, SiteId
from domain.shared.time import TimeZone
from infrastructure.memory.scheduling.neighbours import Neighbours
from infrastructure.memory.scheduling.reservations import MemoryReservations


class MemoryBookingDesks:
    """Opens desks."""

    def __init__(self, neighbours: Neighbours, reservations: MemoryReservations, locks: Locks) -> None:
        self._neighbours = neighbours
        self._reservations = reservations
        self._locks = locks

    async def open(
        self, request: VisitRequest, patient: PatientId | None, purpose: Purpose, execution: Execution
    ) -> OpenDesk:
        """Hold the provider, the room and the patient, then read what the decision looks at."""
        await self._locks.hold(execution, *purpose.touches(request, patient), beside=request.place.sites)
        if patient is not None:
            await self._locks.hold(execution, self._neighbours.records(patient, execution)[0])
        return self._opened(SlotInQuestion.of(request, patient), purpose, execution)

    async def clock(
        self, provider: ProviderId, execution: Execution, *things: UUID, sites: Collection[SiteId] = ()
    ) -> TimeZone:
        """Hold a provider and other things, then tell by which clock the provider's hours are read."""
        await self._locks.hold(execution, provider, *things, beside=sites)
        return self._neighbours.calendar(provider, execution).rules.zone

    async def open_series(
        self,
        request: VisitRequest,
        starts: Sequence[datetime],  # noqa: ARG002 - the whole agenda is at hand
        patient: PatientId,
        execution: Execution,
    ) -> OpenDesk:
        """Read what the decisions about visits at many times look at."""
        await self._locks.hold(execution, self._neighbours.records(patient, execution)[0])
        return self._opened(SlotInQuestion.of(request, patient), Purpose(NOBODY), execution)

    async def read(self, slot: SlotInQuestion, execution: Execution) -> OpenDesk:
        """Read what a decision would look at, and hold nothing."""
        return self._opened(slot, Purpose(execution.command_id), execution)

    def _opened(self, slot: SlotInQuestion, purpose: Purpose, execution: Execution) -> OpenDesk:
        place = self._neighbours.place(slot.place, execution)
        if slot.room is not None:
            self._neighbours.demand_room(slot.room, place.site, execution)
        agenda = self._reservations.agenda(execution.clinic)
        if slot.patient is not None:
            agenda = agenda.of_one_person(slot.patient, self._neighbours.records(slot.patient, execution))
        return OpenDesk(
            desk=BookingDesk(
                calendar=self._neighbours.calendar(slot.provider, execution),
                agenda=agenda if purpose.using is None else agenda.without(purpose.using),
                policy=self._neighbours.policy(execution),
                owner=purpose.owner,
                now=execution.now,
            ),
            request=slot.at(place),
            standing=self._neighbours.standing(slot.patient, execution) if slot.patient is not None else None,
            rooms=self._neighbours.rooms(execution, place.site),
        )

    async def attest(
        self, patient: PatientId, provider: ProviderId, place: VisitPlace, execution: Execution
    ) -> Attestation:
        """Hold the patient and the provider, then read the standing of both, and the policy."""
        cleared = await self.clear(patient, provider, execution)
        return Attestation(
            place=self._neighbours.place(place, execution),
            standing=cleared.standing,
            provider=cleared.provider,
            policy=self._neighbours.policy(execution),
        )

    async def clear(self, patient: PatientId, provider: ProviderId, execution: Execution) -> Clearance:
        """Hold the patient and the provider, then read the standing of both."""
        await self._locks.hold(execution, patient, provider)
        await self._locks.hold(execution, self._neighbours.records(patient, execution)[0])
        return Clearance(
            standing=self._neighbours.standing(patient, execution),
            provider=self._neighbours.calendar(provider, execution).standing,
        )

    async def standings(
        self, providers: Collection[ProviderId], execution: Execution
    ) -> Mapping[ProviderId, ProviderStanding]:
        """Hold the providers, then read what the directory says of each that it knows."""
        await self._locks.hold(execution, *providers)
        known = {calendar.provider: calendar.standing for _, calendar in self._neighbours.calendars(execution)}
        return {provider: known[provider] for provider in providers if provider in known}

    async def enquire(
        self, patient: PatientId, place: VisitPlace, providers: Sequence[ProviderId], execution: Execution
    ) -> Enquiry:
        """Hold the patient and the site, then read standing and place."""
        await self._locks.hold(execution, patient, beside=place.sites)
        for provider in providers:
            self._neighbours.provider(provider, execution)
        return Enquiry(
            standing=self._neighbours.standing(patient, execution), place=self._neighbours.place(place, execution)
        )

    async def policy(self, execution: Execution) -> BookingPolicy:
        """Give the clinic's booking policy."""
        return self._neighbours.policy(execution)
