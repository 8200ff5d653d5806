"""What the pipeline promises for every command, whatever it does."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from application.shared.consistency import issue
from application.shared.execution import Call
from application.shared.refusals import (
    Contended,
    DeadlineExceeded,
    Forbidden,
    KeyNotTaken,
    KeyReused,
    Unavailable,
    VersionNotTaken,
)
from application.shared.transactions import LostRace
from domain.shared.errors import DomainError
from domain.shared.roles import Role
from unit.application.correcting import RECORD, Correct, CorrectAnew, CorrectHandler, CorrectSilently, CorrectUnkeyed
from unit.application_harness import Memory, somebody


class RecordClosed(DomainError):
    """A closed record is not corrected."""

    code = "story.record-closed"
    mend = "Open it."


class Story:
    """A clinic, somebody of its front desk, and the use case that is told of."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.handler = CorrectHandler()
        self.correct = self.memory.command(Correct, self.handler)
        self.desk = somebody(self.memory.open_clinic(), Role.FRONT_DESK)

    def call(self, **wishes: Any) -> Call:
        """Give a call by the front desk."""
        return Call(actor=self.desk, request_id=uuid4(), **wishes)

    def outcomes(self) -> list[str]:
        """Give how every correction ended."""
        return self.memory.outcomes(Correct.operation)

    def losing(self, times: int) -> None:
        """Let the first so many attempts lose their race."""
        losses = iter(range(times))

        async def lose() -> None:
            if next(losses, None) is not None:
                raise LostRace

        self.handler.act = lose

    def failing_with(self, failure: Exception) -> None:
        """Let every attempt end so."""

        async def fail() -> None:
            raise failure

        self.handler.act = fail


@pytest.fixture
def story() -> Story:
    """Begin a story."""
    return Story()


async def test_a_success_is_answered_and_noted(story: Story) -> None:
    """Who may do a thing gets a receipt, and the trail says that it was done."""
    answer = await story.correct(Correct(), story.call())
    assert msgspec.json.decode(answer.body) == {"id": str(RECORD), "version": 1}
    assert story.outcomes() == ["done"]


async def test_who_may_not_is_refused_before_anything_is_done(story: Story) -> None:
    """Nobody acts beyond their role, and the attempt is on the trail."""
    patient = somebody(story.desk.clinic, Role.PATIENT, patient=uuid4())
    with pytest.raises(Forbidden):
        await story.correct(Correct(), Call(actor=patient, request_id=uuid4()))
    assert (story.handler.executions, story.outcomes()) == ([], [Forbidden.code])


async def test_a_rules_refusal_is_noted_under_its_code(story: Story) -> None:
    """What a rule refused is on the trail by the rule's name."""
    story.failing_with(RecordClosed())
    with pytest.raises(RecordClosed):
        await story.correct(Correct(), story.call())
    assert story.outcomes() == [RecordClosed.code]


async def test_what_could_not_be_asked_is_no_refusal(story: Story) -> None:
    """Where the store cannot be reached nothing was decided, so the trail says nothing."""
    story.failing_with(Unavailable())
    with pytest.raises(Unavailable):
        await story.correct(Correct(), story.call())
    assert story.outcomes() == []


async def test_a_lost_race_is_run_again(story: Story) -> None:
    """A command that came second is decided anew."""
    story.losing(2)
    await story.correct(Correct(), story.call())
    assert (len(story.handler.executions), story.outcomes()) == (3, ["done"])


async def test_every_attempt_decides_with_the_same(story: Story) -> None:
    """The time and the ids of a command are those of its first attempt."""
    story.losing(2)
    await story.correct(Correct(), story.call())
    assert len({(attempt.now, attempt.command_id, attempt.new_id("note")) for attempt in story.handler.executions}) == 1


async def test_a_race_is_not_run_for_ever(story: Story) -> None:
    """Who loses three times is asked to come back."""
    story.losing(3)
    with pytest.raises(Contended):
        await story.correct(Correct(), story.call())
    assert (len(story.handler.executions), story.outcomes()) == (3, [Contended.code])


