"""From the clinic's day on its staff work with a second factor, and nobody is locked out for want of one."""

from datetime import date, timedelta
from typing import Any

import pytest

from application.identity.accounts.disable_account import DisableAccount
from application.identity.clinics.set_second_factor_terms import SetSecondFactorTerms
from application.identity.queries import GetClinic, ListSessions
from application.identity.second_factors.confirm_totp import ConfirmTotp
from application.identity.second_factors.disable_totp import DisableTotp
from application.identity.second_factors.enrol_totp import EnrolTotp
from application.identity.sessions.prove_again import ProveAgain
from application.identity.sessions.refresh_session import RefreshOperatorSession, RefreshSession
from application.identity.sessions.sign_in import SignIn, SignInOperator
from application.shared.actor import Actor
from application.shared.key_vault import INSTALLATION
from application.shared.refusals import SecondFactorDemanded
from domain.identity.account import AccountIsDisabled
from domain.identity.second_factor_terms import OwnSecondFactorFirst, SecondFactorIsDemanded, SecondFactorTerms
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from unit.identity.application.device import Device
from unit.identity.application.house import DESK, OWNER, PASSWORD, House, Opened, visitor

TODAY, TOMORROW, THE_DAY_AFTER = date(2030, 5, 14), date(2030, 5, 15), date(2030, 5, 16)
A_DAY, NINE_MINUTES = timedelta(days=1), timedelta(minutes=9)
SECOND_OWNER = EmailAddress(address="second@example.org")


def demanding(day: date | None) -> SetSecondFactorTerms:
    """Demand a second factor from a day on, or of nobody."""
    return SetSecondFactorTerms(terms=SecondFactorTerms(demanded_from=day))


async def with_device(house: House, actor: Actor) -> Device:
    """Give somebody a device; its next code is not used yet."""
    device = Device(house.memory.clock, (await house.do(EnrolTotp(password=PASSWORD), actor))["secret"])
    await house.do(ConfirmTotp(code=device.shown), actor)
    house.memory.clock.advance(timedelta(minutes=1))
    return device


async def demanded(house: House, day: date) -> tuple[Opened, Device]:
    """Open a clinic that demands a second factor, which its owner has, and the front desk has not."""
    clinic = await house.opened()
    device = await with_device(house, clinic.owner)
    await house.joined(clinic)
    await house.do(demanding(day), clinic.owner)
    return clinic, device


def bearer(house: House, signed_in: Any) -> Actor:
    """Give whom an access token proves."""
    actor = house.authentication.proven(signed_in["access_token"])
    assert actor is not None
    return actor


async def test_until_the_day() -> None:
    """Until the day everybody works as they did, and is told when it comes."""
    house = House()
    await demanded(house, TOMORROW)
    signed_in = await house.signed_in(DESK)
    assert (signed_in["second_factor_demanded_from"], signed_in["only_enrols"]) == ("2030-05-15", False)
    await house.ask(GetClinic(), bearer(house, signed_in))


async def test_from_the_day_on() -> None:
    """From the day on who signs in with the password alone can do nothing but enrol a device."""
    house = House()
    await demanded(house, TODAY)
    signed_in = await house.signed_in(DESK)
    assert signed_in["only_enrols"] is True
    with pytest.raises(SecondFactorDemanded):
        await house.ask(ListSessions(), bearer(house, signed_in))
    await house.refuses(DisableTotp(password=PASSWORD), bearer(house, signed_in), SecondFactorDemanded)


async def test_nobody_is_locked_out() -> None:
    """Who has none enrols a device, confirms it, signs in with its next code and works."""
    house = House()
    await demanded(house, TODAY)
    device = await with_device(house, bearer(house, await house.signed_in(DESK)))
    signed_in = await house.do(SignIn(email=DESK, password=PASSWORD, code=device.shown), visitor())
    assert signed_in["only_enrols"] is False
    await house.ask(GetClinic(), bearer(house, signed_in))


