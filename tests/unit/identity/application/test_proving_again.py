"""Proving once more who one is, in the session that goes on."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from application.identity.accounts.invite_account import InviteAccount
from application.identity.queries import GetClinic
from application.identity.second_factors.confirm_totp import ConfirmTotp
from application.identity.second_factors.enrol_totp import EnrolTotp
from application.identity.sessions.prove_again import ProveAgain
from application.identity.sessions.proving_again import WrongPassword
from application.identity.sessions.refresh_session import RefreshSession
from application.identity.sessions.sign_in import SecondFactorNeeded
from application.identity.sessions.sign_out_everywhere import SignOutEverywhere
from application.shared.actor import Actor
from application.shared.rights.fresh_proof import LATELY, ProofTooOld
from domain.identity.second_factor import WrongCode
from domain.identity.session import SessionIsOver
from domain.identity.tries import TooManyTries, TryLimit
from domain.shared.roles import Role
from unit.identity.application.device import Device
from unit.identity.application.house import DESK, OTHER_PASSWORD, PASSWORD, House, visitor

NINE_MINUTES, A_MINUTE = timedelta(minutes=9), timedelta(minutes=1)
INVITING = InviteAccount(email=DESK, role=Role.FRONT_DESK)


def bearer(house: House, answer: Any) -> Actor:
    """Give whom an access token proves."""
    actor = house.authentication.proven(answer["access_token"])
    assert actor is not None
    return actor


async def refreshed_for(house: House, answer: Any, rounds: int) -> Any:
    """Stay signed in, refreshing every nine minutes."""
    for _ in range(rounds):
        house.memory.clock.advance(NINE_MINUTES)
        answer = await house.do(RefreshSession(refresh_token=answer["refresh_token"]), visitor())
    return answer


async def with_device(house: House, actor: Actor) -> Device:
    """Give somebody a device; its next code is not used yet."""
    device = Device(house.memory.clock, (await house.do(EnrolTotp(password=PASSWORD), actor))["secret"])
    await house.do(ConfirmTotp(code=device.shown), actor)
    house.memory.clock.advance(A_MINUTE)
    return device


async def test_refreshing_proves_nothing() -> None:
    """Who has stayed signed in for a while works on, and is asked for a proof before they let anybody in."""
    house = House()
    await house.opened()
    later = bearer(house, await refreshed_for(house, await house.signed_in(), rounds=2))
    assert (later.proof_age or LATELY) > LATELY
    await house.ask(GetClinic(), later)
    await house.refuses(INVITING, later, ProofTooOld)


async def test_the_same_session() -> None:
    """A proof is of the session that goes on: the session is the same, and so is its refresh token."""
    house = House()
    await house.opened()
    later = await refreshed_for(house, await house.signed_in(), rounds=2)
    proven = await house.do(ProveAgain(password=PASSWORD), bearer(house, later))
    assert bearer(house, proven).session == bearer(house, later).session
    await house.do(INVITING, bearer(house, proven))
    again = await house.do(RefreshSession(refresh_token=later["refresh_token"]), visitor())
    await house.refuses(msgspec.structs.replace(INVITING, role=Role.PATIENT), bearer(house, later), ProofTooOld)
    assert bearer(house, again).proof_age == timedelta(0)


async def test_a_lost_answer_in_between() -> None:
    """A refresh whose answer was lost gives the same successor again, though a proof was given meanwhile."""
    house = House()
    await house.opened()
    first = await house.signed_in()
    lost = await house.do(RefreshSession(refresh_token=first["refresh_token"]), visitor())
    await house.do(ProveAgain(password=PASSWORD), bearer(house, first))
    found = await house.do(RefreshSession(refresh_token=first["refresh_token"]), visitor())
    assert found["refresh_token"] == lost["refresh_token"]


async def test_with_a_device() -> None:
    """Who has a device shows its code too, once."""
    house = House()
    await house.opened()
    actor = bearer(house, await house.signed_in())
    device = await with_device(house, actor)
    await house.refuses(ProveAgain(password=PASSWORD), actor, SecondFactorNeeded)
    await house.refuses(ProveAgain(password=PASSWORD, code="000000"), actor, WrongCode)
    proven = await house.do(ProveAgain(password=PASSWORD, code=device.shown), actor)
    assert bearer(house, proven).proof_age == timedelta(0)
    await house.refuses(ProveAgain(password=PASSWORD, code=device.shown), actor, WrongCode)


@pytest.mark.parametrize("code", ["000000", None], ids=["wrong codes", "no codes"])
async def test_guessing_codes(code: str | None) -> None:
    """Whoever has a token and the password has ten tries without the device's code."""
    house = House()
    await house.opened()
    actor = bearer(house, await house.signed_in())
    device = await with_device(house, actor)
    for _ in range(TryLimit().tries):
        await house.refuses(ProveAgain(password=PASSWORD, code=code), actor, WrongCode if code else SecondFactorNeeded)
    await house.refuses(ProveAgain(password=PASSWORD, code=device.shown), actor, TooManyTries)


async def test_guessing_passwords() -> None:
    """Whoever has somebody's access token has ten tries at the password."""
    house = House()
    await house.opened()
    actor = bearer(house, await house.signed_in())
    for _ in range(TryLimit().tries):
        await house.refuses(ProveAgain(password=OTHER_PASSWORD), actor, WrongPassword)
    await house.refuses(ProveAgain(password=PASSWORD), actor, TooManyTries)


async def test_a_session_that_is_over() -> None:
    """In a session that was ended nothing is proven, even before every process has heard of the end."""
    house = House()
    await house.opened()
    actor = bearer(house, await house.signed_in())
    await house.do(SignOutEverywhere(), actor)
    await house.refuses(ProveAgain(password=PASSWORD), actor, SessionIsOver)


async def test_no_session() -> None:
    """Where there is no session there is none to prove."""
    house = House()
    clinic = await house.opened()
    await house.refuses(ProveAgain(password=PASSWORD), clinic.owner, SessionIsOver)
