"""Which appointments of a series something that happens to the series concerns."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.series.desk import Conflict, SeriesConflicts
from domain.scheduling.series.occurrence import WallSlot
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId

_AHEAD: Final = frozenset({AppointmentStatus.PENDING, AppointmentStatus.BOOKED})


def ahead(appointments: Iterable[Appointment], now: datetime) -> tuple[Appointment, ...]:
    """Give those that are open and have not begun; who has arrived is looked after where they are."""
    return tuple(one for one in appointments if one.status in _AHEAD and one.visit.starts_at > now)


def going_along(appointments: Iterable[Appointment], now: datetime) -> tuple[Appointment, ...]:
    """Give those that move when the series does: what was agreed for one occurrence alone stays agreed."""
    return tuple(one for one in ahead(appointments, now) if not one.is_set_apart)


def awaiting_answer(appointments: Iterable[Appointment], now: datetime) -> tuple[Appointment, ...]:
    """Give those that were asked for and wait for the clinic's answer."""
    return tuple(one for one in ahead(appointments, now) if one.status is AppointmentStatus.PENDING)


def approve_all(
    requests: Iterable[tuple[WallSlot, Appointment]],
    standing: PatientStanding,
    providers: Mapping[ProviderId, ProviderStanding],
    now: datetime,
) -> None:
    """Say yes to requests, each with the slot that it stands in, if what protects the patient holds for all of them.

    Raises ``SeriesConflicts``, which names those for which it does not.
    """
    conflicts: list[Conflict] = []
    for slot, one in requests:
        try:
            one.approve(standing, provider=providers[one.visit.provider], now=now)
        except DomainError as refusal:
            conflicts.append(Conflict(slot=slot, starts_at=one.visit.starts_at, rule=refusal.code))
    if conflicts:
        raise SeriesConflicts(conflicts=tuple(conflicts))
