"""What a front desk does all day: register, book, move, cancel."""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from bench.booking import body, openings
from bench.practice import Practice
from bench.proofs.commands import Kind, Planned
from bench.proofs.newcomers import registration

from domain.shared.identifiers import PatientId

SHARES = {Kind.REGISTER: 40, Kind.BOOK: 30, Kind.MOVE: 15, Kind.CANCEL: 15}
"""In a hundred commands. More is booked than cancelled, so that there is always something to move."""

KEYED = 0.5
"""Share of the commands that come with an ``Idempotency-Key``."""
HUNG_UP = 0.1
"""Share of those whose client hangs up before the answer, which makes their outcome unknown to it."""
_LONGEST_PATIENCE = 0.05
"""Seconds until it does."""


def day(practice: Practice, patients: list[PatientId], chance: Random, *, count: int, rate: float) -> Iterator[Planned]:
    """Give so many commands, so many a second, arriving as strangers do: independently of each other."""
    free = openings(practice.providers)
    at = 0.0
    for number in range(count):
        at += chance.expovariate(rate)
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        keyed = chance.random() < KEYED
        hung_up = keyed and chance.random() < HUNG_UP
        yield Planned(
            number=number,
            at=at,
            kind=kind,
            body=_body(kind, number, patients, free),
            key=f"proof-{number}" if keyed else None,
            hangs_up=chance.random() * _LONGEST_PATIENCE if hung_up else None,
        )


def _body(kind: Kind, number: int, patients: list[PatientId], free: Iterator[tuple[Any, datetime]]) -> dict[str, Any]:
    match kind:
        case Kind.REGISTER:
            return registration(f"Okafor {number:08}", number)
        case Kind.BOOK:
            provider, starts_at = next(free)
            return body(patients[number % len(patients)], provider, starts_at)
        case Kind.MOVE:
            provider, starts_at = next(free)
            return {"provider": str(provider), "starts_at": starts_at.isoformat()}
        case Kind.CANCEL:
            return {"reason": "Feeling well again"}
