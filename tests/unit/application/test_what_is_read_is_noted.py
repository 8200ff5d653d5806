"""Who reads of a patient is written down before anything is shown: whoever cannot be, is shown nothing."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID, uuid4

import pytest

from application.patients.queries import GetPatient
from application.providers.queries import GetProvider
from application.shared.actor import Actor
from application.shared.asked_for import AskedFor
from application.shared.execution import Call, Execution
from application.shared.paging import Page
from application.shared.query import Query, View
from application.shared.refusals import Forbidden, NotFound, Unavailable
from domain.shared.identifiers import PatientId, ProviderId
from domain.shared.roles import Role
from infrastructure.memory.log import MemoryLog
from unit.application_harness import Memory, somebody

MIA, NOAH = PatientId(UUID(int=1)), PatientId(UUID(int=2))


class Look(Query, frozen=True, kw_only=True):
    """Look at a patient; stands in the tables where reading a record does."""

    operation: ClassVar[str] = GetPatient.operation

    patient: PatientId = MIA


class LookAround(Query, frozen=True, kw_only=True):
    """Look at a provider; stands in the tables where that does."""

    operation: ClassVar[str] = GetProvider.operation

    provider: ProviderId


class Shown(View, frozen=True, kw_only=True):
    """Tells of a patient, and of others beside them."""

    patient: PatientId
    beside: tuple[PatientId, ...] = ()


class Away(MemoryLog):
    """A trail that cannot be reached."""

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:  # noqa: ARG002 - the port's form
        """Keep nothing."""
        raise Unavailable


class Story:
    """A clinic, somebody of its front desk, and what looking gives."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.desk = somebody(self.memory.open_clinic(), Role.FRONT_DESK)

    async def look(self, *shown: Shown, query: Query | None = None, by: Actor | None = None) -> Page[Shown]:
        """Answer with a page."""

        async def answer(_: Query, __: Execution) -> Page[Shown]:
            return Page(items=shown, next=None)

        asked = query or Look()
        page: Page[Shown] = await self.memory.query(type(asked), answer)(asked, self.call(by or self.desk))
        return page

    def call(self, actor: Actor) -> Call:
        """Give somebody's call."""
        return Call(actor=actor, request_id=uuid4())

    def subjects(self) -> list[set[UUID]]:
        """Give whom each entry concerns."""
        return [set(entry.subjects) for entry in self.memory.log.entries]


@pytest.fixture
def story() -> Story:
    """Begin a story."""
    return Story()


async def test_everybody_who_was_shown_is_named(story: Story) -> None:
    """One look at a list is one entry, which names every patient on the page and who was asked for."""
    await story.look(Shown(patient=MIA), Shown(patient=NOAH, beside=(PatientId(UUID(int=3)),)))
    assert story.subjects() == [{MIA, NOAH, UUID(int=3)}]
    assert story.memory.outcomes(Look.operation) == ["done"]


async def test_who_was_not_found_is_named_too(story: Story) -> None:
    """That there is nothing about a patient is told about the patient."""
    await story.look()
    assert story.subjects() == [{MIA}]


async def test_a_look_that_was_refused_is_noted(story: Story) -> None:
    """Somebody who may not look leaves the refusal, and whose record it was."""
    auditor = somebody(story.desk.clinic, Role.AUDITOR)
    with pytest.raises(Forbidden):
        await story.look(Shown(patient=MIA), by=auditor)
    assert (story.memory.outcomes(Look.operation), story.subjects()) == ([Forbidden.code], [{MIA}])


async def test_what_is_out_of_reach_is_noted(story: Story) -> None:
    """A record that is not there for whoever asks is asked for all the same."""

    async def nowhere(_: Look, __: Execution) -> Shown:
        raise NotFound

    with pytest.raises(NotFound):
        await story.memory.query(Look, nowhere)(Look(), story.call(story.desk))
    assert story.memory.outcomes(Look.operation) == [NotFound.code]


async def test_without_the_trail_nothing_is_shown(story: Story) -> None:
    """Where the entry cannot be kept, the patient's data stays where it is."""
    story.memory.log = Away()
    with pytest.raises(Unavailable):
        await story.look(Shown(patient=MIA))


async def test_what_is_of_no_patient_is_not_noted(story: Story) -> None:
    """The directory of providers is no patient's."""
    await story.look(query=LookAround(provider=ProviderId(uuid4())))
    assert story.memory.log.entries == []
