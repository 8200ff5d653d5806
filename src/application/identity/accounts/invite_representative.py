"""Invite somebody who acts for patients and is none."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.invitations import Invitations, Invited
from application.shared.command import Command
from application.shared.execution import Execution
from domain.identity.account import AccountIsDisabled
from domain.identity.membership import Membership
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.roles import Role


class InviteRepresentative(Command, frozen=True, kw_only=True):
    """Invite a guardian or proxy who is no patient to open an account; it reaches what patients open to it."""

    operation: ClassVar[str] = "identity.invite-representative"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*Invitations.REFUSALS, AccountIsDisabled)
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    email: EmailAddress


@dataclass(frozen=True, slots=True)
class InviteRepresentativeHandler:
    """Invites into the actor's clinic."""

    acting: ActingAccounts
    invitations: Invitations

    async def __call__(self, command: InviteRepresentative, execution: Execution) -> Invited:
        """Invite with the role patient and no record of their own."""
        await self.acting.check(execution)
        membership = Membership(role=Role.PATIENT, clinic=execution.clinic)
        return await self.invitations.invite(command.email, membership, execution)
