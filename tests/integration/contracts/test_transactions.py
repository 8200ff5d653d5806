"""All of a command's writes or none, once for each key: what every storage promises the pipeline."""

import asyncio
from uuid import uuid4

import msgspec
import pytest

from application.shared.refusals import Contended, Forbidden, KeyReused, NotFound, StaleVersion, StillRunning
from application.shared.transactions import Answer, AnswerKey, Transaction, Transactions
from domain.shared.identifiers import PatientId
from domain.shared.roles import Role
from integration.contracts.registry import (
    REGISTER_MIA,
    CorrectName,
    attempt,
    execution,
    meeting,
    named,
    pipeline,
    receipt,
    registered,
    shown,
)
from integration.people import Clinic, Person
from integration.stack import Stack

PORTS = (Transactions, Transaction)


class Interrupted(Exception):
    """What a handler may die of."""


async def test_a_failed_command_leaves_nothing(stack: Stack, clinic: Clinic) -> None:
    """A handler that dies after its change has changed nothing, and the key is free again."""

    async def die() -> None:
        raise Interrupted

    patient = await registered(stack, clinic.front_desk)
    dying, _ = pipeline(stack, die)
    living, _ = pipeline(stack)
    command, key = CorrectName(patient=patient, family="Bello"), str(uuid4())
    with pytest.raises(Interrupted):
        await dying(command, clinic.front_desk.call(idempotency_key=key))
    assert (await shown(stack, patient, clinic.front_desk)).version == 1
    assert (await living(command, clinic.front_desk.call(idempotency_key=key))).version == 2


async def test_a_cancelled_command_leaves_nothing(stack: Stack, clinic: Clinic) -> None:
    """A command whose caller went away has changed nothing, and nobody waits for it."""
    patient = await registered(stack, clinic.front_desk)
    reached, never = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        reached.set()
        await never.wait()

    hanging, _ = pipeline(stack, hang)
    living, _ = pipeline(stack)
    command, key = CorrectName(patient=patient, family="Bello"), str(uuid4())
    task = asyncio.create_task(hanging(command, clinic.front_desk.call(idempotency_key=key)))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await shown(stack, patient, clinic.front_desk)).version == 1
    assert (await living(command, clinic.front_desk.call(idempotency_key=key))).version == 2


async def test_a_dry_run_leaves_nothing(stack: Stack, clinic: Clinic) -> None:
    """A rehearsal answers as the command would, and keeps neither the change nor the answer."""
    key = str(uuid4())
    rehearsed = await stack.do(REGISTER_MIA, clinic.front_desk, idempotency_key=key, dry_run=True)
    with pytest.raises(NotFound):
        await shown(stack, receipt(rehearsed).id, clinic.front_desk)
    real = await stack.do(REGISTER_MIA, clinic.front_desk, idempotency_key=key)
    assert (rehearsed.body, rehearsed.version, rehearsed.consistency_token) == (real.body, real.version, None)
    assert (await shown(stack, receipt(real).id, clinic.front_desk)).version == 1


async def test_a_retry_gets_the_first_answer(stack: Stack, clinic: Clinic) -> None:
    """The same key and body are answered byte for byte, though the thing has changed since, and nothing is done."""
    patient = await registered(stack, clinic.front_desk)
    correct, handler = pipeline(stack)
    first_call = clinic.front_desk.call(idempotency_key=str(uuid4()))
    first = await correct(CorrectName(patient=patient, family="Bello"), first_call)
    await correct(CorrectName(patient=patient, family="Adeyemi"), clinic.front_desk.call())
    again = await correct(CorrectName(patient=patient, family="Bello"), msgspec.structs.replace(first_call))
    assert again == first
    assert handler.times == 2
    assert (await shown(stack, patient, clinic.front_desk)).demographics == named("Adeyemi")


async def test_a_key_belongs_to_one_request(stack: Stack, clinic: Clinic) -> None:
    """The same key with another body is refused."""
    key = str(uuid4())
    await stack.do(REGISTER_MIA, clinic.front_desk, idempotency_key=key)
    with pytest.raises(KeyReused):
        await stack.do(
            msgspec.structs.replace(REGISTER_MIA, demographics=named("Bello")), clinic.front_desk, idempotency_key=key
        )


async def test_a_refusal_is_decided_afresh(stack: Stack, clinic: Clinic) -> None:
    """A refused command keeps no answer: the same key succeeds once the reason is gone."""
    patient = await registered(stack, clinic.front_desk)
    correct, _ = pipeline(stack)
    command, key = CorrectName(patient=patient, family="Bello"), str(uuid4())
    with pytest.raises(StaleVersion):
        await correct(command, clinic.front_desk.call(idempotency_key=key, expected_version=9))
    assert (await correct(command, clinic.front_desk.call(idempotency_key=key, expected_version=1))).version == 2


