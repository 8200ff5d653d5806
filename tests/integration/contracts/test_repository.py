"""Load, act, store: what every repository promises, shown on the registry of patients."""

import asyncio
from uuid import UUID, uuid4

import pytest

from application.shared.refusals import NotFound, StaleVersion
from application.shared.repository import Repository
from application.shared.transactions import LostRace
from domain.shared.roles import Role
from integration.contracts.registry import (
    a_patient,
    answer_for,
    attempt,
    execution,
    named,
    patients_of,
    registered,
    shown,
)
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Repository,)


async def test_what_is_added_is_there(stack: Stack, clinic: Clinic) -> None:
    """An aggregate that was added and committed is loaded again, as it was."""
    patient = a_patient()
    async with attempt(stack, adding := execution(stack, clinic.front_desk)) as transaction:
        await patients_of(stack).add(patient, adding)
        await transaction.commit(answer_for(patient), None)
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        found = await patients_of(stack).get(patient.id, asking)
    assert (found.version, found.demographics, found.created_on) == (1, patient.demographics, stack.clock.now())


async def test_a_change_is_kept(stack: Stack, clinic: Clinic) -> None:
    """A change is seen by the next query, with the next version."""
    patient = await registered(stack, clinic.front_desk)
    async with attempt(stack, changing := execution(stack, clinic.front_desk)) as transaction:
        async with patients_of(stack).change(patient, changing) as mia:
            mia.correct_demographics(named("Adeyemi"), today=changing.now.date())
        await transaction.commit(answer_for(mia), None)
    view = await shown(stack, patient, clinic.front_desk)
    assert (view.version, view.demographics) == (2, named("Adeyemi"))


async def test_a_second_change_in_one_command_continues_the_first(stack: Stack, clinic: Clinic) -> None:
    """Whoever asks for the same aggregate twice in one transaction gets the same one."""
    patient = await registered(stack, clinic.front_desk)
    async with attempt(stack, changing := execution(stack, clinic.front_desk)) as transaction:
        async with patients_of(stack).change(patient, changing) as mia:
            mia.correct_demographics(named("Adeyemi"), today=changing.now.date())
        async with patients_of(stack).change(patient, changing) as still_mia:
            still_mia.correct_demographics(named("Bello"), today=changing.now.date())
        await transaction.commit(answer_for(still_mia), None)
    view = await shown(stack, patient, clinic.front_desk)
    assert (view.version, view.demographics) == (3, named("Bello"))