async def test_a_race_is_run_again_for_the_same_version(story: Story) -> None:
    """Who said which version they saw loses nothing by a race about something else: each attempt compares it anew."""
    story.losing(1)
    await story.correct(Correct(), story.call(expected_version=4))
    assert [attempt.expected_version for attempt in story.handler.executions] == [4, 4]


async def test_nobody_waits_beyond_their_budget(story: Story) -> None:
    """When the caller's time is up, the caller is told, and nothing was done."""

    async def dawdle() -> None:
        await asyncio.sleep(60)

    story.handler.act = dawdle
    with pytest.raises(DeadlineExceeded) as refusal:
        await story.correct(Correct(), story.call(budget=0.02))
    assert (refusal.value.details, story.outcomes()) == ({"seconds": 0.02}, [])


async def test_a_rehearsal_is_noted_as_one(story: Story) -> None:
    """A dry run is answered, and the trail says that nothing was done."""
    answer = await story.correct(Correct(), story.call(dry_run=True))
    assert (answer.version, story.outcomes()) == (1, ["rehearsed"])


async def test_what_was_done_has_a_token(story: Story) -> None:
    """The receipt's token stands for the fact that the receipt names."""
    answer = await story.correct(Correct(), story.call())
    assert answer.consistency_token == issue(RECORD, 1)


async def test_what_left_no_fact_has_none(story: Story) -> None:
    """Nobody is made to wait for a fact that is not there: after a rehearsal, and where only a record changed."""
    rehearsed = await story.correct(Correct(), story.call(dry_run=True))
    changed = await story.memory.command(CorrectSilently, story.handler)(CorrectSilently(), story.call())
    assert (rehearsed.consistency_token, changed.consistency_token) == (None, None)


async def test_a_retry_is_the_same_command(story: Story) -> None:
    """The same key gets the first answer, and the use case runs once."""
    first = await story.correct(Correct(), story.call(idempotency_key="k"))
    again = await story.correct(Correct(), story.call(idempotency_key="k"))
    assert (again, len(story.handler.executions)) == (first, 1)


async def test_a_key_names_one_request(story: Story) -> None:
    """The same key with other words is refused."""
    await story.correct(Correct(), story.call(idempotency_key="k"))
    with pytest.raises(KeyReused):
        await story.correct(Correct(word="wrong"), story.call(idempotency_key="k"))


async def test_a_secret_is_not_kept(story: Story) -> None:
    """What answers with a secret takes no key."""
    tell = story.memory.command(CorrectUnkeyed, story.handler)
    with pytest.raises(KeyNotTaken):
        await tell(CorrectUnkeyed(), story.call(idempotency_key="k"))
    assert (story.handler.executions, story.outcomes()) == ([], [KeyNotTaken.code])


async def test_what_has_no_version_takes_none(story: Story) -> None:
    """What makes a new thing has nothing that the caller could have seen, and says so."""
    make = story.memory.command(CorrectAnew, story.handler)
    with pytest.raises(VersionNotTaken):
        await make(CorrectAnew(), story.call(expected_version=1))
    assert (story.handler.executions, story.outcomes()) == ([], [VersionNotTaken.code])


async def test_slow_work_is_done_once(story: Story) -> None:
    """What needs no transaction is prepared before the first attempt, and not again."""
    prepared = []

    class Slowly:
        async def prepare(self, command: Correct, execution: object) -> CorrectHandler:
            prepared.append((command, execution))
            return story.handler

    story.losing(2)
    await story.memory.command(Correct, Slowly())(Correct(), story.call())
    assert (len(prepared), len(story.handler.executions)) == (1, 3)


def test_a_command_outside_the_access_table_cannot_be_built(story: Story) -> None:
    """What nobody was allowed is nobody's by mistake."""

    class Unlisted(Correct, frozen=True, kw_only=True):
        operation = "story.unlisted"

    with pytest.raises(KeyError):
        story.memory.command(Unlisted, story.handler)
