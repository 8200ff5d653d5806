"""Invite somebody to work at the clinic."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.invitations import Invitations, Invited
from application.identity.accounts.ports import People
from application.shared.command import Command
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.identity.account import AccountIsDisabled
from domain.identity.membership import (
    ClinicianAccountNeedsProvider,
    Membership,
    OnlyCliniciansNameProvider,
    OperatorBelongsToNoClinic,
    PatientAccountNeedsPatient,
    RoleHasNoAccount,
)
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.roles import Role


class InviteAccount(Command, frozen=True, kw_only=True):
    """Invite somebody to work at the clinic; patients are invited from their record."""

    operation: ClassVar[str] = "identity.invite-account"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        *Invitations.REFUSALS,
        AccountIsDisabled,
        RoleHasNoAccount,
        OperatorBelongsToNoClinic,
        PatientAccountNeedsPatient,
        ClinicianAccountNeedsProvider,
        OnlyCliniciansNameProvider,
    )
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    email: EmailAddress
    role: Role
    provider: ProviderId | None = None
    """Which provider of the directory a clinician, or an owner who sees patients, is."""


@dataclass(frozen=True, slots=True)
class InviteAccountHandler:
    """Invites into the actor's clinic."""

    acting: ActingAccounts
    invitations: Invitations
    people: People

    async def __call__(self, command: InviteAccount, execution: Execution) -> Invited:
        """Invite. Raises ``NotFound`` for a provider that the clinic does not have."""
        await self.acting.check(execution)
        if command.role is Role.PATIENT:
            raise PatientAccountNeedsPatient
        if command.provider is not None and not await self.people.is_provider(command.provider, execution):
            raise NotFound(id=command.provider)
        membership = Membership(role=command.role, clinic=execution.clinic, provider=command.provider)
        return await self.invitations.invite(command.email, membership, execution)
