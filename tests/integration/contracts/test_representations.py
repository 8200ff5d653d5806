"""Who acts in whose place: what every storage promises."""

from collections.abc import Mapping
from datetime import timedelta
from typing import cast
from uuid import uuid4

import msgspec
import pytest

from application.identity.accounts.disable_account import DisableAccount
from application.patients.end_representation import EndRepresentation
from application.patients.link_patients import LinkPatients
from application.patients.name_proxy import NameProxy
from application.patients.ports import PatientAccounts, Representations
from application.patients.unlink_patients import UnlinkPatients
from application.shared.represented import InPlaceOf, Represented
from domain.patients.link import PatientLinkId
from domain.patients.representation import AlreadyRepresents, RepresentationId, Representative
from domain.shared.identifiers import PatientId
from domain.shared.roles import Role
from domain.shared.scopes import Capacity, Scope
from integration.clinics import join
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution, receipt, registered
from integration.people import Clinic, Person, actor
from integration.stack import Stack

PORTS = (Represented, Representations, PatientAccounts)


async def leo_of(stack: Stack, clinic: Clinic) -> Person:
    """Let somebody who is no patient of the clinic's have a patient's account."""
    leo = await stack.somebody(clinic, Role.PATIENT)
    await join(stack, (leo.actor,))
    return leo


def proxy(patient: PatientId, leo: Person, *scopes: Scope, hours: int | None = None, stack: Stack) -> NameProxy:
    """Ask for Leo to be named, perhaps for some hours."""
    ends_at = None if hours is None else stack.clock.now() + timedelta(hours=hours)
    return NameProxy(patient=patient, account=leo.actor.id, scopes=scopes or (Scope.VISITS,), ends_at=ends_at)


async def reached(stack: Stack, leo: Person, scope: Scope = Scope.VISITS) -> InPlaceOf:
    """Ask whose records Leo reaches, once inside a command and once outside, which say the same."""
    port = cast("Represented", stack.container.shared.represented())
    asking = execution(stack, leo)
    alone = await port.by(asking, scope)
    async with attempt(stack, asking):
        assert await port.by(asking, scope) == alone
    return alone


async def represented(stack: Stack, leo: Person, scope: Scope = Scope.VISITS) -> Mapping[PatientId, Capacity]:
    """Ask in whose place Leo acts."""
    return (await reached(stack, leo, scope)).represented


async def test_what_was_opened(stack: Stack, clinic: Clinic) -> None:
    """Whoever was named acts for the patient in the matters that were opened, in no others, and for nobody else."""
    mia, leo = await registered(stack, clinic.front_desk), await leo_of(stack, clinic)
    await registered(stack, clinic.front_desk)
    assert await represented(stack, leo) == {}
    await stack.do(proxy(mia, leo, Scope.VISITS, Scope.BILLING, stack=stack), clinic.front_desk)
    for scope in Scope:
        opened = scope in (Scope.VISITS, Scope.BILLING)
        assert await represented(stack, leo, scope) == ({mia: Capacity.PROXY} if opened else {})


async def test_it_ends_by_itself(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """At the agreed end nothing is reached any more, to the instant."""
    mia, leo = await registered(stack, clinic.front_desk), await leo_of(stack, clinic)
    await stack.do(proxy(mia, leo, hours=2, stack=stack), clinic.front_desk)
    clock.advance(timedelta(hours=2) - timedelta(microseconds=1))
    assert mia in await represented(stack, leo)
    clock.advance(timedelta(microseconds=1))
    assert await represented(stack, leo) == {}


async def test_it_is_ended(stack: Stack, clinic: Clinic) -> None:
    """What was ended is over at once."""
    mia, leo = await registered(stack, clinic.front_desk), await leo_of(stack, clinic)
    named = receipt(await stack.do(proxy(mia, leo, stack=stack), clinic.front_desk))
    await stack.do(EndRepresentation(representation=RepresentationId(named.id)), clinic.front_desk)
    assert await represented(stack, leo) == {}


async def test_linked_records_are_one_person(stack: Stack, clinic: Clinic) -> None:
    """Of a person whose records are linked all are reached, the actor's own as well as a represented patient's."""
    mia, mia_again, hers, hers_again = [await registered(stack, clinic.front_desk) for _ in range(4)]
    leo = await stack.admit(actor(clinic.id, Role.PATIENT, patient=hers))
    await join(stack, (leo.actor,))
    await stack.do(proxy(mia, leo, stack=stack), clinic.front_desk)
    assert await reached(stack, leo) == InPlaceOf(frozenset(), {mia: Capacity.PROXY})
    links = [
        receipt(await stack.do(LinkPatients(patient=one, survivor=other, reason="One person"), clinic.front_desk))
        for one, other in ((mia, mia_again), (hers_again, hers))
    ]
    together = {mia: Capacity.PROXY, mia_again: Capacity.PROXY}
    assert await reached(stack, leo) == InPlaceOf(frozenset((hers_again,)), together)
    for link in links:
        await stack.do(UnlinkPatients(link=PatientLinkId(link.id)), clinic.front_desk)
    assert await reached(stack, leo) == InPlaceOf(frozenset(), {mia: Capacity.PROXY})


async def test_clinics_are_apart(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """An account of the same id in another clinic acts for nobody there."""
    mia, leo = await registered(stack, clinic.front_desk), await leo_of(stack, clinic)
    await stack.do(proxy(mia, leo, stack=stack), clinic.front_desk)
    twin = await stack.admit(msgspec.structs.replace(leo.actor, clinic=other_clinic.id))
    assert await represented(stack, twin) == {}


async def test_once_at_a_time(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """One account is named for one patient once; when that is over, it can be named again."""
    mia, leo = await registered(stack, clinic.front_desk), await leo_of(stack, clinic)
    named = receipt(await stack.do(proxy(mia, leo, hours=2, stack=stack), clinic.front_desk))
    with pytest.raises(AlreadyRepresents) as twice:
        await stack.do(proxy(mia, leo, stack=stack), clinic.front_desk)
    assert twice.value.details == {"representation": named.id}
    clock.advance(timedelta(hours=2))
    await stack.do(proxy(mia, leo, stack=stack), clinic.front_desk)


async def test_what_stands(stack: Stack, clinic: Clinic) -> None:
    """What is agreed on is found by patient, account and capacity together."""
    mia, leo = await registered(stack, clinic.front_desk), await leo_of(stack, clinic)
    named = receipt(await stack.do(proxy(mia, leo, stack=stack), clinic.front_desk))
    representations = cast("Representations", stack.container.patients.ports.representations())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        stands = await representations.standing(mia, leo.actor.id, Capacity.PROXY, asking)
        assert stands == named.id
        assert await representations.standing(mia, leo.actor.id, Capacity.GUARDIAN, asking) is None
        assert await representations.standing(PatientId(uuid4()), leo.actor.id, Capacity.PROXY, asking) is None


async def test_whose_account_it_is(stack: Stack, clinic: Clinic) -> None:
    """An account of a patient's tells whose record it has; one that works for the clinic or was disabled is none."""
    accounts = cast("PatientAccounts", stack.container.patients.ports.accounts())
    leo = await leo_of(stack, clinic)
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        own = leo.actor.patient
        assert await accounts.of(leo.actor.id, asking) == Representative(account=leo.actor.id, patient=own)
        assert await accounts.of(clinic.front_desk.actor.id, asking) is None
    await stack.do(DisableAccount(account=leo.actor.id), clinic.owner)
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await accounts.of(leo.actor.id, asking) is None
