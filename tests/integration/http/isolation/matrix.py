"""P14's matrix: every operation, every role, every place where something of another clinic can stand.

What is foreign must be answered exactly as what nobody has, must show nothing of theirs, and must change nothing there.
"""

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import asyncpg
import httpx

from application.shared.access import ACCESS
from application.shared.scopes import SCOPES
from domain.shared.roles import Role
from infrastructure.postgres.tables.everything import METADATA
from integration.databases import Database
from integration.http.conventions.placements import operation
from integration.http.isolation.neighbours import Neighbours
from integration.http.isolation.placements import Ask, Trial, calendar_trials, key_trial, trials
from integration.people import Person
from integration.stack import Stack
from interfaces.http.application import ROUTES
from interfaces.http.calls import Standing
from interfaces.http.routes import CommandRoute, QueryRoute

HOLDS_NOTHING_FOREIGN = frozenset(
    {
        "identity.open-clinic",
        "identity.issue-api-key",
        "identity.suspend-clinic",
        "identity.reinstate-clinic",
        "identity.close-clinic",
        "identity.set-clinic-rates",
        "identity.confirm-totp",
        "identity.set-clock",
        "identity.advance-clock",
    }
)
"""Operations in whose requests nothing of another clinic can stand. An operator who opens a clinic is told that its
short name is taken: short names stand in public addresses; and names any clinic to suspend, reinstate or close, or to
set its rates. A device's code is six digits, anybody's or nobody's."""

CALENDARS = "calendars"
"""The one thing beside the operations that leads to a clinic: what calendar programs read."""

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Leak(NamedTuple):
    """Something that got from one clinic to another."""

    operation: str
    role: Role | None
    """``None`` where it is not known in which role it was."""
    placement: str
    kind: str
    """``shown`` is an id of theirs, ``told`` that there is something, ``written`` what changed at theirs."""
    seen: str

    @property
    def place(self) -> str:
        """In what kind of place it stood."""
        return self.placement.partition(" ")[0]


REPEATS = frozenset({"audit.list-entries", "audit.list-accesses"})
"""Operations whose answers hold the ids that somebody of the clinic asked for, whosever they are."""


