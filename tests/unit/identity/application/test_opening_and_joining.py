"""A clinic is opened, and people join it."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from application.identity.accounts.accept_invitation import AcceptInvitation, InvitationUnknown
from application.identity.accounts.change_password import ChangePassword
from application.identity.accounts.invite_account import InviteAccount
from application.identity.accounts.invite_patient import InvitePatient
from application.identity.clinics.operators import Operators
from application.identity.queries import GetAccount, GetClinic, ListAccounts
from application.shared.refusals import Forbidden, NotFound
from domain.identity.account import EmailTaken
from domain.identity.invitation import InvitationAlreadyAccepted, InvitationExpired
from domain.identity.membership import OperatorBelongsToNoClinic
from domain.identity.password import PasswordIsAName, PasswordTooShort
from domain.identity.slug import SlugTaken
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, PatientId, ProviderId
from domain.shared.roles import Role
from unit.identity.application.house import (
    DESK,
    HILLTOP,
    LAKESIDE,
    OWNER,
    PASSWORD,
    House,
    opening,
    operator,
    visitor,
)


async def test_opening_a_clinic() -> None:
    """The operator opens a clinic; its owner accepts, signs in and sees it."""
    house = House()
    clinic = await house.opened()
    await house.signed_in()
    assert (await house.ask(GetClinic(), clinic.owner)).slug == "lakeside"
    assert await house.authentication.clinic("lakeside") == LAKESIDE


async def test_each_short_name_once() -> None:
    """Two clinics do not share a short name, also when they are opened at the same moment."""
    house = House()
    both = (house.do(opening("lakeside"), operator(clinic)) for clinic in (LAKESIDE, HILLTOP))
    ends = await asyncio.gather(*both, return_exceptions=True)
    assert [type(end) for end in ends if isinstance(end, DomainError)] == [SlugTaken]


async def test_unknown_short_names() -> None:
    """A name that no clinic has leads nowhere."""
    with pytest.raises(NotFound):
        await House().authentication.clinic("nowhere")


async def test_only_operators_open_clinics() -> None:
    """An owner opens no other clinic."""
    house = House()
    clinic = await house.opened()
    await house.refuses(opening("hilltop"), clinic.owner, Forbidden)


async def test_inviting_into_the_wrong_office() -> None:
    """Nobody becomes the operator by invitation."""
    house = House()
    clinic = await house.opened()
    await house.refuses(InviteAccount(email=DESK, role=Role.OPERATOR), clinic.owner, OperatorBelongsToNoClinic)


async def test_inviting_whom_the_clinic_does_not_know() -> None:
    """A patient or provider that the clinic does not have is unknown."""
    house = House()
    clinic = await house.opened()
    patient, provider = PatientId(uuid4()), ProviderId(uuid4())
    await house.refuses(InvitePatient(patient=patient, email=DESK), clinic.owner, NotFound)
    await house.refuses(InviteAccount(email=DESK, role=Role.CLINICIAN, provider=provider), clinic.owner, NotFound)


async def test_one_account_an_address() -> None:
    """An address is invited once, also when two invite it at the same moment."""
    house = House()
    clinic = await house.opened()
    both = (house.do(InviteAccount(email=DESK, role=Role.AUDITOR), clinic.owner) for _ in range(2))
    ends = await asyncio.gather(*both, return_exceptions=True)
    assert [type(end) for end in ends if isinstance(end, DomainError)] == [EmailTaken]


async def test_a_strange_invitation() -> None:
    """An invitation of another clinic, or an invented one, opens nothing."""
    house = House()
    clinic = await house.opened()
    await house.opened(HILLTOP, "hilltop")
    receipt = await house.do(InviteAccount(email=DESK, role=Role.AUDITOR), clinic.owner)
    token = receipt["invitation_token"]
    for text, where in ((token, HILLTOP), (token[:-1] + "_", LAKESIDE), ("", LAKESIDE)):
        await house.refuses(AcceptInvitation(token=text, password=PASSWORD), visitor(where), InvitationUnknown)


async def test_accepting_too_late_or_twice() -> None:
    """An invitation is accepted once, within a week."""
    house = House()
    clinic = await house.opened()
    receipt = await house.do(InviteAccount(email=DESK, role=Role.AUDITOR), clinic.owner)
    accepting = AcceptInvitation(token=receipt["invitation_token"], password=PASSWORD)
    start = house.memory.clock.at
    house.memory.clock.advance(timedelta(days=7))
    await house.refuses(accepting, visitor(), InvitationExpired)
    house.memory.clock.at = start
    await house.refuses(AcceptInvitation(token=accepting.token, password="short"), visitor(), PasswordTooShort)
    await house.do(accepting, visitor())
    await house.refuses(accepting, visitor(), InvitationAlreadyAccepted)


async def test_choosing_the_clinics_name_as_a_password() -> None:
    """The name of the clinic or of one's own address is no password, when joining and ever after."""
    house = House()
    clinic = await house.opened()
    receipt = await house.do(InviteAccount(email=DESK, role=Role.FRONT_DESK), clinic.owner)
    token = receipt["invitation_token"]
    for name in ("Lakeside 2026", "desk@example.org"):
        await house.refuses(AcceptInvitation(token=token, password=name), visitor(), PasswordIsAName)
    await house.accept(token)
    await house.refuses(ChangePassword(current=PASSWORD, new="Lakeside 2026"), clinic.owner, PasswordIsAName)


async def test_listing_accounts() -> None:
    """Accounts are listed in the order of their invitations, each clinic's own."""
    house = House()
    clinic = await house.opened()
    await house.opened(HILLTOP, "hilltop")
    house.memory.clock.advance(timedelta(seconds=1))
    desk = await house.joined(clinic)
    first = await house.ask(ListAccounts(limit=1), clinic.owner)
    second = await house.ask(ListAccounts(limit=1, after=first.next), clinic.owner)
    assert [account.id for account in (*first.items, *second.items)] == [clinic.owner.id, desk]
    assert (await house.ask(GetAccount(account=AccountId(desk)), clinic.owner)).email == DESK
    assert second.next is None


async def test_nothing_secret_is_printed() -> None:
    """A command that carries a secret prints as its name alone."""
    said = repr(AcceptInvitation(token="pcinv_x", password=PASSWORD))
    assert said == "AcceptInvitation(...)"


async def test_adding_operators() -> None:
    """An operator has an address of their own and a password that is nobody's first guess."""
    operators: Operators = House().operators
    with pytest.raises(PasswordTooShort):
        await operators.add(OWNER, "short")
    with pytest.raises(PasswordIsAName):
        await operators.add(OWNER, "polyclinic 1234")
    await operators.add(OWNER, PASSWORD)
    with pytest.raises(EmailTaken):
        await operators.add(OWNER, PASSWORD)
