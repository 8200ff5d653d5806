"""That a patient's record must stay, whatever anybody asks: a court, an authority or an insurer may still want it."""

from datetime import datetime
from typing import Annotated, NewType, Self
from uuid import UUID

import msgspec

from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.patterns import SOMETHING_TO_READ
from domain.shared.time import Instant
from domain.shared.values import Personal

LegalHoldId = NewType("LegalHoldId", UUID)

HoldMatter = Annotated[
    Personal[str],
    msgspec.Meta(
        max_length=500, pattern=SOMETHING_TO_READ, description="What the record is held for, as the case says."
    ),
]


class LegalHoldLifted(DomainError):
    """A legal hold is lifted once."""

    code = "patients.legal-hold-lifted"
    mend = "Nothing to do: this hold keeps the record no longer. Others may; the list of holds names them."


class LegalHold(Aggregate):
    """One matter for which a record is kept. A record may be held for several; each is lifted by itself."""

    class Placed(Aggregate.Created, frozen=True, kw_only=True):
        """The record must stay from now on."""

        patient: PatientId
        matter: HoldMatter
        placed_by: AccountId
        placed_at: Instant

    class Lifted(Aggregate.Event, frozen=True, kw_only=True):
        """The matter is over."""

        lifted_by: AccountId
        lifted_at: Instant

    lifted_by: AccountId | None
    lifted_at: Instant | None

    @classmethod
    def place(cls, id: LegalHoldId, patient: PatientId, matter: HoldMatter, by: AccountId, *, now: datetime) -> Self:
        """Hold a patient's record."""
        return cls._create(cls.Placed, id=id, patient=patient, matter=matter, placed_by=by, placed_at=now)

    def lift(self, by: AccountId, *, now: datetime) -> None:
        """Let go of the record. Raises ``LegalHoldLifted``."""
        if self.lifted_at is not None:
            raise LegalHoldLifted(lifted_at=self.lifted_at)
        self._lifted(lifted_by=by, lifted_at=now)

    @event(Placed)
    def __init__(self, patient: PatientId, matter: HoldMatter, placed_by: AccountId, placed_at: Instant) -> None:
        self.patient = patient
        self.matter = matter
        self.placed_by = placed_by
        self.placed_at = placed_at
        self.lifted_by = self.lifted_at = None

    @event(Lifted)
    def _lifted(self, lifted_by: AccountId, lifted_at: Instant) -> None:
        self.lifted_by = lifted_by
        self.lifted_at = lifted_at
