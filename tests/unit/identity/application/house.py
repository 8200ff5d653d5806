"""Identity's use cases in memory, and an installation to try them in."""

from typing import Any, NamedTuple
from uuid import UUID

from application.identity.accounts.accept_invitation import AcceptInvitation, AcceptInvitationHandler
from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.change_password import ChangePassword, ChangePasswordHandler
from application.identity.accounts.change_role import ChangeRole, ChangeRoleHandler
from application.identity.accounts.disable_account import DisableAccount, DisableAccountHandler
from application.identity.accounts.enable_account import EnableAccount, EnableAccountHandler
from application.identity.accounts.invitations import Invitations
from application.identity.accounts.invite_account import InviteAccount, InviteAccountHandler
from application.identity.accounts.invite_patient import InvitePatient, InvitePatientHandler
from application.identity.accounts.memberships import AccountMemberships, OperatorMemberships
from application.identity.accounts.new_passwords import NewPasswords
from application.identity.accounts.unlock_account import UnlockAccount, UnlockAccountHandler
from application.identity.api_keys.issue_api_key import IssueApiKey, IssueApiKeyHandler
from application.identity.api_keys.revoke_api_key import RevokeApiKey, RevokeApiKeyHandler
from application.identity.api_keys.rotate_api_key import RotateApiKey, RotateApiKeyHandler
from application.identity.clinics.close_clinic import CloseClinic, CloseClinicHandler
from application.identity.clinics.open_clinic import OpenClinic, OpenClinicHandler
from application.identity.clinics.operators import Operators
from application.identity.clinics.reinstate_clinic import ReinstateClinic, ReinstateClinicHandler
from application.identity.clinics.set_lock_out_terms import SetLockOutTerms, SetLockOutTermsHandler
from application.identity.clinics.set_second_factor_terms import SetSecondFactorTerms, SetSecondFactorTermsHandler
from application.identity.clinics.suspend_clinic import SuspendClinic, SuspendClinicHandler
from application.identity.queries import (
    GetAccount,
    GetApiKey,
    GetClinic,
    ListAccounts,
    ListAccountSessions,
    ListApiKeys,
    ListSessions,
)
from application.identity.second_factors.confirm_totp import ConfirmTotp, ConfirmTotpHandler
from application.identity.second_factors.disable_totp import DisableTotp, DisableTotpHandler
from application.identity.second_factors.enrol_totp import EnrolTotp, EnrolTotpHandler
from application.identity.second_factors.renew_recovery_codes import RenewRecoveryCodes, RenewRecoveryCodesHandler
from application.identity.second_factors.reset_totp import ResetTotp, ResetTotpHandler
from application.identity.second_factors.second_factor_demands import SecondFactorDemands
from application.identity.sessions.authentication import Authentication
from application.identity.sessions.end_session import EndSession, EndSessionHandler
from application.identity.sessions.ending_sessions import EndingSessions
from application.identity.sessions.prove_again import ProveAgain, ProveAgainHandler
from application.identity.sessions.proving_again import ProvingAgain
from application.identity.sessions.refresh_session import (
    PresentedSessions,
    RefreshOperatorSession,
    RefreshSession,
    RefreshSessionHandler,
)
from application.identity.sessions.sign_in import SignIn, SignInHandler, SignInOperator
from application.identity.sessions.sign_in_tries import SignInTries
from application.identity.sessions.sign_out import SignOut, SignOutHandler
from application.identity.sessions.sign_out_everywhere import SignOutEverywhere, SignOutEverywhereHandler
from application.shared.actor import Actor
from application.shared.key_vault import INSTALLATION
from domain.identity.account import Account
from domain.identity.api_key import ApiKey
from domain.identity.clinic import Clinic
from domain.identity.password import PasswordPolicy
from domain.identity.session import SessionPolicy
from domain.identity.tries import TryLimit
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from infrastructure.crypto.opaque_tokens import OpaqueTokens
from infrastructure.crypto.refresh_tokens import ProvenRefreshTokens
from infrastructure.crypto.second_factor_secrets import DrawnSecrets
from infrastructure.memory.access_tokens import InMemoryAccessTokens
from infrastructure.memory.identity.api_key_secrets import MemoryApiKeySecrets
from infrastructure.memory.identity.clinic_directory import MemoryClinicDirectory
from infrastructure.memory.identity.credentials import MemoryCredentials
from infrastructure.memory.identity.operators import MemoryOperators
from infrastructure.memory.identity.owners import MemoryOwners
from infrastructure.memory.identity.people import MemoryPeople
from infrastructure.memory.identity.queries import MemoryIdentityQueries
from infrastructure.memory.identity.revocations import MemoryRevocations
from infrastructure.memory.identity.second_factors import MemorySecondFactors
from infrastructure.memory.identity.sign_in_sessions import MemorySignInSessions
from infrastructure.memory.identity.try_counts import MemoryTryCounts
from infrastructure.memory.identity.try_limits import MemoryTryLimits
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.memory.password_hasher import ScryptPasswordHasher
from infrastructure.memory.repository import MemoryRepository
from unit.application_harness import Memory, UseCases