@dataclass(slots=True)
class Tally:
    """What was tried in how many places, and what got through."""

    operations: set[str] = field(default_factory=set)
    placements: Counter[str] = field(default_factory=Counter)
    leaks: list[Leak] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many trials there were."""
        return self.placements.total()

    @property
    def leaky(self) -> int:
        """How many trials let anything through."""
        return len({leak[:3] for leak in self.leaks if leak.kind != "written"})

    @property
    def kinds(self) -> Counter[str]:
        """How many leaks there are of each kind."""
        return Counter(leak.kind for leak in self.leaks)


async def tried(stack: Stack, of: Neighbours, database: Database) -> Tally:
    """Try everything as twins of theirs who are signed in at ours, the keys of theirs last."""
    tally, twins = Tally(), await of.twins(stack)
    async with database.connected("postgres") as watcher:
        attempt = _Attempt(of, twins, tally, watcher)
        for route in ROUTES:
            if operation(route) not in HOLDS_NOTHING_FOREIGN:
                await attempt.all_of(route, {role: list(trials(route, of)) for role in _roles(route)})
        for nearest in await of.nearest_twins(stack):
            reaching = replace(attempt, twins={**twins, Role.PATIENT: nearest})
            for route in ROUTES:
                if operation(route) in SCOPES:
                    await reaching.all_of(route, {Role.PATIENT: list(trials(route, of))})
        await attempt.calendars()
        for route in ROUTES:
            if isinstance(route, CommandRoute) and route.command.keyed:
                may = [role for role in _roles(route) if role in ACCESS[operation(route)]]
                await attempt.all_of(route, {role: [key_trial(route, of, role)] for role in may})
    return tally


def _roles(route: CommandRoute | QueryRoute) -> list[Role]:
    if route.standing in (Standing.VISITOR, Standing.INSTALLATION):
        return [Role.VISITOR]
    return [role for role in Role if role is not Role.VISITOR]


@dataclass(frozen=True, slots=True)
class _Attempt:
    of: Neighbours
    twins: Mapping[Role, Person]
    tally: Tally
    watcher: "asyncpg.Connection[asyncpg.Record]"
    named: set[str] = field(default_factory=set)
    """Ids of theirs that ours have named so far: our own trail repeats what ours asked for."""

    async def all_of(self, route: CommandRoute | QueryRoute, asked: Mapping[Role, Sequence[Trial]]) -> None:
        """Try an operation in every role; whose role may not do it at all is told so once."""
        name = operation(route)
        chosen = [
            (role, trial)
            for role, of_role in asked.items()
            for trial in (of_role if role in ACCESS[name] else of_role[:1])
        ]
        await self._all(name, chosen, ACCESS[name])

    async def calendars(self) -> None:
        """Try the calendars' links, of which none needs a role."""
        readers = (Role.VISITOR, Role.PATIENT)
        await self._all(CALENDARS, [(role, trial) for role in readers for trial in calendar_trials(self.of)], readers)

    async def _all(self, name: str, chosen: Sequence[tuple[Role, Trial]], may: Container[Role]) -> None:
        ready = [(role, await self._prepared(trial, role)) for role, trial in chosen]
        before = await self._theirs()
        for role, trial in ready:
            if trial is not None:
                self.tally.placements[trial.place] += 1
                self.tally.operations.add(name)
                self.named.update(_ID.findall(trial.foreign.text))
                repeats = name in REPEATS
                for kind, seen in await self._leaks(self.twins[role], trial, may=role in may, repeats=repeats):
                    self.tally.leaks.append(Leak(name, role, trial.placement, kind, seen))
        after = await self._theirs()
        if after != before:
            changed = ", ".join(table for table, rows in after.items() if rows != before[table])
            self.tally.leaks.append(Leak(name, None, "any", "written", changed))

    async def _prepared(self, trial: Trial, role: Role) -> Trial | None:
        """Let their own person go first; ``None`` where that gave nothing to try with."""
        if trial.before is None:
            return trial
        answer = await _asked(self.of.their_people[role], trial.before)
        if trial.placement == "key":
            return trial if answer.is_success else None
        cursor = answer.json().get("next")
        if cursor is None:
            return None
        return trial._replace(foreign=trial.foreign._replace(params={**trial.foreign.params, "after": cursor}))

    async def _leaks(self, twin: Person, trial: Trial, *, may: bool, repeats: bool) -> list[tuple[str, str]]:
        unknown = await _asked(twin, trial.nothing) if trial.nothing is not None and may else None
        # Where what nobody has is accepted nobody looked for it: kept, it would be shown again as what ours had said.
        accepted = unknown is not None and unknown.is_success and trial.placement != "key"
        foreign = await _asked(twin, trial.foreign.rehearsed() if accepted else trial.foreign)
        said = {*_ID.findall(trial.foreign.text), str(twin.actor.patient), str(twin.actor.provider)}
        said |= self.named if repeats else set()
        shown = self.of.their_streams & set(_ID.findall(foreign.text)) - said
        leaks = [("shown", ", ".join(sorted(shown)))] if shown else []
        if not may and foreign.status_code not in (400, 403):
            leaks.append(("told", f"{foreign.status_code} to whose role may not"))
        told = _told(foreign, trial.foreign)
        if unknown is not None and trial.nothing is not None and told != (nothing := _told(unknown, trial.nothing)):
            if not repeats or told[0] != nothing[0]:  # the trail has grown by the asking
                leaks.append(("told", f"{told} where nobody's is {nothing}"))
        elif foreign.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
            leaks.append(("told", "by a failure"))
        return leaks

    async def _theirs(self) -> dict[str, tuple[int, int]]:
        rows = await self.watcher.fetch(_EVERYTHING_OF, self.of.theirs.clinic.id)
        return {row["name"]: (row["rows"], row["digest"]) for row in rows}


_EVERYTHING_OF = " union all ".join(
    f"select '{table.name}' as name, count(*) as rows, sum(hashtextextended(t::text, 0)) as digest"  # noqa: S608 - own names
    f" from {table.name} t where clinic_id = $1"
    for table in METADATA.sorted_tables
    if "clinic_id" in table.columns
)


async def _asked(person: Person, ask: Ask) -> httpx.Response:
    if ask.method == "POST":
        return await person.http.post(ask.path, json=ask.body, headers=ask.headers)
    return await person.http.get(ask.path, params=ask.params, headers=ask.headers)


def _told(answer: httpx.Response, ask: Ask) -> tuple[int, str]:
    """Give what an answer tells, without what was asked for and without the ids that are new in each answer."""
    if ask.method == "POST" and answer.is_success:
        return answer.status_code, ""
    body = answer.json()
    body.pop("instance", None)
    body.pop("id", None)  # of a stream that derives from what was asked for
    asked = set(_ID.findall(ask.text))
    return answer.status_code, _ID.sub(lambda found: "it" if found[0] in asked else found[0], str(body))