@pytest.mark.parametrize("whose", ["another's", "another clinic's"])
async def test_a_key_is_ones_own(stack: Stack, clinic: Clinic, other_clinic: Clinic, whose: str) -> None:
    """The same key of another person, or in another clinic, names another request."""
    key = str(uuid4())
    stranger = (clinic if whose == "another's" else other_clinic).owner
    mine = await stack.do(REGISTER_MIA, clinic.front_desk, idempotency_key=key)
    theirs = await stack.do(REGISTER_MIA, stranger, idempotency_key=key)
    assert receipt(mine).id != receipt(theirs).id


async def test_who_may_no_longer_ask_gets_no_answer(stack: Stack, clinic: Clinic) -> None:
    """A kept answer is given only to whom the operation is still allowed."""
    key = str(uuid4())
    await stack.do(REGISTER_MIA, clinic.front_desk, idempotency_key=key)
    demoted = msgspec.structs.replace(clinic.front_desk.actor, role=Role.AUDITOR)
    with pytest.raises(Forbidden):
        await stack.do(REGISTER_MIA, Person(demoted, clinic.front_desk.http), idempotency_key=key)


async def test_many_senders_of_one_key_execute_once(stack: Stack, clinic: Clinic) -> None:
    """Of 64 who send one request at the same moment, one is carried out and all get its answer."""
    patient = await registered(stack, clinic.front_desk)
    correct, handler = pipeline(stack, lambda: asyncio.sleep(0.02))
    command, key = CorrectName(patient=patient, family="Bello"), str(uuid4())
    answers: list[Answer] = await asyncio.gather(
        *(correct(command, clinic.front_desk.call(idempotency_key=key)) for _ in range(64))
    )
    assert handler.times == 1
    assert len({(answer.body, answer.version, answer.consistency_token) for answer in answers}) == 1
    assert (await shown(stack, patient, clinic.front_desk)).version == 2


async def test_who_waited_too_long_is_told(stack: Stack, clinic: Clinic) -> None:
    """A second sender of a key whose first is still running waits, but not for ever."""
    key = AnswerKey(key=str(uuid4()), body=b"{}")

    async def second() -> None:
        async with attempt(stack, execution(stack, clinic.front_desk), key, patience=0.2):
            pytest.fail("two held one key")

    async with attempt(stack, execution(stack, clinic.front_desk), key):
        with pytest.raises(StillRunning):
            await asyncio.create_task(second())


async def test_who_lost_a_race_tries_again(stack: Stack, clinic: Clinic) -> None:
    """Two who read the same version at the same moment both succeed, one after the other."""
    patient = await registered(stack, clinic.front_desk)
    correct, handler = pipeline(stack, meeting(2))
    answers = await asyncio.gather(
        *(correct(CorrectName(patient=patient, family=name), clinic.front_desk.call()) for name in ("Bello", "Adeyemi"))
    )
    assert sorted(answer.version for answer in answers) == [2, 3]
    assert handler.times == 3


async def test_who_named_a_version_is_told_which_stands(stack: Stack, clinic: Clinic) -> None:
    """Of two who named the version they saw, one succeeds and the other is told that it is stale."""
    patient = await registered(stack, clinic.front_desk)
    correct, _ = pipeline(stack, meeting(2))
    calls = [clinic.front_desk.call(expected_version=1) for _ in range(2)]
    outcomes = await asyncio.gather(
        *(correct(CorrectName(patient=patient, family=f"Name{n}"), call) for n, call in enumerate(calls)),
        return_exceptions=True,
    )
    assert {type(outcome) for outcome in outcomes} == {Answer, StaleVersion}
    (stale,) = (outcome for outcome in outcomes if isinstance(outcome, StaleVersion))
    assert stale.details == {"expected": 1, "current": 2}


async def test_a_race_is_not_tried_for_ever(stack: Stack, clinic: Clinic) -> None:
    """Who loses every attempt is told to come back."""
    patient = await registered(stack, clinic.front_desk)
    quick, _ = pipeline(stack)
    names = iter(("Adams", "Baker", "Clark", "Davis", "Evans"))

    async def be_overtaken() -> None:
        await asyncio.create_task(_rename(patient, next(names)))

    async def _rename(patient: PatientId, family: str) -> None:
        await quick(CorrectName(patient=patient, family=family), clinic.front_desk.call())

    slow, handler = pipeline(stack, be_overtaken)
    with pytest.raises(Contended):
        await slow(CorrectName(patient=patient, family="Slow"), clinic.front_desk.call())
    assert handler.times == 3
    assert (await shown(stack, patient, clinic.front_desk)).demographics == named("Clark")
