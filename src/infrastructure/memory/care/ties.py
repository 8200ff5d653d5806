"""Whom a clinician cares for, in memory."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import TypeGuard
from uuid import UUID

from application.patients.ports import RegistryTermsToday
from application.shared.execution import Execution
from domain.patients.break_glass import BreakGlass
from domain.patients.care import CareTies
from domain.patients.care_assignment import CareAssignment
from domain.patients.patient import Patient
from domain.patients.term import Term
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.shared.identifiers import PatientId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryCare:
    """Folds visits, assignments and broken glasses."""

    def __init__(self, log: MemoryLog, terms: RegistryTermsToday) -> None:
        self._patients = WholeClinic(Patient, log)
        self._appointments = WholeClinic(Appointment, log)
        self._assignments = WholeClinic(CareAssignment, log)
        self._glasses = WholeClinic(BreakGlass, log)
        self._person = OnePerson(log)
        self._terms = terms

    async def admit(self, patients: Collection[UUID], execution: Execution) -> UUID | None:
        """Let the actor at records; give the glass that was broken for one of them. Raises ``OutsideCare``."""
        term = (await self._terms.today(execution)).policy.care
        known = [PatientId(patient.id) for patient in self._patients.all(execution) if patient.id in patients]
        glasses = [term.admit(self._ties(patient, execution), execution.now) for patient in known]
        return next((glass for glass in glasses if glass is not None), None)

    async def among(self, patients: Collection[PatientId], execution: Execution) -> frozenset[PatientId]:
        """Give those of some patients who are in the actor's care."""
        term = (await self._terms.today(execution)).policy.care
        return frozenset(one for one in patients if term.lasts(self._ties(one, execution), execution.now))

    def _ties(self, patient: PatientId, execution: Execution) -> CareTies:
        actor, records = execution.actor, self._person.records(patient, execution)
        visits = [
            appointment.visit.span.ends_at
            for appointment in self._appointments.all(execution)
            if appointment.patient in records
            and appointment.visit.provider == actor.provider
            and appointment.status is not AppointmentStatus.CANCELLED
        ]
        held = [
            one.held
            for one in self._assignments.all(execution)
            if one.patient in records and one.provider == actor.provider
        ]
        broken = (one for one in self._glasses.all(execution) if one.patient in records and one.account == actor.id)
        glass = max(broken, key=lambda one: (one.ends_at, one.id), default=None)
        return CareTies(
            visit_until=max(visits, default=None),
            assignment=max((one for one in held if _has_begun(one, execution)), key=_reach, default=None),
            glass=None if glass is None else glass.id,
            glass_until=None if glass is None else glass.ends_at,
        )


def _has_begun(held: Term | None, execution: Execution) -> TypeGuard[Term]:
    return held is not None and held.starts_at <= execution.now


def _reach(held: Term) -> datetime:
    return held.ends_at or datetime.max.replace(tzinfo=UTC)
