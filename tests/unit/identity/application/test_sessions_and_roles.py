"""Who is signed in where, and what another role means for them."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from application.identity.accounts.change_role import ChangeRole
from application.identity.accounts.disable_account import DisableAccount
from application.identity.accounts.enable_account import EnableAccount
from application.identity.accounts.invite_account import InviteAccount
from application.identity.queries import ListAccountSessions, ListSessions
from application.identity.sessions.end_session import EndSession
from application.identity.sessions.refresh_session import RefreshSession
from application.identity.sessions.sign_in import SignIn, SignInRefused
from application.identity.sessions.sign_out_everywhere import SignOutEverywhere
from application.shared.actor import Actor
from application.shared.refusals import Forbidden, NotFound
from domain.identity.account import EmailTaken
from domain.identity.session import SessionId, SessionIsOver
from domain.shared.identifiers import AccountId, ProviderId
from domain.shared.roles import Role
from unit.identity.application.house import DESK, OWNER, PASSWORD, House, Opened, visitor


async def desk_of(house: House, clinic: Opened) -> Actor:
    """Let somebody join the front desk."""
    return Actor(clinic=clinic.id, id=AccountId(await house.joined(clinic)), role=Role.FRONT_DESK)


def ending(signed: Any) -> EndSession:
    """Give the command that ends the session of somebody who signed in."""
    return EndSession(session=SessionId(UUID(signed["id"])))


async def is_over(house: House, signed: Any) -> None:
    """See that nobody continues a session."""
    await house.refuses(RefreshSession(refresh_token=signed["refresh_token"]), visitor(), SessionIsOver)


async def test_where_one_is_signed_in() -> None:
    """Everybody sees their own devices, and which one they hold; an owner sees a colleague's."""
    house = House()
    clinic = await house.opened()
    desk = await desk_of(house, clinic)
    first, second = await house.signed_in(DESK), await house.signed_in(DESK)
    holding = msgspec.structs.replace(desk, session=UUID(second["id"]))
    seen = await house.ask(ListSessions(), holding)
    assert {(str(one.id), one.present) for one in seen.items} == {(first["id"], False), (second["id"], True)}
    assert (await house.ask(ListSessions(), clinic.owner)).items == ()
    of_desk = await house.ask(ListAccountSessions(account=desk.id), clinic.owner)
    assert [one.id for one in of_desk.items] == [one.id for one in seen.items]
    with pytest.raises(NotFound):
        await house.ask(ListAccountSessions(account=AccountId(uuid4())), clinic.owner)


async def test_ending_a_session() -> None:
    """One's own session ends, another's does not; an owner ends anybody's."""
    house = House()
    clinic = await house.opened()
    desk = await desk_of(house, clinic)
    owners, mine, lost = await house.signed_in(OWNER), await house.signed_in(DESK), await house.signed_in(DESK)
    await house.refuses(ending(owners), desk, NotFound)
    await house.do(ending(mine), desk)
    await house.do(ending(lost), clinic.owner)
    for signed in (mine, lost):
        await is_over(house, signed)
    await house.do(RefreshSession(refresh_token=owners["refresh_token"]), visitor())
    assert (await house.ask(ListSessions(), desk)).items == ()


async def test_signing_out_everywhere() -> None:
    """Every device of the account is signed out, and nobody else's."""
    house = House()
    clinic = await house.opened()
    desk = await desk_of(house, clinic)
    owners, devices = await house.signed_in(OWNER), [await house.signed_in(DESK) for _ in range(2)]
    await house.do(SignOutEverywhere(), desk)
    for signed in devices:
        await is_over(house, signed)
    await house.do(RefreshSession(refresh_token=owners["refresh_token"]), visitor())


async def test_another_role_is_signed_in_for_anew() -> None:
    """Whoever gets another role signs in again, and acts in it from then on."""
    house = House()
    clinic = await house.opened()
    desk = await desk_of(house, clinic)
    device = await house.signed_in(DESK)
    await house.do(ChangeRole(account=desk.id, role=Role.AUDITOR), clinic.owner)
    await is_over(house, device)
    now = house.authentication.proven((await house.signed_in(DESK))["access_token"])
    assert now is not None
    assert now.role is Role.AUDITOR


async def test_the_same_role_ends_no_session() -> None:
    """Nobody is signed out for nothing."""
    house = House()
    clinic = await house.opened()
    desk = await desk_of(house, clinic)
    device = await house.signed_in(DESK)
    await house.do(ChangeRole(account=desk.id, role=Role.FRONT_DESK), clinic.owner)
    await house.do(RefreshSession(refresh_token=device["refresh_token"]), visitor())


async def test_a_clinician_of_nowhere() -> None:
    """Nobody becomes a clinician whom the clinic's directory does not know."""
    house = House()
    clinic = await house.opened()
    desk = await desk_of(house, clinic)
    unknown = ChangeRole(account=desk.id, role=Role.CLINICIAN, provider=ProviderId(uuid4()))
    await house.refuses(unknown, clinic.owner, NotFound)


async def test_who_was_an_owner_a_moment_ago() -> None:
    """A token of the old role lets nobody in any more."""
    house = House()
    clinic = await house.opened()
    partner = AccountId(await house.joined(clinic, DESK, Role.OWNER))
    before = Actor(clinic=clinic.id, id=partner, role=Role.OWNER)
    await house.do(ChangeRole(account=partner, role=Role.AUDITOR), clinic.owner)
    await house.refuses(InviteAccount(email=OWNER, role=Role.OWNER), before, Forbidden)


async def test_coming_back() -> None:
    """An account that was disabled is opened by a new invitation; the old password is forgotten."""
    house = House()
    clinic = await house.opened()
    desk = await desk_of(house, clinic)
    await house.do(DisableAccount(account=desk.id), clinic.owner)
    invited = await house.do(EnableAccount(account=desk.id), clinic.owner)
    await house.refuses(SignIn(email=DESK, password=PASSWORD), visitor(), SignInRefused)
    await house.accept(invited["invitation_token"])
    await house.signed_in(DESK)


async def test_coming_back_to_an_address_that_is_taken() -> None:
    """An address has one account: where another has it meanwhile, the old one stays closed."""
    house = House()
    clinic = await house.opened()
    desk = await desk_of(house, clinic)
    await house.do(DisableAccount(account=desk.id), clinic.owner)
    await house.joined(clinic)
    await house.refuses(EnableAccount(account=desk.id), clinic.owner, EmailTaken)
