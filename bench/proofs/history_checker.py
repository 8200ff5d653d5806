"""Compares what clients wrote down with the whole log."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import asyncpg
import httpx
from bench.proofs.commands import Kind, Planned
from bench.proofs.history import Attempt, Ending
from bench.proofs.killer import Kill

from application.shared.actor import Actor
from infrastructure.crypto.command_ids import keyed_id

RECOVERY = 10.0
"""Seconds after which a process that is back, or whose servers are back, must have acknowledged something."""

NEEDED = frozenset({"PostgreSQL", "PgBouncer"})
"""Without which no API process acknowledges anything."""
_HARDLY = 3.0
"""Seconds of load after a kill that are too few to tell."""

_KINDS = {
    "scheduling.appointment.booked": Kind.BOOK,
    "scheduling.appointment.rescheduled": Kind.MOVE,
    "scheduling.appointment.cancelled": Kind.CANCEL,
}
_FACTS = """
select stream_id, version, command_id, name,
       convert_from(data, 'UTF8')::jsonb #>> '{visit,provider}' as provider,
       (convert_from(data, 'UTF8')::jsonb #>> '{visit,starts_at}')::timestamptz as starts_at
  from event where clinic_id = $1
"""

Effect: TypeAlias = tuple[Kind, object]
"""What a command brings about, as only one can: somebody's name, a time of a provider, the end of an appointment."""


class Commanded(NamedTuple):
    """A command that was sent, and every attempt at it, of which only the last can be known."""

    planned: Planned
    attempts: Sequence[Attempt]

    @property
    def last(self) -> Attempt:
        """The attempt after which the client was content, or gave up."""
        return self.attempts[-1]

    @property
    def was_uncertain(self) -> bool:
        """Whether the outcome of an attempt was unknown."""
        return any(attempt.ending is Ending.UNKNOWN for attempt in self.attempts)

    @property
    def is_known(self) -> bool:
        """Whether the client knows in the end what came of it."""
        if self.last.was_never_sent:
            return not self.was_uncertain
        return self.last.ending is not Ending.UNKNOWN

    def effect(self) -> Effect | None:
        """Tell by what the log knows it again, whatever id it was carried out under; the others are known by theirs."""
        match self.planned.kind:
            case Kind.REGISTER:
                return Kind.REGISTER, self.planned.name
            case Kind.CANCEL:
                return Kind.CANCEL, UUID(self.last.path.split("/")[2])
            case Kind.BOOK | Kind.MOVE as slotted:
                return slotted, self.planned.slot
            case _:
                return None

    def id(self, actor: Actor, secret: bytes) -> UUID | None:
        """Give the command's id, where the server acknowledged it; ``secret`` is what its clinic's ids derive under."""
        if self.last.request is None or self.planned.key is None:
            return self.last.request
        return keyed_id(secret, actor.id, self.planned.step.command.operation, self.planned.key)


def commanded(plan: Sequence[Planned], history: Mapping[int, Sequence[Attempt]]) -> list[Commanded]:
    """Put every command that was sent beside what came of it."""
    return [Commanded(planned, history[planned.number]) for planned in plan if planned.number in history]


async def compared(
    connection: "asyncpg.Connection[asyncpg.Record]",
    http: httpx.AsyncClient,
    actor: Actor,
    secret: bytes,
    commands: list[Commanded],
) -> dict[str, int]:
    """Count what must not be. Needs to see every fact; asks the API for names, which the log keeps sealed."""
    facts = {(row["stream_id"], row["version"]): row for row in await connection.fetch(_FACTS, actor.clinic)}
    effects = Counter(_effects(facts.values()))
    for command in commands:
        if command.planned.kind is Kind.REGISTER and command.was_uncertain:
            effects[Kind.REGISTER, command.planned.name] = await _found(http, command.planned.name)
    left = Counter((row["command_id"], row["name"]) for row in facts.values())
    lost = doubled = done_yet_refused = 0
    for command in commands:
        last, effect, id_ = command.last, command.effect(), command.id(actor, secret)
        times = effects[effect] if effect is not None else 0
        extent = [(left[id_, name], count) for name, count in command.planned.step.leaves.items()]
        doubled += max(0, times - 1, *(found - count for found, count in extent))
        done_yet_refused += last.is_refusal and (times > 0 or any(found for found, _ in extent))
        if last.receipt is not None:
            fact = facts.get((last.receipt.id, last.receipt.version))
            is_whole = all(found >= count for found, count in extent)
            lost += fact is None or fact["command_id"] != id_ or not is_whole
    return {"lost": lost, "doubled": doubled, "refused and yet done": done_yet_refused}


def answered_wrongly(commands: list[Commanded]) -> dict[str, int]:
    """Count answers that no fault and no rule excuses, and commands whose key did not lead to an end."""
    attempts = [attempt for command in commands for attempt in command.attempts]
    return {
        "answers but 2xx, 409, and 503 with Retry-After": sum(not _is_in_order(attempt) for attempt in attempts),
        "past their deadline": sum(attempt.waited_in_vain for attempt in attempts),
        "never converged": sum(command.planned.key is not None and not command.is_known for command in commands),
    }


def _is_in_order(attempt: Attempt) -> bool:
    if attempt.status == httpx.codes.SERVICE_UNAVAILABLE:
        return attempt.retry_after is not None
    return attempt.status in {None, httpx.codes.CONFLICT} or attempt.ending is Ending.OK


def not_recovered(commands: list[Commanded], kills: Sequence[Kill], ports: Mapping[str, int]) -> int:
    """Count the absences after which an API process acknowledged nothing for ``RECOVERY`` seconds.

    ``ports`` are the API processes', by their name; each needs itself and ``NEEDED``. An absence that runs into
    another, or into the end of the load, says nothing.
    """
    attempts = [attempt for command in commands for attempt in command.attempts]
    over = max(attempt.sent_at for attempt in attempts)
    count = 0
    for name, port in ports.items():
        good = [attempt.ended_at for attempt in attempts if attempt.port == port and attempt.ending is Ending.OK]
        absences = [kill for kill in kills if kill.name in {name, *NEEDED}]
        for absence in absences:
            until = absence.back_at + RECOVERY
            is_alone = not any(other.gone_at < until and other.back_at > absence.back_at for other in absences)
            if is_alone and absence.back_at + _HARDLY < over:
                count += not any(absence.back_at < at <= until for at in good)
    return count


def _effects(facts: Any) -> Iterator[Effect]:
    for row in facts:
        match _KINDS.get(row["name"]):
            case None:
                pass
            case Kind.CANCEL:
                yield Kind.CANCEL, row["stream_id"]
            case slotted:
                starts_at: datetime = row["starts_at"]
                yield slotted, (UUID(row["provider"]), starts_at)


async def _found(http: httpx.AsyncClient, name: str) -> int:
    answer = await http.get("/patients", params={"name": name})
    return len(answer.raise_for_status().json()["items"])
