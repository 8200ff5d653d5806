"""Use cases told edge to edge in memory: the pipeline of production over adapters that need no driver.

memory = Memory()
registry = UseCases(memory, memory.command(RegisterPatient, RegisterPatientHandler(...)), memory.query(GetPatient, ...))
clinic = memory.open_clinic()
receipt = await registry.do(RegisterPatient(...), somebody(clinic, Role.FRONT_DESK))
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import msgspec
import pytest

from application.shared.actor import Actor
from application.shared.execution import Call
from application.shared.pipeline import CommandPipeline, QueryPipeline
from domain.identity.clinic import Clinic
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from infrastructure.clocks import PresentTime
from infrastructure.crypto.command_ids import KeyedCommandIds
from infrastructure.memory.care.ties import MemoryCare
from infrastructure.memory.clinic_day import MemoryClinicDay
from infrastructure.memory.consistency import MemoryConsistency
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.memory.locks import MemoryLocks
from infrastructure.memory.log import MemoryLog, MemoryTransactions
from infrastructure.memory.patients.represented import MemoryRepresented
from infrastructure.memory.patients.sharing import MemorySharing
from infrastructure.memory.patients.terms import MemoryRegistryTerms

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from application.shared.command import Command
    from application.shared.query import Query
    from domain.shared.errors import DomainError

TUESDAY_NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
"""Where the clock stands at first."""


class SetClock:
    """Stands still until it is told otherwise."""

    def __init__(self, at: datetime = TUESDAY_NINE) -> None:
        self.at = at

    def now(self) -> datetime:
        """Give the instant at which the clock stands."""
        return self.at

    def advance(self, by: timedelta) -> datetime:
        """Let time pass, and give the new instant."""
        self.at += by
        return self.at


class Memory:
    """What every use case stands on, in memory."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        self.clock = SetClock()
        self.locks = MemoryLocks()
        self.day = MemoryClinicDay(self.log)
        self.transactions = MemoryTransactions(self.log)
        self.consistency = MemoryConsistency(self.log)
        self.terms = MemoryRegistryTerms(self.log, self.day)
        self.represented = MemoryRepresented(self.log, self.terms)
        self.care = MemoryCare(self.log, self.terms)
        self.sharing = MemorySharing(self.log, self.terms)
        self.ids = KeyedCommandIds(InMemoryKeyVault())

    def command(self, command: type[Command], handler: Any) -> CommandPipeline[Any]:
        """Wrap a handler in the pipeline."""
        return CommandPipeline(
            command,
            handler,
            transactions=self.transactions,
            audit=self.log,
            clocks=PresentTime(self.clock),
            represented=self.represented,
            care=self.care,
            sharing=self.sharing,
            ids=self.ids,
        )

    def query(self, query: type[Query], answer: Callable[[Any, Any], Awaitable[Any]]) -> QueryPipeline[Any, Any]:
        """Wrap what answers a query in the pipeline."""
        return QueryPipeline(
            query,
            answer,
            audit=self.log,
            consistency=self.consistency,
            clocks=PresentTime(self.clock),
            represented=self.represented,
            care=self.care,
            sharing=self.sharing,
        )

    def open_clinic(self, zone: str = "UTC") -> ClinicId:
        """Open a clinic."""
        opened = ClinicId(uuid4())
        clinic = Clinic.open(opened, "Lakeside", f"clinic-{opened.hex[:12]}", TimeZone(name=zone), "en")
        self.log.streams[opened, opened].extend(clinic.record(self.clock.now()))
        return opened

    def outcomes(self, operation: str) -> list[str]:
        """Give how every command of an operation ended, as the audit trail keeps it."""
        return [entry.outcome for entry in self.log.entries if entry.execution.operation == operation]


class UseCases:
    """Use cases, by their command or query."""

    def __init__(self, memory: Memory, *pipelines: CommandPipeline[Any] | QueryPipeline[Any, Any]) -> None:
        self.memory = memory
        self._pipelines: dict[type, Any] = {
            pipeline.command if isinstance(pipeline, CommandPipeline) else pipeline.query: pipeline
            for pipeline in pipelines
        }

    async def do(self, command: Command, actor: Actor, **wishes: Any) -> Any:
        """Carry a command out and give its receipt as JSON shows it; ``wishes`` are fields of ``Call``.

        The fact that a consistency token stands for is there, whichever command gave the token.
        """
        answer = await self._pipelines[type(command)](command, _call(actor, **wishes))
        if answer.consistency_token is not None:
            await self.memory.consistency.wait(actor.clinic, answer.consistency_token, "any")
        return msgspec.json.decode(answer.body)

    async def ask(self, query: Query, actor: Actor) -> Any:
        """Answer a query."""
        return await self._pipelines[type(query)](query, _call(actor))

    async def refuses(self, request: Command | Query, actor: Actor, rule: type[DomainError], **wishes: Any) -> Any:
        """Expect exactly this refusal, and give its details."""
        with pytest.raises(rule) as refusal:
            await self._pipelines[type(request)](request, _call(actor, **wishes))
        assert type(refusal.value) is rule
        return refusal.value.details


def somebody(clinic: ClinicId, role: Role, *, patient: UUID | None = None, provider: UUID | None = None) -> Actor:
    """Sign somebody in; ``patient`` and ``provider`` name the record that is their own."""
    return Actor(
        clinic=clinic,
        id=AccountId(uuid4()),
        role=role,
        patient=PatientId(patient) if patient is not None else None,
        provider=ProviderId(provider) if provider is not None else None,
    )


def _call(actor: Actor, **wishes: Any) -> Call:
    return Call(actor=actor, request_id=uuid4(), **wishes)
