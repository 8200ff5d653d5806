"""Change somebody's role."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.ports import Accounts, Credentials, Owners, People
from application.identity.sessions.ending_sessions import EndingSessions
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from application.shared.refusals import NotFound
from domain.identity.account import AccountIsDisabled, LastOwner, PatientRoleStays
from domain.identity.membership import (
    ClinicianAccountNeedsProvider,
    OnlyCliniciansNameProvider,
    OperatorBelongsToNoClinic,
    RoleHasNoAccount,
)
from domain.identity.session import SessionEnd
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, ProviderId
from domain.shared.roles import Role


class ChangeRole(Command, frozen=True, kw_only=True):
    """Let somebody act in another role; every session of theirs ends."""

    operation: ClassVar[str] = "identity.change-role"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AccountIsDisabled,
        LastOwner,
        PatientRoleStays,
        RoleHasNoAccount,
        OperatorBelongsToNoClinic,
        ClinicianAccountNeedsProvider,
        OnlyCliniciansNameProvider,
    )

    account: InPath[AccountId] = IN_PATH
    role: Role
    provider: ProviderId | None = None
    """Which provider of the directory a clinician, or an owner who sees patients, is."""


@dataclass(frozen=True, slots=True)
class ChangeRoleHandler:
    """Changes a role in the actor's clinic."""

    acting: ActingAccounts
    locks: Locks
    accounts: Accounts
    owners: Owners
    people: People
    credentials: Credentials
    sessions: EndingSessions

    async def __call__(self, command: ChangeRole, execution: Execution) -> Receipt:
        """Change the role and end the account's sessions; of two at a clinic, one after the other.

        Raises ``NotFound`` for a provider that the clinic does not have.
        """
        await self.locks.hold(execution, execution.clinic)
        await self.acting.check(execution)
        others = await self.owners.besides(command.account, execution)
        async with self.accounts.change(command.account, execution) as account:
            if command.provider is not None and not await self.people.is_provider(command.provider, execution):
                raise NotFound(id=command.provider)
            before = account.membership
            account.change_role(command.role, command.provider, other_owners=others, now=execution.now)
        if account.membership != before:
            await self.credentials.keep(await self.credentials.of_account(command.account, execution), execution)
            await self.sessions.end_all(command.account, SessionEnd.ROLE_CHANGED, execution)
        return Receipt.of(account)