async def test_the_same_session_is_widened() -> None:
    """Who has enrolled a device shows its code in the session that they are in, and works."""
    house = House()
    await demanded(house, TODAY)
    narrow = bearer(house, await house.signed_in(DESK))
    device = await with_device(house, narrow)
    proven = await house.do(ProveAgain(password=PASSWORD, code=device.shown), narrow)
    assert proven["only_enrols"] is False
    await house.ask(GetClinic(), bearer(house, proven))


async def test_another_session_stays_narrow() -> None:
    """A device that somebody enrolled elsewhere widens no session in which its code was not shown."""
    house = House()
    await demanded(house, TODAY)
    here, there = await house.signed_in(DESK), await house.signed_in(DESK)
    await with_device(house, bearer(house, here))
    refreshed = await house.do(RefreshSession(refresh_token=there["refresh_token"]), visitor())
    assert bearer(house, refreshed).only_enrols


async def test_sessions_from_before() -> None:
    """A session from the evening before is narrowed at its next refresh, when the day has come."""
    house = House()
    await demanded(house, TOMORROW)
    house.memory.clock.at = house.memory.clock.at.replace(hour=3, minute=50) + A_DAY
    before = await house.signed_in(DESK)
    house.memory.clock.advance(NINE_MINUTES)
    that_day = await house.do(RefreshSession(refresh_token=before["refresh_token"]), visitor())
    assert not bearer(house, that_day).only_enrols
    house.memory.clock.advance(NINE_MINUTES)
    next_day = await house.do(RefreshSession(refresh_token=that_day["refresh_token"]), visitor())
    assert bearer(house, next_day).only_enrols


async def test_with_a_code_a_session_goes_on() -> None:
    """Who signed in with a code notices nothing of the day."""
    house = House()
    _, device = await demanded(house, TODAY)
    signed_in = await house.do(SignIn(email=OWNER, password=PASSWORD, code=device.shown), visitor())
    refreshed = await house.do(RefreshSession(refresh_token=signed_in["refresh_token"]), visitor())
    assert not bearer(house, refreshed).only_enrols


async def test_doing_without_again() -> None:
    """Once the day has come nobody of the staff does without; before it they may."""
    house = House()
    clinic, _ = await demanded(house, TOMORROW)
    house.memory.clock.advance(A_DAY)
    await house.refuses(DisableTotp(password=PASSWORD), clinic.owner, SecondFactorIsDemanded)
    await house.do(demanding(THE_DAY_AFTER), clinic.owner)
    await house.do(DisableTotp(password=PASSWORD), clinic.owner)


async def test_taking_it_back() -> None:
    """When the clinic demands it no more, a session is as wide as ever from its next refresh."""
    house = House()
    clinic, _ = await demanded(house, TODAY)
    narrow = await house.signed_in(DESK)
    await house.do(demanding(None), clinic.owner)
    refreshed = await house.do(RefreshSession(refresh_token=narrow["refresh_token"]), visitor())
    assert (refreshed["second_factor_demanded_from"], refreshed["only_enrols"]) == (None, False)


async def test_the_owners_own_first() -> None:
    """An owner without a second factor cannot demand one of others."""
    house = House()
    clinic = await house.opened()
    await house.refuses(demanding(TODAY), clinic.owner, OwnSecondFactorFirst)


async def test_an_owner_who_left() -> None:
    """Whose account was disabled a moment ago demands nothing any more."""
    house = House()
    clinic = await house.opened()
    second = AccountId(await house.joined(clinic, SECOND_OWNER, Role.OWNER))
    await house.do(DisableAccount(account=second), clinic.owner)
    leaving = Actor(clinic=clinic.id, id=second, role=Role.OWNER)
    await house.refuses(demanding(None), leaving, AccountIsDisabled)


async def test_who_runs_the_installation() -> None:
    """No clinic demands anything of who runs the installation."""
    house = House()
    await house.operators.add(OWNER, PASSWORD)
    signed_in = await house.do(SignInOperator(email=OWNER, password=PASSWORD), visitor(INSTALLATION))
    refreshing = RefreshOperatorSession(refresh_token=signed_in["refresh_token"])
    refreshed = await house.do(refreshing, visitor(INSTALLATION))
    assert (signed_in["only_enrols"], refreshed["only_enrols"]) == (False, False)
