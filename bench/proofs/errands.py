"""What people of many clinics ask of the API at once: reads and writes, also of what is another clinic's."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final, NamedTuple

import httpx
from bench.proofs.newcomers import registration
from bench.proofs.tenants import Tenant


class Errand(NamedTuple):
    """A request, and how it is answered where nothing is mixed up."""

    method: str
    path: str
    status: int = httpx.codes.OK
    params: Any = None
    body: Any = None

    @property
    def text(self) -> str:
        """Everything that it says."""
        return f"{self.path} {self.params} {self.body}"


def _read(path: str, **params: Any) -> Errand:
    return Errand("GET", path, params=params)


def _write(path: str, body: Any, status: int = httpx.codes.CREATED) -> Errand:
    return Errand("POST", path, status, body=body)


def _patient(chance: Random, of: Tenant, _: int) -> Errand:
    return _read(f"/patients/{chance.choice(of.practice.patients)}")


def _one_person(chance: Random, of: Tenant, _: int) -> Errand:
    """Read one of two linked records, or the visits that both have together."""
    record = chance.choice((of.duplicate, of.practice.patients[0]))
    return chance.choice(
        (_read(f"/patients/{record}"), _read(f"/patient-links/{of.link}"), _read("/appointments", patient=record))
    )


def _search(_: Random, of: Tenant, __: int) -> Errand:
    return _read("/patients", name=of.name)


def _list(chance: Random, of: Tenant, _: int) -> Errand:
    """List visits or who waits, as a filter says."""
    wanted: tuple[tuple[str, dict[str, Any]], ...] = (
        ("/appointments", {}),
        ("/appointments", {"provider": of.practice.provider}),
        ("/appointments", {"series": of.series}),
        ("/appointments", {"status": ["booked", "pending"]}),
        ("/waitlist", {"patient": of.practice.patients[-1]}),
        ("/waitlist", {"visit_type": "call"}),
    )
    path, filters = chance.choice(wanted)
    return _read(path, **filters, limit=5)


def _series(_: Random, of: Tenant, __: int) -> Errand:
    return _read(f"/series/{of.series}")


def _register(_: Random, of: Tenant, number: int) -> Errand:
    # One digit apart they would be held for each other, and this proof is about clinics.
    return _write("/patients", registration(of.name, 4 + number) | {"insist": True})


def _book(chance: Random, of: Tenant, _: int) -> Errand:
    """Book a visit, or a series of two."""
    slot, patient = next(of.slots), chance.choice(of.practice.patients)
    if chance.random() < 1 / 2:
        return _write("/series", of.practice.series(slot, patient))
    return _write("/appointments", of.practice.booking(slot, patient))


def _urgency(chance: Random, of: Tenant, _: int) -> Errand:
    urgency = {"urgency": chance.choice(("urgent", "routine"))}
    return _write(f"/waitlist/{of.entry}/urgency", urgency, httpx.codes.OK)


def _reach(chance: Random, theirs: Tenant) -> Errand:
    """Ask for what is another clinic's: by its id there is nothing, and by a filter there is an empty list."""
    patient = chance.choice((*theirs.practice.patients, theirs.duplicate))
    things = (f"/patients/{patient}", f"/patient-links/{theirs.link}", f"/series/{theirs.series}")
    return chance.choice(
        (
            *(_read(path)._replace(status=httpx.codes.NOT_FOUND) for path in things),
            _read("/appointments", patient=patient),
            _write(f"/waitlist/{theirs.entry}/urgency", {"urgency": "urgent"}, httpx.codes.NOT_FOUND),
        )
    )


_OWN: Final[Mapping[Callable[[Random, Tenant, int], Errand], int]] = {
    _patient: 25,
    _one_person: 10,
    _search: 15,
    _list: 15,
    _series: 5,
    _register: 5,
    _book: 5,
    _urgency: 5,
}
_REACHING = 15
"""In a hundred errands; the others are what stands beside each kind."""


def errand(chance: Random, mine: Tenant, theirs: Tenant, number: int) -> Errand:
    """Give something that somebody of one clinic asks, now and then of what is the other's."""
    if chance.random() * 100 < _REACHING:
        return _reach(chance, theirs)
    kind = chance.choices(list(_OWN), list(_OWN.values()))[0]
    return kind(chance, mine, number)
