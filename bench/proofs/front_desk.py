"""What a clinic does all day: register, book, move and cancel most of all, and of everything else a little."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import cycle
from random import Random
from typing import Any, Final, NamedTuple

from bench.booking import PLACE, body, openings
from bench.practice import VISIT, ZONE
from bench.proofs.commands import Kind, Planned
from bench.proofs.newcomers import registration

from domain.shared.identifiers import PatientId, ProviderId
from interfaces.http.patients.commands import STATEMENT, TO_AN_AGENCY
from interfaces.http.scheduling.commands import WHEREABOUTS

SHARES: Final[Mapping[Kind, int]] = {
    Kind.REGISTER: 16,
    Kind.COVER: 3,
    Kind.NAME_CONTACT: 2,
    Kind.CONSENT: 2,
    Kind.WITHDRAW: 2,
    Kind.LINK: 2,
    Kind.UNLINK: 2,
    Kind.NAME_GUARDIAN: 1,
    Kind.END_GUARDIAN: 1,
    Kind.ASSIGN: 1,
    Kind.UNASSIGN: 1,
    Kind.DISCLOSE: 2,
    Kind.CORRECT_DISCLOSURE: 1,
    Kind.DISCLOSE_QUIETLY: 1,
    Kind.SUSPEND_ACCOUNT: 1,
    Kind.LIFT_SUSPENSION: 1,
    Kind.BOOK: 18,
    Kind.MOVE: 10,
    Kind.CANCEL: 8,
    Kind.CONFIRM: 5,
    Kind.OVERBOOK: 3,
    Kind.REASSIGN: 2,
    Kind.BOOK_SERIES: 4,
    Kind.CANCEL_SERIES: 2,
    Kind.WAIT: 3,
    Kind.LEAVE: 2,
    Kind.SUSPEND: 1,
    Kind.REINSTATE: 1,
    Kind.MAKE_AUDITOR: 1,
    Kind.MAKE_CLERK: 1,
}
"""In a hundred commands. More is made than is needed, so that there is mostly something to work on."""

KEYED = 0.5
"""Share of the commands that come with an ``Idempotency-Key``."""
HUNG_UP = 0.1
"""Share of those whose client hangs up before the answer, which makes their outcome unknown to it."""
_LONGEST_PATIENCE = 0.05
"""Seconds until it does."""


class Staff(NamedTuple):
    """Who is there for what: a time that two kinds of commands wanted would be refused to one of them."""

    booked: Sequence[ProviderId]
    in_series: Sequence[ProviderId]
    standing_in: Sequence[ProviderId]
    """Whom visits are passed on to."""


_LEO = {"name": {"family": "Okafor", "given": "Leo"}, "relationship": "spouse", "phone": {"number": "+12025550188"}}
_CARD = {
    "rank": "primary",
    "payer": "Lakeshore Health Plan",
    "member_id": "LHP-4471-02",
    "relationship": "self",
    "valid_from": "2026-01-01",
}
_SAID: Final[Mapping[Kind, Mapping[str, Any]]] = {
    Kind.COVER: {"coverage": _CARD},
    Kind.NAME_CONTACT: {"contact": _LEO},
    Kind.CONSENT: {"kind": "telehealth", "text_version": "2026-01"},
    Kind.WITHDRAW: {"kind": "telehealth"},
    Kind.LINK: {"reason": "One person"},
    Kind.NAME_GUARDIAN: {"scopes": ["visits"]},
    Kind.ASSIGN: {"role": "covering"},
    Kind.DISCLOSE: {"told": TO_AN_AGENCY},
    Kind.CORRECT_DISCLOSURE: {"told": TO_AN_AGENCY | {"kinds": ["billing"]}},
    Kind.DISCLOSE_QUIETLY: {"told": TO_AN_AGENCY, "statement": STATEMENT},
    Kind.SUSPEND_ACCOUNT: {"statement": STATEMENT},
    Kind.CANCEL: {"reason": "Feeling well again"},
    Kind.CANCEL_SERIES: {"reason": "Feeling well again"},
    Kind.SUSPEND: {"reason": "The board looks into a complaint."},
    Kind.MAKE_AUDITOR: {"role": "auditor"},
    Kind.MAKE_CLERK: {"role": "front_desk"},
}
"""What is said of a thing whichever it is."""


class Desk:
    """Says what commands say, and of times each only once."""

    def __init__(self, staff: Staff, visitors: Sequence[PatientId], waiters: Sequence[PatientId]) -> None:
        """Whoever waits comes to no visit, and takes no visitor's time."""
        who, free = cycle(visitors), openings(staff.booked)
        in_pairs = (slot for slot in openings(staff.in_series) if ZONE.date(slot[1]).toordinal() % 2)
        because = {"because": "She can come at no other time this week."}
        self._each_anew: Mapping[Kind, Iterator[dict[str, Any]]] = {
            Kind.BOOK: (body(patient, *slot) for patient, slot in zip(who, free, strict=False)),
            Kind.MOVE: ({"provider": str(provider), "starts_at": at.isoformat()} for provider, at in free),
            Kind.OVERBOOK: (_of(patient) | because for patient in who),
            Kind.REASSIGN: ({"provider": str(provider)} for provider in cycle(staff.standing_in)),
            Kind.BOOK_SERIES: (_series(patient, *slot) for patient, slot in zip(who, in_pairs, strict=False)),
            Kind.WAIT: (
                _wait(patient, at) for patient, (_, at) in zip(cycle(waiters), openings(staff.booked), strict=False)
            ),
        }

    def said(self, kind: Kind, number: int) -> dict[str, Any]:
        """Give the body of a command, but for what it says of the thing that it works on."""
        if kind is Kind.REGISTER:
            return registration(f"Okafor {number:08}", number)
        return next(self._each_anew[kind]) if kind in self._each_anew else dict(_SAID.get(kind, {}))


def _of(patient: PatientId) -> dict[str, Any]:
    return {"patient": str(patient), "whereabouts": WHEREABOUTS}


def _series(patient: PatientId, provider: ProviderId, starts_at: datetime) -> dict[str, Any]:
    """Give the body that books a visit and another one at the same time of the next day."""
    local = ZONE.local(starts_at)
    recurrence = {
        "rule": {"repeats": "daily"},
        "first_day": local.date().isoformat(),
        "at": f"{local:%H:%M}",
        "count": 2,
    }
    visit = {"provider": str(provider), "visit_type": VISIT.code, "place": PLACE}
    return {**_of(patient), "visit": visit, "recurrence": recurrence}


def _wait(patient: PatientId, about: datetime) -> dict[str, Any]:
    day = ZONE.date(about).isoformat()
    wish = {"visit_type": VISIT.code, "mode": VISIT.mode, "place": PLACE, "first_day": day, "last_day": day}
    return {**_of(patient), "wish": wish}


def day(desk: Desk, chance: Random, *, count: int, rate: float) -> Iterator[Planned]:
    """Give so many commands, so many a second, arriving as strangers do: independently of each other."""
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
            body=desk.said(kind, number),
            key=f"proof-{number}" if keyed else None,
            hangs_up=chance.random() * _LONGEST_PATIENCE if hung_up else None,
        )
