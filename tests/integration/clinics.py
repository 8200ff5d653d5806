"""Opening a clinic for a test, letting people join it, and signing them in."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from application.identity.accounts.invite_account import InviteAccount
from application.identity.accounts.ports import Credential
from application.identity.clinics.open_clinic import ClinicOpened, OpenClinic
from application.identity.sessions.sign_in import SignIn
from application.shared.actor import Actor
from application.shared.execution import Call, Execution
from domain.identity.account import Account
from domain.identity.membership import Membership
from domain.identity.session import SessionId, SessionPolicy, SignInSession, TokenDigest
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from domain.shared.time import TimeZone

if TYPE_CHECKING:
    from integration.people import Clinic
    from integration.stack import Stack


async def open_clinic(stack: "Stack", clinic: "Clinic", zone: str, *, sandbox: bool = False) -> AccountId:
    """Open the clinic as an operator does, under the id that the test chose, and give its owner's account."""
    command = OpenClinic(
        name="Lakeside",
        slug=clinic.slug,
        zone=TimeZone(name=zone),
        locale="en",
        owner_email=EmailAddress(address="owner@example.org"),
        sandbox=sandbox,
    )
    operator = Actor(clinic=clinic.id, id=AccountId(uuid4()), role=Role.OPERATOR)
    answer = await stack.use_cases[OpenClinic](command, Call(actor=operator, request_id=uuid4()))
    return msgspec.json.decode(answer.body, type=ClinicOpened).owner


async def join(stack: "Stack", people: Iterable[Actor]) -> None:
    """Give people of one clinic the accounts that their tokens would speak of, with no password yet."""
    for actor in people:
        execution = _execution(stack, actor, InviteAccount.operation)
        now = execution.now
        membership = Membership(role=actor.role, clinic=actor.clinic, patient=actor.patient, provider=actor.provider)
        email = EmailAddress(address=f"{actor.id.hex}@example.org")
        account = Account.invite(actor.id, email, membership, expires_at=now + timedelta(days=7), now=now)
        async with stack.container.shared.transactions().begin(execution, None, 5) as transaction:
            await stack.container.identity.ports.accounts().add(account, execution)
            await stack.container.identity.ports.credentials().add(Credential(account=actor.id, version=1), execution)
            await transaction.commit()


async def sign_in(stack: "Stack", actor: Actor) -> SessionId:
    """Begin a session of somebody's, as if they had brought a password."""
    execution = _execution(stack, actor, SignIn.operation)
    id_, now = SessionId(uuid4()), execution.now
    started = SignInSession.start(id_, actor.id, TokenDigest(bytes(32)), now=now, policy=SessionPolicy())
    async with stack.container.shared.transactions().begin(execution, None, 5) as transaction:
        await stack.container.identity.ports.sessions().start(started, execution)
        await transaction.commit()
    return id_


def _execution(stack: "Stack", actor: Actor, operation: str) -> Execution:
    command_id = uuid4()
    return Execution(
        actor=actor,
        operation=operation,
        reach="any",
        command_id=command_id,
        now=stack.clock.now(),
        correlation_id=command_id,
    )
