"""The one wrapper round every use case: access, deadline, transaction, idempotency, retries, audit.

A command is tried in a new transaction until it wins; what it decides with (``now``, ids) was fixed before the first
try. Handlers know nothing of this.
"""

import asyncio
import random  # noqa: TID251 - only for the pause between attempts
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable
from uuid import UUID

import msgspec

from application.shared import consistency
from application.shared.access import ACCESS, reach
from application.shared.asked_for import AskedFor, asked_for, names_patients
from application.shared.audit_trail import AuditTrail
from application.shared.care import Care
from application.shared.clock import ClinicClocks
from application.shared.command import Command, Receipt
from application.shared.command_ids import CommandIds
from application.shared.consistency import Consistency
from application.shared.execution import Call, Execution
from application.shared.field_groups import touches_patients
from application.shared.paging import MOST_ROWS, Page
from application.shared.query import Query
from application.shared.refusals import (
    Contended,
    DeadlineExceeded,
    KeyNotTaken,
    Recorded,
    TooManyRows,
    Unavailable,
    VersionNotTaken,
)
from application.shared.represented import Represented
from application.shared.rights.settable import check_settable, demand_settable
from application.shared.scopes import SCOPES
from application.shared.sharing import Sharing, answered, demand_shared
from application.shared.subjects import subjects_of
from application.shared.transactions import Answer, AnswerKey, LostRace, Transactions
from application.shared.withholding import rehearsed, shown_to
from domain.shared.errors import DomainError
from domain.shared.roles import Role

C = TypeVar("C", bound=Command)
C_contra = TypeVar("C_contra", bound=Command, contravariant=True)
Q = TypeVar("Q", bound=Query)
V = TypeVar("V")

ATTEMPTS = 3
"""How often a command that lost a race is tried in all."""

_FIRST_PAUSE = 0.005
_encode = msgspec.json.Encoder().encode


class Handler(Protocol[C_contra]):
    """One use case."""

    async def __call__(self, command: C_contra, execution: Execution) -> Receipt:
        """Load, act, store; give the receipt."""
        ...


@runtime_checkable
class Preparing(Protocol[C_contra]):
    """A use case with slow work that needs no transaction, such as hashing a password."""

    async def prepare(self, command: C_contra, execution: Execution) -> Handler[C_contra]:
        """Do the slow work, once; give the handler of what remains, which is tried in one transaction after another."""
        ...


class CommandPipeline(Generic[C]):
    """Carries out one kind of command.

    A lost race is run again also where the caller named a version: each attempt compares it anew, so nothing is changed
    unseen, and who is refused is told which version stands now.
    """

    def __init__(  # noqa: PLR0913 - what stands round every command
        self,
        command: type[C],
        handler: Handler[C] | Preparing[C],
        *,
        transactions: Transactions,
        audit: AuditTrail,
        clocks: ClinicClocks,
        represented: Represented,
        care: Care,
        sharing: Sharing,
        ids: CommandIds,
    ) -> None:
        self.command = command
        self._handler = handler
        self._transactions = transactions
        self._audit = audit
        self._clocks = clocks
        self._represented = represented
        self._care = care
        self._sharing = sharing
        self._ids = ids
        if "care" in ACCESS[command.operation].values() and not names_patients(command):
            message = f"{command.operation} is done in care, and does not name whose"
            raise TypeError(message)
        check_settable(command)

    async def __call__(self, command: C, call: Call) -> Answer:
        """Carry the command out and answer. Raises the rule's or the application's refusal, a ``DomainError``."""
        operation = command.operation
        try:
            async with asyncio.timeout(call.budget):
                execution = await self._execution(operation, call)
                return await self._noted(command, execution, call)
        except TimeoutError as late:
            raise DeadlineExceeded(seconds=call.budget) from late

    async def _execution(self, operation: str, call: Call) -> Execution:
        now = await self._clocks.now(call.actor.clinic)
        return _execution(operation, call, now, await self._ids.of(operation, call))

    async def _noted(self, command: C, execution: Execution, call: Call) -> Answer:
        try:
            execution = msgspec.structs.replace(execution, reach=reach(execution.operation, call.actor))
            demand_settable(command, call.actor.role)
            _demand_taken(command, call)
            execution = await _in_care(execution, asked_for(command).subjects, self._care)
            answer = await self._until_won(command, execution, call, _answer_key(command, call))
        except Unavailable:
            raise  # nothing was decided, and the trail is as far away
        except _InTheTrail as kept:
            raise kept.refusal from None
        except DomainError as refusal:
            await self._audit.note(execution, refusal.code, asked_for(command))
            raise
        if call.dry_run:
            await self._audit.note(execution, "rehearsed", asked_for(command))
        return answer

    async def _until_won(self, command: C, execution: Execution, call: Call, key: AnswerKey | None) -> Answer:
        handler = self._handler
        if isinstance(handler, Preparing):
            handler = await handler.prepare(command, execution)
        for attempt in range(ATTEMPTS):
            with suppress(LostRace):
                return await self._attempt(handler, command, execution, call, key)
            await asyncio.sleep(_FIRST_PAUSE * 2**attempt * (0.5 + random.random()))  # noqa: S311 - jitter
        raise Contended(attempts=ATTEMPTS)

    async def _attempt(
        self, handler: Handler[C], command: C, execution: Execution, call: Call, key: AnswerKey | None
    ) -> Answer:
        async with self._transactions.begin(execution, key, patience=call.budget * 0.8) as transaction:
            await demand_shared(asked_for(command).subjects, execution, self._sharing)
            if key is not None and (kept := await transaction.answered(key)) is not None:
                return kept
            execution = await _in_place_of(execution, self._represented)
            try:
                receipt = await handler(command, execution)
            except Recorded as refusal:
                if call.dry_run:
                    await transaction.rehearse()
                    raise
                await transaction.commit(outcome=refusal.code, about=refusal.about)
                raise _InTheTrail(refusal) from refusal
            recorded = command.leaves_fact and not call.dry_run
            answer = Answer(
                body=_encode(rehearsed(receipt) if call.dry_run else receipt),
                version=receipt.version,
                consistency_token=consistency.issue(receipt.id, receipt.version) if recorded else None,
            )
            if call.dry_run:
                await transaction.rehearse()
            else:
                await transaction.commit(answer, key, about=receipt.about)
            return answer