PASSWORD = "seven wild geese at dawn"
OTHER_PASSWORD = "nine tame swans at noon"
OWNER = EmailAddress(address="owner@example.org")
DESK = EmailAddress(address="desk@example.org")
VISITOR_ID = AccountId(UUID(int=1))
LAKESIDE = ClinicId(UUID(int=5))
HILLTOP = ClinicId(UUID(int=6))


class Opened(NamedTuple):
    """A clinic and its first owner."""

    id: ClinicId
    owner: Actor


class House(UseCases):
    """An installation."""

    def __init__(self, *, counts: MemoryTryCounts | None = None, hasher: ScryptPasswordHasher | None = None) -> None:
        memory = Memory()
        credentials = MemoryCredentials(memory.log)
        clinics: MemoryRepository[Clinic] = MemoryRepository(Clinic, memory.log)
        accounts: MemoryRepository[Account] = MemoryRepository(Account, memory.log, follow=credentials.follow)
        keys: MemoryRepository[ApiKey] = MemoryRepository(ApiKey, memory.log)
        directory, secrets = MemoryClinicDirectory(), MemoryApiKeySecrets(memory.log)
        operator_accounts, people = MemoryOperators(), MemoryPeople(memory.log)
        hasher, policy = hasher or ScryptPasswordHasher(), PasswordPolicy(common=frozenset({"qwertyuiop[]"}))
        passwords = NewPasswords(clinics, hasher, policy)
        sessions, refresh = MemorySignInSessions(memory.log), ProvenRefreshTokens(InMemoryKeyVault())
        access, invitation, key_tokens = InMemoryAccessTokens(), OpaqueTokens("pcinv"), OpaqueTokens("pk")
        counts = counts or MemoryTryCounts()
        limits = MemoryTryLimits(clinics)
        self.tries = SignInTries(counts, limits, TryLimit(tries=100))
        proving = ProvingAgain(credentials, hasher, counts, limits)
        factors, drawn, demands = MemorySecondFactors(), DrawnSecrets(), SecondFactorDemands(clinics)
        acting, owners = ActingAccounts(accounts), MemoryOwners(accounts)
        staff, operator = AccountMemberships(accounts), OperatorMemberships()
        invitations = Invitations(accounts, credentials, invitation)
        ending, presented = EndingSessions(sessions), PresentedSessions(sessions, refresh)
        lasting = SessionPolicy()
        questions = MemoryIdentityQueries(clinics, accounts, keys, sessions)
        self.operators = Operators(operator_accounts, hasher, policy)
        self.authentication = Authentication(
            access, MemoryRevocations(sessions, directory), key_tokens, secrets, directory, memory.clock
        )
        super().__init__(
            memory,
            memory.command(OpenClinic, OpenClinicHandler(clinics, directory, invitations)),
            memory.command(SuspendClinic, SuspendClinicHandler(clinics, directory)),
            memory.command(ReinstateClinic, ReinstateClinicHandler(clinics, directory)),
            memory.command(CloseClinic, CloseClinicHandler(clinics, directory)),
            memory.command(SetLockOutTerms, SetLockOutTermsHandler(clinics)),
            memory.command(SetSecondFactorTerms, SetSecondFactorTermsHandler(accounts, clinics)),
            memory.command(InviteAccount, InviteAccountHandler(acting, invitations, people)),
            memory.command(InvitePatient, InvitePatientHandler(acting, invitations, people, memory.locks)),
            memory.command(AcceptInvitation, AcceptInvitationHandler(accounts, credentials, invitation, passwords)),
            memory.command(
                DisableAccount,
                DisableAccountHandler(acting, memory.locks, accounts, owners, credentials, factors, ending),
            ),
            memory.command(EnableAccount, EnableAccountHandler(acting, invitations)),
            memory.command(
                ChangeRole,
                ChangeRoleHandler(acting, memory.locks, accounts, owners, people, credentials, ending),
            ),
            memory.command(EnrolTotp, EnrolTotpHandler(proving, accounts, clinics, factors, drawn)),
            memory.command(ConfirmTotp, ConfirmTotpHandler(accounts, factors, drawn)),
            memory.command(RenewRecoveryCodes, RenewRecoveryCodesHandler(proving, accounts, factors, drawn)),
            memory.command(DisableTotp, DisableTotpHandler(proving, accounts, factors, demands)),
            memory.command(ResetTotp, ResetTotpHandler(acting, accounts, factors)),
            memory.command(UnlockAccount, UnlockAccountHandler(acting, accounts, self.tries)),
            memory.command(ChangePassword, ChangePasswordHandler(accounts, credentials, ending, proving, passwords)),
            memory.command(
                SignIn,
                SignInHandler(
                    self.tries,
                    credentials,
                    accounts,
                    staff,
                    demands,
                    hasher,
                    factors,
                    sessions,
                    refresh,
                    access,
                    lasting,
                ),
            ),
            memory.command(
                SignInOperator,
                SignInHandler(
                    self.tries,
                    operator_accounts,
                    None,
                    operator,
                    demands,
                    hasher,
                    factors,
                    sessions,
                    refresh,
                    access,
                    lasting,
                ),
            ),
            memory.command(
                RefreshSession, RefreshSessionHandler(presented, sessions, staff, demands, refresh, access, lasting)
            ),
            memory.command(
                RefreshOperatorSession,
                RefreshSessionHandler(presented, sessions, operator, demands, refresh, access, lasting),
            ),
            memory.command(ProveAgain, ProveAgainHandler(proving, factors, staff, demands, sessions, access)),
            memory.command(SignOut, SignOutHandler(presented, sessions)),
            memory.command(EndSession, EndSessionHandler(acting, sessions)),
            memory.command(SignOutEverywhere, SignOutEverywhereHandler(accounts, credentials, ending)),
            memory.command(IssueApiKey, IssueApiKeyHandler(acting, keys, secrets, key_tokens)),
            memory.command(RotateApiKey, RotateApiKeyHandler(acting, keys, secrets, key_tokens)),
            memory.command(RevokeApiKey, RevokeApiKeyHandler(acting, keys, secrets)),
            memory.query(GetClinic, questions.clinic),
            memory.query(GetAccount, questions.account),
            memory.query(ListAccounts, questions.accounts),
            memory.query(ListSessions, questions.sessions),
            memory.query(ListAccountSessions, questions.account_sessions),
            memory.query(GetApiKey, questions.api_key),
            memory.query(ListApiKeys, questions.api_keys),
        )

    async def opened(self, clinic: ClinicId = LAKESIDE, slug: str = "lakeside") -> Opened:
        """Open a clinic and let its owner accept."""
        receipt = await self.do(opening(slug), operator(clinic))
        await self.accept(receipt["invitation_token"], clinic)
        return Opened(clinic, Actor(clinic=clinic, id=AccountId(UUID(receipt["owner"])), role=Role.OWNER))

    async def accept(self, token: str, clinic: ClinicId = LAKESIDE) -> Any:
        """Accept an invitation."""
        return await self.do(AcceptInvitation(token=token, password=PASSWORD), visitor(clinic))

    async def joined(self, clinic: Opened, email: EmailAddress = DESK, role: Role = Role.FRONT_DESK) -> UUID:
        """Let somebody join, the front desk where nothing else is said."""
        receipt = await self.do(InviteAccount(email=email, role=role), clinic.owner)
        await self.accept(receipt["invitation_token"], clinic.id)
        return UUID(receipt["id"])

    async def signed_in(self, email: EmailAddress = OWNER, clinic: ClinicId = LAKESIDE) -> Any:
        """Sign somebody in."""
        return await self.do(SignIn(email=email, password=PASSWORD), visitor(clinic))

    def facts(self, stream: str) -> list[str]:
        """Name what happened in a stream."""
        streams = self.memory.log.streams.items()
        return [type(fact).__name__ for (_, id_), facts in streams if id_ == UUID(stream) for fact in facts]


def opening(slug: str) -> OpenClinic:
    """Give the command that opens a clinic."""
    zone = TimeZone(name="America/New_York")
    return OpenClinic(name="Lakeside", slug=slug, zone=zone, locale="en-US", owner_email=OWNER)


def operator(clinic: ClinicId = INSTALLATION) -> Actor:
    """Act as the operator, in the clinic that is being opened."""
    return Actor(clinic=clinic, id=AccountId(UUID(int=2)), role=Role.OPERATOR)


def visitor(clinic: ClinicId = LAKESIDE) -> Actor:
    """Act without being signed in."""
    return Actor(clinic=clinic, id=VISITOR_ID, role=Role.VISITOR)
