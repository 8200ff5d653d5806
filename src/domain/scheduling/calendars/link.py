"""A link by which a calendar program reads one person's visits, without signing in."""

from datetime import datetime
from typing import NewType, Self
from uuid import UUID

from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId, ProviderId
from domain.shared.time import Instant

CalendarLinkId = NewType("CalendarLinkId", UUID)


class CalendarLinkRevoked(DomainError):
    """A calendar link that was revoked stays revoked."""

    code = "scheduling.calendar-link-revoked"
    mend = "Issue a new link."


class CalendarLink(Aggregate):
    """Whoever has the link reads when the visits are, and nothing that says whose or why. Its secret is in no fact."""

    class Issued(Aggregate.Created, frozen=True, kw_only=True):
        """A link to the visits of a provider, or of a patient, was given out."""

        provider: ProviderId | None = None
        patient: PatientId | None = None

    class Revoked(Aggregate.Event, frozen=True, kw_only=True):
        """The link leads nowhere any more."""

        revoked_at: Instant

    @classmethod
    def to_provider(cls, id: CalendarLinkId, provider: ProviderId) -> Self:
        """Give a link to a provider's visits out."""
        return cls._create(cls.Issued, id=id, provider=provider)

    @classmethod
    def to_patient(cls, id: CalendarLinkId, patient: PatientId) -> Self:
        """Give a link to a patient's visits out."""
        return cls._create(cls.Issued, id=id, patient=patient)

    def revoke(self, now: datetime) -> None:
        """Let the link lead nowhere. Raises ``CalendarLinkRevoked``."""
        if self.revoked_at is not None:
            raise CalendarLinkRevoked(revoked_at=self.revoked_at)
        self._revoked(revoked_at=now)

    @event(Issued)
    def __init__(self, provider: ProviderId | None, patient: PatientId | None) -> None:
        self.provider = provider
        self.patient = patient
        self.revoked_at: datetime | None = None

    @event(Revoked)
    def _revoked(self, revoked_at: datetime) -> None:
        self.revoked_at = revoked_at
