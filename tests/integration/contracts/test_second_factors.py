"""Second factors: what every storage promises of them, and of whoever draws their secrets."""

from collections.abc import Callable
from typing import cast
from uuid import uuid4

import msgspec
import pytest

from application.identity.second_factors.ports import SecondFactors, SecondFactorSecrets
from application.shared.transactions import LostRace
from domain.identity.second_factor import SecondFactor
from domain.shared.identifiers import AccountId
from infrastructure.crypto.second_factor_secrets import DrawnSecrets
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (SecondFactors, SecondFactorSecrets)

SECRETS: list[Callable[[], SecondFactorSecrets]] = [DrawnSecrets]
"""Every adapter of ``SecondFactorSecrets``."""


def factors_of(stack: Stack) -> SecondFactors:
    """Give the storage's second factors."""
    return cast("SecondFactors", stack.container.identity.ports.second_factors())


def a_factor() -> SecondFactor:
    """Make a second factor of an account that nobody has."""
    return SecondFactor(account=AccountId(uuid4()), secret=b"\x00\xff" * 10, recovery=(b"\x01\xfe",), last_step=7)


async def keep(stack: Stack, clinic: Clinic, factor: SecondFactor, *, commit: bool = True) -> None:
    """Keep a second factor; perhaps only as a rehearsal."""
    async with attempt(stack, keeping := execution(stack, clinic.owner)) as transaction:
        await factors_of(stack).keep(factor, keeping)
        await (transaction.commit() if commit else transaction.rehearse())


async def kept(stack: Stack, clinic: Clinic, account: AccountId) -> SecondFactor | None:
    """Read what is kept."""
    async with attempt(stack, asking := execution(stack, clinic.owner)):
        return await factors_of(stack).of(account, asking)


async def test_it_is_kept_as_it_is(stack: Stack, clinic: Clinic) -> None:
    """What was kept is read again, one version on, and changed from there."""
    factor = a_factor()
    await keep(stack, clinic, factor)
    first = await kept(stack, clinic, factor.account)
    assert first == msgspec.structs.replace(factor, version=1)
    await keep(stack, clinic, msgspec.structs.replace(first, is_confirmed=True))
    assert await kept(stack, clinic, factor.account) == msgspec.structs.replace(factor, version=2, is_confirmed=True)


async def test_of_two_who_saw_the_same_one_loses(stack: Stack, clinic: Clinic) -> None:
    """No code is used twice at the same moment, and no two devices are enrolled."""
    factor = a_factor()
    for _ in range(2):
        seen = await kept(stack, clinic, factor.account) or factor
        await keep(stack, clinic, seen)
        with pytest.raises(LostRace):
            await keep(stack, clinic, seen)


async def test_it_is_forgotten(stack: Stack, clinic: Clinic) -> None:
    """What was forgotten is not there, and another one can be kept; forgetting none is nothing."""
    factor = a_factor()
    await keep(stack, clinic, factor)
    for _ in range(2):
        async with attempt(stack, forgetting := execution(stack, clinic.owner)) as transaction:
            await factors_of(stack).forget(factor.account, forgetting)
            await transaction.commit()
    assert await kept(stack, clinic, factor.account) is None
    await keep(stack, clinic, factor)


async def test_what_is_rehearsed_is_not_kept(stack: Stack, clinic: Clinic) -> None:
    """A command that fails, or only rehearses, enrols nothing."""
    factor = a_factor()
    await keep(stack, clinic, factor, commit=False)
    assert await kept(stack, clinic, factor.account) is None


async def test_it_is_its_clinics(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Nobody's second factor is known in another clinic."""
    factor = a_factor()
    await keep(stack, clinic, factor)
    assert await kept(stack, other_clinic, factor.account) is None


@pytest.mark.parametrize("drawn", SECRETS)
def test_what_is_drawn(drawn: Callable[[], SecondFactorSecrets]) -> None:
    """Secrets have 160 bits, recovery codes 120; there are ten codes, and nothing is drawn twice."""
    secrets = drawn()
    assert (len(secrets.secret()), secrets.secret() == secrets.secret()) == (20, False)
    codes = secrets.recovery_codes() + secrets.recovery_codes()
    assert len(set(codes)) == 20
    assert {(len(code.replace("-", "")), code.islower() or code.isdigit()) for code in codes} == {(24, True)}
