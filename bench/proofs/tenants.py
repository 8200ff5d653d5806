"""Clinics that have something of everything, told apart by their patients' family name and by every id."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from bench.proofs.bookable import Bookable, bookable
from bench.proofs.newcomers import registration

from application.patients.link_patients import LinkPatients
from application.patients.register_patient import RegisterPatient
from application.scheduling.series.book_series import BookSeries
from application.scheduling.waitlist.join_waitlist import JoinWaitlist
from application.shared.command import Command
from infrastructure.containers.application import ApplicationContainer

_PATIENTS = 3
_SLOTS = 4 * 7 * 24 * 4
"""As many as there are before the second visit of the first series."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A clinic whose patients all have its name for a family name."""

    name: str
    practice: Bookable
    duplicate: UUID
    """A record that is linked to the first patient's."""
    link: UUID
    series: UUID
    """Booked for the first patient."""
    entry: UUID
    """The last patient's wait."""
    slots: Iterator[datetime]
    """Those that nobody has wanted yet."""

    @property
    def ids(self) -> frozenset[str]:
        """Everything of theirs that an answer can show."""
        people = (*self.practice.patients, self.duplicate, self.practice.provider, self.practice.colleague)
        return frozenset(str(id_) for id_ in (*people, self.link, self.series, self.entry))


async def tenants(container: ApplicationContainer, count: int) -> list[Tenant]:
    """Open so many clinics."""
    return [await _tenant(container, f"clinic-{number}") for number in range(count)]


async def _tenant(container: ApplicationContainer, name: str) -> Tenant:
    practice = await bookable(container, name, patients=_PATIENTS)
    slots = practice.slots(_SLOTS)
    first, *_, last = practice.patients

    async def done(command: type[Command], body: dict[str, Any]) -> UUID:
        receipt = await practice.perform(msgspec.convert(body, command, strict=False), practice.owner)
        return UUID(receipt["id"])

    duplicate = await done(RegisterPatient, registration(name, _PATIENTS))
    link = await done(LinkPatients, {"patient": duplicate, "survivor": first, "reason": "One person"})
    series = await done(BookSeries, practice.series(next(slots), first))
    entry = await done(JoinWaitlist, practice.wait(next(slots), last))
    return Tenant(name, practice, duplicate, link, series, entry, slots)
