"""When the stories of identity happen, and to whom."""

from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from domain.shared.aggregate import Aggregate, Fact, fold
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from unit.spec import STREAM

A = TypeVar("A", bound=Aggregate)

NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
TEN = datetime(2030, 5, 14, 10, tzinfo=UTC)

LAKESIDE = ClinicId(UUID(int=5))
MIA = PatientId(UUID(int=6))
NOOR = ProviderId(UUID(int=7))
ACCOUNT = AccountId(UUID(int=1))
EMAIL = EmailAddress(address="mia@example.org")


def after(aggregate: type[A], *history: Fact) -> A:
    """Give an aggregate to which this happened."""
    placed = [
        msgspec.structs.replace(fact, originator_id=STREAM, originator_version=version)
        for version, fact in enumerate(history, start=1)
    ]
    return fold(aggregate, placed)
