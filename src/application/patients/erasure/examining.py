"""Looking what could keep a person's records."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from application.patients.erasure.ports import LegalHolds
from application.patients.ports import OpenAppointments, PatientLinks, Patients, RegistryTermsToday
from application.shared.execution import Execution
from application.shared.locks import Locks
from application.shared.transactions import LostRace
from domain.patients.erasure import Keeping, PatientStillExpected, RetentionNotOver, UnderLegalHold
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId

KEEPING_REFUSALS: tuple[type[DomainError], ...] = (UnderLegalHold, RetentionNotOver, PatientStillExpected)
"""Every rule that keeps a record."""


class Person(NamedTuple):
    """All records of one person, the one that stays first, and what could keep them."""

    records: tuple[PatientId, ...]
    keeping: Keeping


@dataclass(frozen=True, slots=True)
class Examining:
    """Examines all records of a person, and holds them: no booking, link or legal hold slips between."""

    patients: Patients
    links: PatientLinks
    holds: LegalHolds
    appointments: OpenAppointments
    terms: RegistryTermsToday
    locks: Locks

    async def of(self, patient: PatientId, execution: Execution) -> Person:
        """Examine the person whose record it is. Raises ``NotFound``, ``Erased``."""
        records = await self._records(patient, execution)
        await self.locks.hold(execution, *records)
        if await self._records(patient, execution) != records:
            raise LostRace("a link came or went")
        terms = await self.terms.today(execution)
        expected: list[AppointmentId] = []
        waits: list[UUID] = []
        kept_until: list[date] = []
        for record in records:
            who = (await self.patients.get(record, execution)).demographics
            expected += await self.appointments.of(record, execution)
            waits += await self.appointments.waits(record, execution)
            until = terms.kept_until(who, await self.appointments.last_visit(record, execution))
            kept_until += [] if until is None else [until]
        keeping = Keeping(
            today=terms.day,
            holds=await self.holds.standing(records, execution),
            expected=tuple(expected),
            waits=tuple(waits),
            kept_until=max(kept_until, default=None),
        )
        return Person(records, keeping)

    async def _records(self, patient: PatientId, execution: Execution) -> tuple[PatientId, ...]:
        up = await self.links.live(execution, patient)
        stays = next((link.survivor for link in up if link.patient == patient), patient)
        return (stays, *(link.patient for link in await self.links.live(execution, stays)))
