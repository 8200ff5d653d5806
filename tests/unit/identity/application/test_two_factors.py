"""Signing in with a second factor."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from application.identity.accounts.disable_account import DisableAccount
from application.identity.accounts.enable_account import EnableAccount
from application.identity.accounts.unlock_account import UnlockAccount
from application.identity.queries import GetAccount
from application.identity.second_factors.confirm_totp import ConfirmTotp
from application.identity.second_factors.disable_totp import DisableTotp
from application.identity.second_factors.enrol_totp import EnrolTotp
from application.identity.second_factors.renew_recovery_codes import RenewRecoveryCodes
from application.identity.second_factors.reset_totp import ResetTotp
from application.identity.sessions.proving_again import WrongPassword
from application.identity.sessions.sign_in import SecondFactorNeeded, SignIn, SignInRefused
from application.shared.actor import Actor
from domain.identity.device import TotpIsOff, TotpIsOn, TotpNotEnrolled
from domain.identity.second_factor import WrongCode
from domain.identity.tries import TooManyTries, TryLimit
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from unit.identity.application.device import Device
from unit.identity.application.house import DESK, OTHER_PASSWORD, OWNER, PASSWORD, House, Opened, visitor

TRIES = TryLimit().tries


def signing_in(code: str | None, password: str = PASSWORD) -> SignIn:
    """Sign the owner in with a code."""
    return SignIn(email=OWNER, password=password, code=code)


async def with_device(house: House) -> tuple[Opened, Device, list[str]]:
    """Open a clinic whose owner has a device and recovery codes; the next code is not used yet."""
    clinic = await house.opened()
    device = Device(house.memory.clock, (await house.do(EnrolTotp(password=PASSWORD), clinic.owner))["secret"])
    codes = (await house.do(ConfirmTotp(code=device.shown), clinic.owner))["recovery_codes"]
    house.memory.clock.advance(timedelta(minutes=1))
    return clinic, device, codes


async def test_without_a_code() -> None:
    """Who has a device is asked for its code, once the password is right and not before."""
    house = House()
    await with_device(house)
    await house.refuses(signing_in(None), visitor(), SecondFactorNeeded)
    await house.refuses(signing_in(None, OTHER_PASSWORD), visitor(), SignInRefused)


async def test_with_the_code() -> None:
    """The code that the device shows opens the account, once."""
    house = House()
    _, device, _ = await with_device(house)
    await house.do(signing_in(device.shown), visitor())
    await house.refuses(signing_in(device.shown), visitor(), SignInRefused)


async def test_the_same_code_twice_at_once() -> None:
    """Of two who use one code at the same moment, one gets in."""
    house = House()
    _, device, _ = await with_device(house)
    both = (house.do(signing_in(device.shown), visitor()) for _ in range(2))
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["SignInRefused", "dict"]


async def test_a_code_without_the_password() -> None:
    """A code replaces no password, and is not used up by a wrong one."""
    house = House()
    _, device, _ = await with_device(house)
    await house.refuses(signing_in(device.shown, OTHER_PASSWORD), visitor(), SignInRefused)
    await house.do(signing_in(device.shown), visitor())


async def test_guessing_codes() -> None:
    """A wrong code is a failed try like a wrong password; ten lock the account."""
    house = House()
    clinic, device, _ = await with_device(house)
    for _ in range(TRIES):
        await house.refuses(signing_in("000000"), visitor(), SignInRefused)
    await house.refuses(signing_in(device.shown), visitor(), TooManyTries)
    assert house.facts(str(clinic.owner.id))[-1] == "Locked"


async def test_asking_again_and_again() -> None:
    """Who has the password and tries without a code is locked out as well."""
    house = House()
    clinic, _, _ = await with_device(house)
    for _ in range(TRIES):
        await house.refuses(signing_in(None), visitor(), SecondFactorNeeded)
    await house.refuses(signing_in(None), visitor(), TooManyTries)
    assert house.facts(str(clinic.owner.id))[-1] == "Locked"


async def test_a_recovery_code() -> None:
    """Each of ten recovery codes opens the account once, when the device is lost; it is noted how many are left."""
    house = House()
    clinic, _, codes = await with_device(house)
    assert len(set(codes)) == 10
    for code in codes:
        await house.do(signing_in(code), visitor())
        await house.refuses(signing_in(code), visitor(), SignInRefused)
    left = [fact.left for fact in house.memory.log.streams[clinic.id, clinic.owner.id] if hasattr(fact, "left")]
    assert left == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]


async def test_other_recovery_codes() -> None:
    """With new recovery codes the old ones open nothing; the password is asked for."""
    house = House()
    clinic, _, old = await with_device(house)
    await house.refuses(RenewRecoveryCodes(password=OTHER_PASSWORD), clinic.owner, WrongPassword)
    new = (await house.do(RenewRecoveryCodes(password=PASSWORD), clinic.owner))["recovery_codes"]
    await house.refuses(signing_in(old[0]), visitor(), SignInRefused)
    await house.do(signing_in(new[0]), visitor())


async def test_enrolling_is_not_having() -> None:
    """A device that was enrolled and never confirmed is not asked for, and a second enrolment replaces it."""
    house = House()
    clinic = await house.opened()
    first = Device(house.memory.clock, (await house.do(EnrolTotp(password=PASSWORD), clinic.owner))["secret"])
    second = Device(house.memory.clock, (await house.do(EnrolTotp(password=PASSWORD), clinic.owner))["secret"])
    await house.signed_in()
    await house.refuses(ConfirmTotp(code=first.shown), clinic.owner, WrongCode)
    await house.do(ConfirmTotp(code=second.shown), clinic.owner)
    await house.refuses(signing_in(None), visitor(), SecondFactorNeeded)


async def test_what_the_device_reads() -> None:
    """The picture names the clinic and the address."""
    house = House()
    clinic = await house.opened()
    enrolled = await house.do(EnrolTotp(password=PASSWORD), clinic.owner)
    assert enrolled["uri"].startswith("otpauth://totp/Lakeside:owner@example.org?secret=" + enrolled["secret"])


async def test_switching_it_off() -> None:
    """With the password the holder does without the device again."""
    house = House()
    clinic, _, _ = await with_device(house)
    await house.refuses(DisableTotp(password=OTHER_PASSWORD), clinic.owner, WrongPassword)
    await house.do(DisableTotp(password=PASSWORD), clinic.owner)
    await house.signed_in()
    await house.refuses(DisableTotp(password=PASSWORD), clinic.owner, TotpIsOff)
    await house.refuses(RenewRecoveryCodes(password=PASSWORD), clinic.owner, TotpIsOff)


async def test_out_of_turn() -> None:
    """A device is enrolled, then confirmed, each once."""
    house = House()
    clinic = await house.opened()
    await house.refuses(ConfirmTotp(code="000000"), clinic.owner, TotpNotEnrolled)
    device = Device(house.memory.clock, (await house.do(EnrolTotp(password=PASSWORD), clinic.owner))["secret"])
    await house.do(ConfirmTotp(code=device.shown), clinic.owner)
    await house.refuses(ConfirmTotp(code=device.shown), clinic.owner, TotpIsOn)
    await house.refuses(EnrolTotp(password=PASSWORD), clinic.owner, TotpIsOn)


async def test_an_owner_helps() -> None:
    """An owner takes the second factor off a colleague's account who lost device and codes."""
    house = House()
    clinic = await house.opened()
    desk = AccountId(await house.joined(clinic))
    colleague = Actor(clinic=clinic.id, id=desk, role=Role.FRONT_DESK)
    device = Device(house.memory.clock, (await house.do(EnrolTotp(password=PASSWORD), colleague))["secret"])
    await house.do(ConfirmTotp(code=device.shown), colleague)
    shown = await house.ask(GetAccount(account=desk), clinic.owner)
    assert shown.totp_since == house.memory.clock.at
    await house.do(ResetTotp(account=desk), clinic.owner)
    await house.signed_in(DESK)
    await house.refuses(ResetTotp(account=desk), clinic.owner, TotpIsOff)
    assert house.facts(str(desk))[-3:] == ["TotpEnrolled", "TotpConfirmed", "TotpReset"]


