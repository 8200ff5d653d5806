"""Who is who at a clinic: what every storage promises of people, of their capacities, and of those who own it."""

from typing import cast
from uuid import UUID, uuid4

import pytest

from application.identity.accounts.ports import Memberships, Owners, People
from application.shared.refusals import NotFound
from domain.identity.membership import Membership
from domain.shared.identifiers import AccountId, PatientId, ProviderId
from domain.shared.roles import Role
from integration.contracts.joining import disabled, invited, joined
from integration.contracts.registry import attempt, execution, registered
from integration.http.scheduling.practice import provider_of
from integration.people import Clinic
from integration.stack import Stack

PORTS = (People, Memberships, Owners)

Known = tuple[bool, bool]
"""Whether somebody is a patient, and whether a provider."""


async def known(stack: Stack, clinic: Clinic, id: str) -> Known:  # noqa: A002 - the field's word
    """Ask whether an id is a patient's or a provider's."""
    people = cast("People", stack.container.identity.accounts.people())
    async with attempt(stack, asking := execution(stack, clinic.owner)):
        patient, provider = PatientId(UUID(id)), ProviderId(UUID(id))
        return await people.is_patient(patient, asking), await people.is_provider(provider, asking)


async def capacity(stack: Stack, clinic: Clinic, account: AccountId) -> Membership | None:
    """Ask in which capacity an account acts."""
    memberships = cast("Memberships", stack.container.identity.sessions.memberships())
    async with attempt(stack, asking := execution(stack, clinic.owner)):
        return await memberships.of(account, asking)


async def owners_besides(stack: Stack, clinic: Clinic, account: AccountId) -> int:
    """Count the other owners."""
    owners = cast("Owners", stack.container.identity.accounts.owners())
    async with attempt(stack, asking := execution(stack, clinic.owner)):
        return await owners.besides(account, asking)


async def test_patients_and_providers_are_told_apart(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """A patient is no provider, nor the other way round; at another clinic neither is known, and nobody anywhere."""
    patient, provider = str(await registered(stack, clinic.front_desk)), await provider_of(clinic)
    assert await known(stack, clinic, patient) == (True, False)
    assert await known(stack, clinic, provider) == (False, True)
    for where, nobody in ((other_clinic, patient), (other_clinic, provider), (clinic, str(uuid4()))):
        assert await known(stack, where, nobody) == (False, False)


async def test_only_an_open_account_acts(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """An account has its capacity from the acceptance until it is disabled, in its own clinic."""
    waiting, open_ = await invited(stack, clinic), await joined(stack, clinic)
    assert await capacity(stack, clinic, waiting) is None
    assert await capacity(stack, clinic, open_) == Membership(role=Role.FRONT_DESK, clinic=clinic.id)
    with pytest.raises(NotFound):
        await capacity(stack, other_clinic, open_)
    await disabled(stack, clinic, open_)
    assert await capacity(stack, clinic, open_) is None


async def test_owners_are_those_who_came_and_have_not_left(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Neither an invitation nor a disabled account owns anything, nor does a front desk, nor another clinic's owner."""
    first, second = [await joined(stack, clinic, Role.OWNER) for _ in range(2)]
    await invited(stack, clinic, role=Role.OWNER)
    await joined(stack, clinic)
    await joined(stack, other_clinic, Role.OWNER)
    assert await owners_besides(stack, clinic, first) == 1
    assert await owners_besides(stack, clinic, AccountId(uuid4())) == 2
    await disabled(stack, clinic, second)
    assert await owners_besides(stack, clinic, first) == 0
