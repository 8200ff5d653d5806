"""Signing in, staying signed in, signing out."""

import asyncio
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from application.identity.accounts.change_password import ChangePassword
from application.identity.accounts.disable_account import DisableAccount
from application.identity.sessions.ports import TokenExpired
from application.identity.sessions.proving_again import WrongPassword
from application.identity.sessions.refresh_session import RefreshOperatorSession, RefreshSession, RefreshTokenSpent
from application.identity.sessions.sign_in import SignIn, SignInOperator, SignInRefused
from application.identity.sessions.sign_out import SignOut
from application.identity.sessions.signed_in import RefreshTokenUnknown
from application.shared.key_vault import INSTALLATION
from domain.identity.session import SessionExpired, SessionIsOver
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from unit.identity.application.house import (
    DESK,
    HILLTOP,
    LAKESIDE,
    OTHER_PASSWORD,
    OWNER,
    PASSWORD,
    House,
    visitor,
)


async def test_who_one_is() -> None:
    """The access token says who one is and in which clinic, for ten minutes."""
    house = House()
    clinic = await house.opened()
    signed = await house.signed_in()
    token = signed["access_token"]
    holder = msgspec.structs.replace(clinic.owner, session=UUID(signed["id"]), proof_age=timedelta(0))
    assert house.authentication.proven(token) == holder
    house.memory.clock.advance(timedelta(minutes=10))
    with pytest.raises(TokenExpired):
        house.authentication.proven(token)


async def test_strangers_and_wrong_passwords() -> None:
    """An unknown address and a wrong password are refused alike."""
    house = House()
    await house.opened()
    for email, password in ((DESK, PASSWORD), (OWNER, OTHER_PASSWORD)):
        await house.refuses(SignIn(email=email, password=password), visitor(), SignInRefused)
    assert house.memory.outcomes("identity.sign-in") == ["identity.sign-in-refused"] * 2


async def test_whose_account_it_was_is_noted() -> None:
    """A sign-in is about the account, let in or refused; the caller is not told whose it is."""
    house = House()
    clinic = await house.opened()
    details = await house.refuses(SignIn(email=OWNER, password=OTHER_PASSWORD), visitor(), SignInRefused)
    await house.signed_in()
    entries = [entry for entry in house.memory.log.entries if entry.execution.operation == "identity.sign-in"]
    assert [entry.subjects for entry in entries] == [{clinic.owner.id}] * 2
    assert details == {}


async def test_what_is_guessed_is_counted_once() -> None:
    """Each refused try is one entry of the audit trail."""
    house = House()
    await house.opened()
    for _ in range(10):
        await house.refuses(SignIn(email=OWNER, password=OTHER_PASSWORD), visitor(), SignInRefused)
    assert house.memory.outcomes("identity.sign-in") == ["identity.sign-in-refused"] * 10


async def test_an_address_is_written_in_any_case() -> None:
    """Capitals make no other address."""
    house = House()
    await house.opened()
    await house.signed_in(EmailAddress(address="OWNER@Example.org"))


async def test_the_operator() -> None:
    """The operator signs in at the installation, and acts in no clinic until one is named."""
    house = House()
    await house.operators.add(OWNER, PASSWORD)
    here = visitor(INSTALLATION)
    signed = await house.do(SignInOperator(email=OWNER, password=PASSWORD), here)
    refreshed = await house.do(RefreshOperatorSession(refresh_token=signed["refresh_token"]), here)
    actor = house.authentication.proven(refreshed["access_token"])
    assert actor is not None
    assert (actor.role, actor.clinic) == (Role.OPERATOR, INSTALLATION)


async def test_refreshing() -> None:
    """Each refresh gives a new token; the one before gives the same successor for half a minute."""
    house = House()
    await house.opened()
    first = (await house.signed_in())["refresh_token"]
    second = (await house.do(RefreshSession(refresh_token=first), visitor()))["refresh_token"]
    house.memory.clock.advance(timedelta(seconds=29))
    assert (await house.do(RefreshSession(refresh_token=first), visitor()))["refresh_token"] == second
    assert second != first