async def test_coming_back() -> None:
    """Who comes back after their account was disabled signs in with the new password alone."""
    house = House()
    clinic = await house.opened()
    desk = AccountId(await house.joined(clinic))
    colleague = Actor(clinic=clinic.id, id=desk, role=Role.FRONT_DESK)
    device = Device(house.memory.clock, (await house.do(EnrolTotp(password=PASSWORD), colleague))["secret"])
    await house.do(ConfirmTotp(code=device.shown), colleague)
    await house.do(DisableAccount(account=desk), clinic.owner)
    back: Any = await house.do(EnableAccount(account=desk), clinic.owner)
    await house.accept(back["invitation_token"])
    await house.signed_in(DESK)


@pytest.mark.parametrize("asking", [EnrolTotp, DisableTotp, RenewRecoveryCodes])
async def test_guessing_with_a_stolen_token(asking: type[EnrolTotp]) -> None:
    """Whoever has somebody's access token gets ten tries at the password, until an owner unlocks the account."""
    house = House()
    clinic = await house.opened()
    for _ in range(TRIES):
        await house.refuses(asking(password=OTHER_PASSWORD), clinic.owner, WrongPassword)
    await house.refuses(asking(password=PASSWORD), clinic.owner, TooManyTries)
    await house.do(UnlockAccount(account=clinic.owner.id), clinic.owner)
    await house.refuses(asking(password=OTHER_PASSWORD), clinic.owner, WrongPassword)