async def test_many_at_once(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Many are loaded in the order in which they are named; what is unknown or another's is left out."""
    desk = clinic.front_desk
    first, second, changed = [await registered(stack, desk) for _ in range(3)]
    theirs = await registered(stack, other_clinic.front_desk)
    before = [(await shown(stack, patient, desk)).version for patient in (first, second, changed)]
    async with attempt(stack, changing := execution(stack, desk)) as transaction:
        async with patients_of(stack).change(changed, changing) as seen_before:
            seen_before.correct_demographics(named("Adeyemi"), today=changing.now.date())
        named_all = [second, uuid4(), changed, theirs, clinic.id, first]
        async with patients_of(stack).change_all(named_all, changing) as found:
            assert [patient.id for patient in found] == [second, changed, first]
            assert found[1] is seen_before
            found[0].correct_demographics(named("Bello"), today=changing.now.date())
        await transaction.commit(answer_for(seen_before), None)
    versions = [(await shown(stack, patient, desk)).version for patient in (first, second, changed)]
    assert versions == [before[0], before[1] + 1, before[2] + 1]


async def test_of_many_only_those_in_reach(stack: Stack, clinic: Clinic) -> None:
    """Who reaches only their own record gets it alone, whoever else is named."""
    mine, yours = await registered(stack, clinic.front_desk), await registered(stack, clinic.front_desk)
    person = await stack.somebody(clinic, Role.PATIENT, patient=mine)
    async with attempt(stack, asking := execution(stack, person, reach="own")):
        async with patients_of(stack).change_all([yours, mine], asking) as found:
            assert [patient.id for patient in found] == [mine]
        async with patients_of(stack).change_all([], asking) as nobody:
            assert nobody == ()


async def test_an_unknown_id_is_not_found(stack: Stack, clinic: Clinic) -> None:
    """An id that nobody has is not found, whatever is wanted of it."""
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        with pytest.raises(NotFound):
            await patients_of(stack).get(uuid4(), asking)
        with pytest.raises(NotFound):
            async with patients_of(stack).change(uuid4(), asking):
                pytest.fail("there is nothing to change")


async def test_another_clinics_is_not_found(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """What another clinic has cannot be told from what nobody has."""
    patient = await registered(stack, clinic.front_desk)
    async with attempt(stack, asking := execution(stack, other_clinic.front_desk)):
        with pytest.raises(NotFound):
            await patients_of(stack).get(patient, asking)
        with pytest.raises(NotFound):
            async with patients_of(stack).change(patient, asking):
                pytest.fail("another clinic's patient was handed out")


async def test_another_kind_is_not_found(stack: Stack, clinic: Clinic) -> None:
    """An id that names something else is not found: the clinic itself is no patient."""
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        with pytest.raises(NotFound):
            await patients_of(stack).get(clinic.id, asking)


async def test_own_reach_ends_at_ones_own(stack: Stack, clinic: Clinic) -> None:
    """Who reaches only their own record finds that one and no other."""
    mine, yours = await registered(stack, clinic.front_desk), await registered(stack, clinic.front_desk)
    person = await stack.somebody(clinic, Role.PATIENT, patient=mine)
    async with attempt(stack, asking := execution(stack, person, reach="own")):
        assert (await patients_of(stack).get(mine, asking)).id == mine
        with pytest.raises(NotFound):
            await patients_of(stack).get(yours, asking)
        with pytest.raises(NotFound):
            async with patients_of(stack).change(yours, asking):
                pytest.fail("another's record was handed out")
        with pytest.raises(NotFound):
            await patients_of(stack).add(a_patient(), asking)


async def test_the_version_that_was_seen_must_still_stand(stack: Stack, clinic: Clinic) -> None:
    """Who expects another version than the one that stands is told so, and nothing is handed out."""
    patient = await registered(stack, clinic.front_desk)
    async with attempt(stack, stale := execution(stack, clinic.front_desk, expected_version=7)):
        with pytest.raises(StaleVersion) as refusal:
            async with patients_of(stack).change(patient, stale):
                pytest.fail("a stale caller was let in")
    assert refusal.value.details == {"expected": 7, "current": 1}
    async with (
        attempt(stack, fresh := execution(stack, clinic.front_desk, expected_version=1)),
        patients_of(stack).change(patient, fresh) as mia,
    ):
        assert mia.version == 1


async def test_what_is_not_there_yet_is_in_version_zero(stack: Stack, clinic: Clinic) -> None:
    """Who expects a version takes nothing new in, unless they expect that there is nothing."""
    async with attempt(stack, stale := execution(stack, clinic.front_desk, expected_version=7)):
        with pytest.raises(StaleVersion) as refusal:
            await patients_of(stack).add(a_patient(), stale)
    assert refusal.value.details == {"expected": 7, "current": 0}
    async with attempt(stack, first := execution(stack, clinic.front_desk, expected_version=0)) as adding:
        await patients_of(stack).add(mia := a_patient(), first)
        await adding.commit()
    assert (await shown(stack, mia.id, clinic.front_desk)).version == 1


async def test_of_two_writers_one_loses(stack: Stack, clinic: Clinic) -> None:
    """Two who read the same version cannot both write: the second is told that it lost, and wrote nothing."""
    patient = await registered(stack, clinic.front_desk)
    async with attempt(stack, slow := execution(stack, clinic.front_desk)) as losing:
        async with patients_of(stack).change(patient, slow) as seen_by_slow:
            seen_by_slow.correct_demographics(named("Slow"), today=slow.now.date())
        await asyncio.create_task(_overtake(stack, clinic, patient))  # a task of its own: its transaction too
        with pytest.raises(LostRace):
            await losing.commit(answer_for(seen_by_slow), None)
    view = await shown(stack, patient, clinic.front_desk)
    assert (view.version, view.demographics) == (2, named("Quick"))


async def test_the_same_new_thing_is_made_once(stack: Stack, clinic: Clinic) -> None:
    """A second aggregate under an id that is taken loses."""
    first = a_patient()
    second = a_patient(first.id)
    async with attempt(stack, adding := execution(stack, clinic.front_desk)) as transaction:
        await patients_of(stack).add(first, adding)
        await transaction.commit(answer_for(first), None)
    async with attempt(stack, adding := execution(stack, clinic.front_desk)) as transaction:
        await patients_of(stack).add(second, adding)
        with pytest.raises(LostRace):
            await transaction.commit(answer_for(second), None)


async def _overtake(stack: Stack, clinic: Clinic, patient: UUID) -> None:
    async with attempt(stack, changing := execution(stack, clinic.front_desk)) as transaction:
        async with patients_of(stack).change(patient, changing) as mia:
            mia.correct_demographics(named("Quick"), today=changing.now.date())
        await transaction.commit(answer_for(mia), None)