async def test_refreshing_twice_at_once() -> None:
    """Two tabs that refresh at the same moment get the same successor."""
    house = House()
    await house.opened()
    first = (await house.signed_in())["refresh_token"]
    both = await asyncio.gather(*(house.do(RefreshSession(refresh_token=first), visitor()) for _ in range(2)))
    assert both[0]["refresh_token"] == both[1]["refresh_token"]


async def test_a_stolen_token() -> None:
    """A spent token that comes back ends the session for both, and that is recorded."""
    house = House()
    await house.opened()
    signed = await house.signed_in()
    stolen = RefreshSession(refresh_token=signed["refresh_token"])
    newest = await house.do(stolen, visitor())
    house.memory.clock.advance(timedelta(seconds=30))
    await house.refuses(stolen, visitor(), RefreshTokenSpent)
    await house.refuses(RefreshSession(refresh_token=newest["refresh_token"]), visitor(), SessionIsOver)
    assert house.facts(signed["id"]) == ["SessionStarted", "RefreshTokenReused", "SessionEnded"]


async def test_rehearsing_with_a_stolen_token() -> None:
    """A dry run ends nobody's session."""
    house = House()
    await house.opened()
    signed = await house.signed_in()
    stolen = RefreshSession(refresh_token=signed["refresh_token"])
    newest = await house.do(stolen, visitor())
    house.memory.clock.advance(timedelta(seconds=30))
    await house.refuses(stolen, visitor(), RefreshTokenSpent, dry_run=True)
    await house.do(RefreshSession(refresh_token=newest["refresh_token"]), visitor())


async def test_tokens_of_elsewhere() -> None:
    """A token works at its own clinic alone, and an invented one nowhere."""
    house = House()
    await house.opened()
    await house.opened(HILLTOP, "hilltop")
    token = (await house.signed_in())["refresh_token"]
    for text, where in ((token, HILLTOP), (token[:-1] + "-", LAKESIDE), ("pcrt", LAKESIDE)):
        await house.refuses(RefreshSession(refresh_token=text), visitor(where), RefreshTokenUnknown)


async def test_too_long_idle() -> None:
    """After half an hour one signs in again."""
    house = House()
    await house.opened()
    token = (await house.signed_in())["refresh_token"]
    house.memory.clock.advance(timedelta(minutes=30))
    await house.refuses(RefreshSession(refresh_token=token), visitor(), SessionExpired)


async def test_signing_out() -> None:
    """Signing out ends this session and no other; doing it twice changes nothing."""
    house = House()
    await house.opened()
    here, there = await house.signed_in(), await house.signed_in()
    leaving = SignOut(refresh_token=here["refresh_token"])
    assert await house.do(leaving, visitor()) == await house.do(leaving, visitor())
    await house.refuses(RefreshSession(refresh_token=here["refresh_token"]), visitor(), SessionIsOver)
    await house.do(RefreshSession(refresh_token=there["refresh_token"]), visitor())


async def test_another_password() -> None:
    """Another password ends every session; the old one opens nothing any more."""
    house = House()
    clinic = await house.opened()
    device = await house.signed_in()
    wrong = ChangePassword(current=OTHER_PASSWORD, new=OTHER_PASSWORD)
    await house.refuses(wrong, clinic.owner, WrongPassword)
    await house.do(ChangePassword(current=PASSWORD, new=OTHER_PASSWORD), clinic.owner)
    await house.refuses(RefreshSession(refresh_token=device["refresh_token"]), visitor(), SessionIsOver)
    await house.refuses(SignIn(email=OWNER, password=PASSWORD), visitor(), SignInRefused)
    await house.do(SignIn(email=OWNER, password=OTHER_PASSWORD), visitor())


async def test_leaving_the_clinic() -> None:
    """A disabled account is signed out everywhere, and its address is free again."""
    house = House()
    clinic = await house.opened()
    desk = await house.joined(clinic)
    device = await house.signed_in(DESK)
    await house.do(DisableAccount(account=AccountId(desk)), clinic.owner)
    await house.refuses(RefreshSession(refresh_token=device["refresh_token"]), visitor(), SessionIsOver)
    await house.refuses(SignIn(email=DESK, password=PASSWORD), visitor(), SignInRefused)
    await house.joined(clinic)
