"""Series as callers see them."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from application.scheduling.views import AppointmentView
from application.shared.query import View
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.scheduling.series.desk import Conflict
from domain.scheduling.series.occurrence import SeriesId, WallSlot
from domain.scheduling.series.recurrence import Recurrence
from domain.scheduling.series.series import Member, Series, SeriesVisit
from domain.scheduling.series.state import SeriesState
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId
from domain.shared.time import Instant, TimeZone


class OccurrenceView(msgspec.Struct, frozen=True, kw_only=True):
    """An occurrence of a series, as its appointment stands."""

    appointment: AppointmentId
    slot: WallSlot
    status: AppointmentStatus
    provider: ProviderId
    starts_at: Instant
    ends_at: Instant
    is_set_apart: bool

    @classmethod
    def of(cls, appointment: AppointmentView) -> "OccurrenceView | None":
        """Show an appointment as an occurrence; ``None`` where it is none."""
        if appointment.series_slot is None:
            return None
        return cls(
            appointment=appointment.id,
            slot=appointment.series_slot,
            status=appointment.status,
            provider=appointment.provider,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            is_set_apart=appointment.is_set_apart,
        )


class SeriesRecord(View, frozen=True, kw_only=True):
    """What a series itself knows. How far its appointments have come is their own."""

    id: SeriesId
    version: int
    created_at: Instant
    updated_at: Instant
    patient: PatientId
    visit: SeriesVisit
    recurrence: Recurrence
    zone: TimeZone
    members: tuple[Member, ...]
    left_out: tuple[Conflict, ...]
    provider: ProviderId | None = None
    """That of its latest plan, by whom it is listed; unknown of a row that was written before there were lists."""

    @classmethod
    def of(cls, series: Series) -> "SeriesRecord":
        """Show a series as it stands."""
        return cls(
            id=SeriesId(series.id),
            version=series.version,
            created_at=series.created_on,
            updated_at=series.modified_on,
            patient=series.patient,
            visit=series.plan.visit,
            recurrence=series.plan.recurrence,
            zone=series.plan.zone,
            members=series.members,
            left_out=series.left_out,
            provider=series.plan.visit.provider,
        )


class SeriesView(View, frozen=True, kw_only=True):
    """A series of appointments. Visit, recurrence and zone are those of its latest plan."""

    id: SeriesId
    version: int
    created_at: Instant
    updated_at: Instant
    patient: PatientId
    visit: SeriesVisit
    recurrence: Recurrence
    zone: TimeZone
    """The clock on which recurrence and slots are read."""
    occurrences: tuple[OccurrenceView, ...]
    """Those in reach, by start."""
    left_out: tuple[Conflict, ...]
    """Slots that did not fit when the series was booked or changed, and the rule that stood against each."""

    @classmethod
    def of(cls, record: SeriesRecord, occurrences: Iterable[OccurrenceView]) -> "SeriesView":
        """Show a series with its occurrences."""
        return cls(
            id=record.id,
            version=record.version,
            created_at=record.created_at,
            updated_at=record.updated_at,
            patient=record.patient,
            visit=record.visit,
            recurrence=record.recurrence,
            zone=record.zone,
            occurrences=tuple(sorted(occurrences, key=lambda one: (one.starts_at, one.appointment))),
            left_out=record.left_out,
        )


class SeriesLine(View, frozen=True, kw_only=True):
    """A series in a list, without its occurrences. Visit, recurrence and zone are those of its latest plan."""

    id: SeriesId
    version: int
    created_at: Instant
    updated_at: Instant
    patient: PatientId
    visit: SeriesVisit
    recurrence: Recurrence
    zone: TimeZone
    state: SeriesState
    """How far it has come, as far as its occurrences are in reach."""
    next_starts_at: Instant | None
    """When the first of those in reach starts that has yet to begin."""

    @classmethod
    def of(cls, record: SeriesRecord, state: SeriesState, next_starts_at: datetime | None) -> "SeriesLine":
        """Show a series that has come so far."""
        return cls(
            id=record.id,
            version=record.version,
            created_at=record.created_at,
            updated_at=record.updated_at,
            patient=record.patient,
            visit=record.visit,
            recurrence=record.recurrence,
            zone=record.zone,
            state=state,
            next_starts_at=next_starts_at,
        )