class _InTheTrail(Exception):
    def __init__(self, refusal: Recorded) -> None:
        self.refusal = refusal
        super().__init__(refusal.code)


class QueryPipeline(Generic[Q, V]):
    """Answers one kind of query. One that reads patients' data is answered once its entry is in the audit trail."""

    def __init__(  # noqa: PLR0913 - what stands round every query
        self,
        query: type[Q],
        answer: Callable[[Q, Execution], Awaitable[V]],
        *,
        audit: AuditTrail,
        consistency: Consistency,
        clocks: ClinicClocks,
        represented: Represented,
        care: Care,
        sharing: Sharing,
        follower: str | None = None,
    ) -> None:
        self.query = query
        self._answer = answer
        self._audit = audit
        self._consistency = consistency
        self._clocks = clocks
        self._represented = represented
        self._care = care
        self._sharing = sharing
        self._follower = follower
        ACCESS[query.operation]  # an operation without a row in the access table cannot be built

    async def __call__(self, query: Q, call: Call) -> V:
        """Answer the query, having waited for what the caller's consistency token stands for."""
        operation = query.operation
        answer = self._noted if touches_patients(operation) else self._answered
        try:
            async with asyncio.timeout(call.budget):
                now = await self._clocks.now(call.actor.clinic)
                return await answer(query, _execution(operation, call, now, call.request_id), call)
        except TimeoutError as late:
            raise DeadlineExceeded(seconds=call.budget) from late

    async def _noted(self, query: Q, execution: Execution, call: Call) -> V:
        asked = asked_for(query)
        try:
            execution = await self._let_in(execution, call, asked.subjects)
            view = await self._view(query, asked.subjects, execution, call)
        except Unavailable:
            raise  # nothing was shown, and the trail is as far away
        except DomainError as refusal:
            await self._audit.note(execution, refusal.code, asked)
            raise
        shown = subjects_of(view)
        if not execution.actor.is_outside:  # of whom an outsider asked in vain, nothing was disclosed
            shown = shown.union(asked.subjects)
        await self._audit.note(execution, "done", AskedFor(asked.streams, tuple(shown)))
        return view

    async def _answered(self, query: Q, execution: Execution, call: Call) -> V:
        return await self._view(query, (), await self._let_in(execution, call, ()), call)

    async def _view(self, query: Q, named: Collection[UUID], execution: Execution, call: Call) -> V:
        """Give what the actor is shown. Raises ``NotShared``, and ``TooManyRows`` for a list too long to be whole."""
        asked = msgspec.structs.replace(query, limit=MOST_ROWS) if call.whole else query
        answer = await answered(self._answer, asked, named, execution, self._sharing)
        if call.whole and isinstance(answer, Page) and answer.next is not None:
            raise TooManyRows(most=MOST_ROWS)
        return shown_to(execution.actor.role, answer)

    async def _let_in(self, execution: Execution, call: Call, patients: Collection[UUID]) -> Execution:
        execution = msgspec.structs.replace(execution, reach=reach(execution.operation, call.actor))
        if call.consistency_token is not None:
            await self._consistency.wait(execution.clinic, call.consistency_token, self._follower)
        return await _in_care(await _in_place_of(execution, self._represented), patients, self._care)


def _execution(operation: str, call: Call, now: datetime, command_id: UUID) -> Execution:
    return Execution(
        actor=call.actor,
        operation=operation,
        reach="own",
        command_id=command_id,
        now=now,
        correlation_id=call.request_id,
        expected_version=call.expected_version,
        client=call.client,
        origin=call.origin,
        purpose=call.purpose,
    )


async def _in_place_of(execution: Execution, represented: Represented) -> Execution:
    """Let the actor in where a patient opened the matter to them, by whichever record of either person.

    Only accounts of patients act for others, or have a record that can be linked.
    """
    scope = SCOPES.get(execution.operation)
    if scope is None or execution.actor.role is not Role.PATIENT:
        return execution
    reached = await represented.by(execution, scope)
    return msgspec.structs.replace(execution, linked=reached.linked, represented=reached.represented)


async def _in_care(execution: Execution, patients: Collection[UUID], care: Care) -> Execution:
    """Let the actor at patients in their care, or behind a glass that they broke. Raises ``OutsideCare``.

    A query that names nobody shows each whom it finds as far as the actor's care goes; a command always names somebody.
    """
    if execution.reach != "care" or not patients:
        return execution
    return msgspec.structs.replace(execution, reach="any", break_glass=await care.admit(patients, execution))


def _demand_taken(command: Command, call: Call) -> None:
    """See that the command takes what came beside it: nothing that somebody relies on is passed over."""
    if call.idempotency_key is not None and not command.keyed:
        raise KeyNotTaken(operation=command.operation)
    if call.expected_version is not None and not command.conditional:
        raise VersionNotTaken(operation=command.operation)


def _answer_key(command: Command, call: Call) -> AnswerKey | None:
    if call.idempotency_key is None:
        return None
    return AnswerKey(key=call.idempotency_key, body=_encode(command))


AnyPipeline = CommandPipeline[Any] | QueryPipeline[Any, Any]
