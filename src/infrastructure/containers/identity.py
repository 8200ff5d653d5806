"""Identity's use cases."""

from datetime import timedelta
from typing import Any, ClassVar

from dependency_injector import containers, providers

from application.identity.accounts.accept_invitation import AcceptInvitation, AcceptInvitationHandler
from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.change_locale import ChangeLocale, ChangeLocaleHandler
from application.identity.accounts.change_password import ChangePassword, ChangePasswordHandler
from application.identity.accounts.change_role import ChangeRole, ChangeRoleHandler
from application.identity.accounts.disable_account import DisableAccount, DisableAccountHandler
from application.identity.accounts.enable_account import EnableAccount, EnableAccountHandler
from application.identity.accounts.invitations import Invitations
from application.identity.accounts.invite_account import InviteAccount, InviteAccountHandler
from application.identity.accounts.invite_patient import InvitePatient, InvitePatientHandler
from application.identity.accounts.invite_representative import InviteRepresentative, InviteRepresentativeHandler
from application.identity.accounts.memberships import AccountMemberships, OperatorMemberships
from application.identity.accounts.new_passwords import NewPasswords
from application.identity.accounts.unlock_account import UnlockAccount, UnlockAccountHandler
from application.identity.api_keys.issue_api_key import IssueApiKey, IssueApiKeyHandler
from application.identity.api_keys.revoke_api_key import RevokeApiKey, RevokeApiKeyHandler
from application.identity.api_keys.rotate_api_key import RotateApiKey, RotateApiKeyHandler
from application.identity.clinics.add_room import AddRoom, AddRoomHandler
from application.identity.clinics.add_site import AddSite, AddSiteHandler
from application.identity.clinics.change_time_zone import ChangeTimeZone, ChangeTimeZoneHandler
from application.identity.clinics.close_clinic import CloseClinic, CloseClinicHandler
from application.identity.clinics.close_site import CloseSite, CloseSiteHandler
from application.identity.clinics.correct_site import CorrectSite, CorrectSiteHandler
from application.identity.clinics.open_clinic import OpenClinic, OpenClinicHandler
from application.identity.clinics.operators import Operators
from application.identity.clinics.reinstate_clinic import ReinstateClinic, ReinstateClinicHandler
from application.identity.clinics.rename_clinic import RenameClinic, RenameClinicHandler
from application.identity.clinics.rename_room import RenameRoom, RenameRoomHandler
from application.identity.clinics.retire_room import RetireRoom, RetireRoomHandler
from application.identity.clinics.set_branding import SetBranding, SetBrandingHandler
from application.identity.clinics.set_clinic_rates import SetClinicRates, SetClinicRatesHandler
from application.identity.clinics.set_clock import AdvanceClock, AdvanceClockHandler, SetClock, SetClockHandler
from application.identity.clinics.set_lock_out_terms import SetLockOutTerms, SetLockOutTermsHandler
from application.identity.clinics.set_second_factor_terms import SetSecondFactorTerms, SetSecondFactorTermsHandler
from application.identity.clinics.suspend_clinic import SuspendClinic, SuspendClinicHandler
from application.identity.queries import (
    GetAccount,
    GetApiKey,
    GetClinic,
    GetSignInPage,
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
from application.identity.sessions.sign_out import SignOut, SignOutHandler, SignOutOperator
from application.identity.sessions.sign_out_everywhere import SignOutEverywhere, SignOutEverywhereHandler
from application.identity.views import AccountView, ApiKeyView, ClinicView
from domain.identity.account import Account
from domain.identity.api_key import ApiKey
from domain.identity.clinic import Clinic
from domain.identity.password import PasswordPolicy
from domain.identity.session import SessionPolicy
from domain.identity.tries import TryLimit
from infrastructure.containers.wiring import command, query
from infrastructure.crypto.access_tokens import JwtAccessTokens
from infrastructure.crypto.common_passwords import common_passwords
from infrastructure.crypto.opaque_tokens import OpaqueTokens
from infrastructure.crypto.passwords import Argon2PasswordHasher
from infrastructure.crypto.refresh_tokens import ProvenRefreshTokens
from infrastructure.crypto.second_factor_secrets import DrawnSecrets
from infrastructure.memory.identity.api_key_secrets import MemoryApiKeySecrets
from infrastructure.memory.identity.clinic_directory import MemoryClinicDirectory
from infrastructure.memory.identity.credentials import MemoryCredentials
from infrastructure.memory.identity.expected_patients import MemoryExpectedPatients
from infrastructure.memory.identity.operators import MemoryOperators
from infrastructure.memory.identity.own_rates import MemoryOwnRates
from infrastructure.memory.identity.owners import MemoryOwners
from infrastructure.memory.identity.people import MemoryPeople
from infrastructure.memory.identity.queries import MemoryIdentityQueries
from infrastructure.memory.identity.revocations import MemoryRevocations
from infrastructure.memory.identity.second_factors import MemorySecondFactors
from infrastructure.memory.identity.sign_in_sessions import MemorySignInSessions
from infrastructure.memory.identity.try_counts import MemoryTryCounts
from infrastructure.memory.identity.try_limits import MemoryTryLimits
from infrastructure.memory.repository import MemoryRepository
from infrastructure.postgres.identity.api_key_scopes import ApiKeyScopes
from infrastructure.postgres.identity.api_key_secrets import PostgresApiKeySecrets
from infrastructure.postgres.identity.clinic_directory import PostgresClinicDirectory
from infrastructure.postgres.identity.credentials import AccountEmails, PostgresCredentials
from infrastructure.postgres.identity.expected_patients import PostgresExpectedPatients
from infrastructure.postgres.identity.operators import PostgresOperators
from infrastructure.postgres.identity.own_rates import PostgresOwnRates
from infrastructure.postgres.identity.owners import PostgresOwners
from infrastructure.postgres.identity.people import PostgresPeople
from infrastructure.postgres.identity.queries import PostgresIdentityQueries
from infrastructure.postgres.identity.revocations import PostgresRevocations
from infrastructure.postgres.identity.second_factors import PostgresSecondFactors
from infrastructure.postgres.identity.sign_in_sessions import PostgresSignInSessions
from infrastructure.postgres.identity.try_counts import PostgresTryCounts
from infrastructure.postgres.identity.try_limits import PostgresTryLimits
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.tables.identity import account, api_key, clinic

AUDIENCE = "polyclinic-api"
"""``aud`` of access tokens."""


class IdentityContainer(containers.DeclarativeContainer):
    """Wires clinics, accounts, sessions and keys."""

    shared = providers.DependenciesContainer()
    signing_keys: "providers.Dependency[Any]" = providers.Dependency()
    issuer = providers.Dependency(instance_of=str)

    hasher = providers.Singleton(Argon2PasswordHasher)
    access_tokens = providers.Singleton(JwtAccessTokens, signing_keys, issuer=issuer, audience=AUDIENCE)
    refresh_tokens = providers.Singleton(ProvenRefreshTokens, shared.vault)
    invitation_tokens = providers.Singleton(OpaqueTokens, "pcinv")
    key_tokens = providers.Singleton(OpaqueTokens, "pk")
    password_policy = providers.Singleton(PasswordPolicy, common=providers.Singleton(common_passwords))
    session_policy = providers.Singleton(SessionPolicy)

    clinic_rows = providers.Singleton(ReadModel, clinic, Clinic, ClinicView, ClinicView.of, shared.keys)
    account_rows = providers.Singleton(
        ReadModel, account, Account, AccountView, AccountView.of, shared.keys, subject=lambda view: view.patient
    )
    key_rows = providers.Singleton(ReadModel, api_key, ApiKey, ApiKeyView, ApiKeyView.of, shared.keys)

    credentials_in_memory = providers.Singleton(MemoryCredentials, shared.log)
    clinics_in_memory = providers.Singleton(MemoryRepository, Clinic, shared.log)
    accounts_in_memory = providers.Singleton(
        MemoryRepository,
        Account,
        shared.log,
        patient=lambda account: account.membership.patient,
        provider=lambda account: account.membership.provider,
        follow=credentials_in_memory.provided.follow,
    )
    keys_in_memory = providers.Singleton(MemoryRepository, ApiKey, shared.log)

    clinics = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresRepository, Clinic, shared.store, providers.List(clinic_rows)),
        memory=clinics_in_memory,
    )
    accounts = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            Account,
            shared.store,
            providers.List(account_rows, providers.Singleton(AccountEmails, shared.indexes)),
            patient=lambda account: account.membership.patient,
            provider=lambda account: account.membership.provider,
        ),
        memory=accounts_in_memory,
    )
    keys = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository, ApiKey, shared.store, providers.List(key_rows, providers.Singleton(ApiKeyScopes))
        ),
        memory=keys_in_memory,
    )
    directory_in_memory = providers.Singleton(MemoryClinicDirectory)
    directory = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresClinicDirectory, shared.pool),
        memory=directory_in_memory,
    )
    credentials = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCredentials, shared.pool, shared.indexes),
        memory=credentials_in_memory,
    )
    owners = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresOwners),
        memory=providers.Singleton(MemoryOwners, accounts_in_memory),
    )
    operator_accounts = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresOperators, shared.pool, shared.keys, shared.indexes),
        memory=providers.Singleton(MemoryOperators),
    )
    sessions_in_memory = providers.Singleton(MemorySignInSessions, shared.log)
    sessions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresSignInSessions, shared.store, shared.keys),
        memory=sessions_in_memory,
    )
    revocations = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresRevocations),
        memory=providers.Singleton(MemoryRevocations, sessions_in_memory, directory_in_memory),
    )
    own_rates = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresOwnRates),
        memory=providers.Singleton(MemoryOwnRates, directory_in_memory),
    )
    """How often each clinic's people may ask: what every interface counts by."""
    key_secrets = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresApiKeySecrets, shared.pool),
        memory=providers.Singleton(MemoryApiKeySecrets, shared.log),
    )
    people = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresPeople),
        memory=providers.Singleton(MemoryPeople, shared.log),
    )
    expected_patients = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresExpectedPatients),
        memory=providers.Singleton(MemoryExpectedPatients, shared.log),
    )
    questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresIdentityQueries, clinic_rows, account_rows, key_rows, shared.reads, shared.lists, shared.indexes
        ),
        memory=providers.Singleton(
            MemoryIdentityQueries, clinics_in_memory, accounts_in_memory, keys_in_memory, sessions_in_memory
        ),
    )

    authenticator = providers.Singleton(
        Authentication, access_tokens, revocations, key_tokens, key_secrets, directory, shared.clock
    )
    """Whose credential it is: what every interface asks first."""
    operators = providers.Singleton(Operators, operator_accounts, hasher, password_policy)
    """Adds those who run the installation; for the command line."""

    try_counts = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresTryCounts, shared.pool, shared.indexes),
        memory=providers.Singleton(MemoryTryCounts),
    )
    try_limits = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresTryLimits, shared.pool),
        memory=providers.Singleton(MemoryTryLimits, clinics_in_memory),
    )
    sign_in_tries = providers.Singleton(
        SignInTries,
        try_counts,
        names=try_limits,
        addresses=providers.Singleton(TryLimit, tries=100, window=timedelta(minutes=15), longest=timedelta(hours=1)),
    )
    second_factors = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresSecondFactors, shared.keys),
        memory=providers.Singleton(MemorySecondFactors),
    )
    demands = providers.Singleton(SecondFactorDemands, clinics)
    factor_secrets = providers.Singleton(DrawnSecrets)
    proving = providers.Singleton(ProvingAgain, credentials, hasher, try_counts, try_limits)
    acting = providers.Singleton(ActingAccounts, accounts)
    new_passwords = providers.Singleton(NewPasswords, clinics, hasher, password_policy)
    memberships = providers.Singleton(AccountMemberships, accounts)
    operator_memberships = providers.Singleton(OperatorMemberships)
    invitations = providers.Singleton(Invitations, accounts, credentials, invitation_tokens)
    ending_sessions = providers.Singleton(EndingSessions, sessions)
    presented_sessions = providers.Singleton(PresentedSessions, sessions, refresh_tokens)

    open_clinic = command(
        shared, OpenClinic, OpenClinicHandler, clinics=clinics, directory=directory, invitations=invitations
    )
    suspend_clinic = command(shared, SuspendClinic, SuspendClinicHandler, clinics=clinics, directory=directory)
    reinstate_clinic = command(shared, ReinstateClinic, ReinstateClinicHandler, clinics=clinics, directory=directory)
    close_clinic = command(shared, CloseClinic, CloseClinicHandler, clinics=clinics, directory=directory)
    set_clinic_rates = command(shared, SetClinicRates, SetClinicRatesHandler, clinics=clinics, directory=directory)
    rename_clinic = command(shared, RenameClinic, RenameClinicHandler, clinics=clinics)
    change_time_zone = command(shared, ChangeTimeZone, ChangeTimeZoneHandler, clinics=clinics)
    change_locale = command(shared, ChangeLocale, ChangeLocaleHandler, clinics=clinics)
    set_branding = command(shared, SetBranding, SetBrandingHandler, clinics=clinics)
    set_lock_out_terms = command(shared, SetLockOutTerms, SetLockOutTermsHandler, clinics=clinics)
    set_second_factor_terms = command(
        shared, SetSecondFactorTerms, SetSecondFactorTermsHandler, accounts=accounts, clinics=clinics
    )
    set_clock = command(shared, SetClock, SetClockHandler, clinics=clinics)
    advance_clock = command(shared, AdvanceClock, AdvanceClockHandler, clinics=clinics)
    add_site = command(shared, AddSite, AddSiteHandler, clinics=clinics)
    correct_site = command(shared, CorrectSite, CorrectSiteHandler, clinics=clinics)
    close_site = command(
        shared, CloseSite, CloseSiteHandler, clinics=clinics, patients=expected_patients, locks=shared.locks
    )
    add_room = command(shared, AddRoom, AddRoomHandler, clinics=clinics)
    rename_room = command(shared, RenameRoom, RenameRoomHandler, clinics=clinics)
    retire_room = command(shared, RetireRoom, RetireRoomHandler, clinics=clinics, locks=shared.locks)

    invite_account = command(
        shared, InviteAccount, InviteAccountHandler, acting=acting, invitations=invitations, people=people
    )
    invite_patient = command(
        shared,
        InvitePatient,
        InvitePatientHandler,
        acting=acting,
        invitations=invitations,
        people=people,
        locks=shared.locks,
    )
    invite_representative = command(
        shared, InviteRepresentative, InviteRepresentativeHandler, acting=acting, invitations=invitations
    )
    accept_invitation = command(
        shared,
        AcceptInvitation,
        AcceptInvitationHandler,
        accounts=accounts,
        credentials=credentials,
        tokens=invitation_tokens,
        passwords=new_passwords,
    )
    change_password = command(
        shared,
        ChangePassword,
        ChangePasswordHandler,
        accounts=accounts,
        credentials=credentials,
        sessions=ending_sessions,
        proving=proving,
        passwords=new_passwords,
    )
    change_role = command(
        shared,
        ChangeRole,
        ChangeRoleHandler,
        acting=acting,
        locks=shared.locks,
        accounts=accounts,
        owners=owners,
        people=people,
        credentials=credentials,
        sessions=ending_sessions,
    )
    enable_account = command(shared, EnableAccount, EnableAccountHandler, acting=acting, invitations=invitations)
    disable_account = command(
        shared,
        DisableAccount,
        DisableAccountHandler,
        acting=acting,
        locks=shared.locks,
        accounts=accounts,
        owners=owners,
        credentials=credentials,
        factors=second_factors,
        sessions=ending_sessions,
    )
    unlock_account = command(
        shared, UnlockAccount, UnlockAccountHandler, acting=acting, accounts=accounts, tries=sign_in_tries
    )

    _factor_ports: ClassVar[dict[str, Any]] = {"accounts": accounts, "factors": second_factors}
    enrol_totp = command(
        shared, EnrolTotp, EnrolTotpHandler, proving=proving, clinics=clinics, secrets=factor_secrets, **_factor_ports
    )
    confirm_totp = command(shared, ConfirmTotp, ConfirmTotpHandler, secrets=factor_secrets, **_factor_ports)
    renew_recovery_codes = command(
        shared, RenewRecoveryCodes, RenewRecoveryCodesHandler, proving=proving, secrets=factor_secrets, **_factor_ports
    )
    disable_totp = command(shared, DisableTotp, DisableTotpHandler, proving=proving, demands=demands, **_factor_ports)
    reset_totp = command(shared, ResetTotp, ResetTotpHandler, acting=acting, **_factor_ports)

    _session_ports: ClassVar[dict[str, Any]] = {
        "sessions": sessions,
        "refresh_tokens": refresh_tokens,
        "access_tokens": access_tokens,
        "policy": session_policy,
        "demands": demands,
    }
    sign_in = command(
        shared,
        SignIn,
        SignInHandler,
        tries=sign_in_tries,
        credentials=credentials,
        accounts=accounts,
        memberships=memberships,
        hasher=hasher,
        factors=second_factors,
        **_session_ports,
    )
    refresh_session = command(
        shared,
        RefreshSession,
        RefreshSessionHandler,
        presented=presented_sessions,
        memberships=memberships,
        **_session_ports,
    )
    prove_again = command(
        shared,
        ProveAgain,
        ProveAgainHandler,
        proving=proving,
        factors=second_factors,
        memberships=memberships,
        demands=demands,
        sessions=sessions,
        access_tokens=access_tokens,
    )
    sign_out = command(shared, SignOut, SignOutHandler, presented=presented_sessions, sessions=sessions)
    end_session = command(shared, EndSession, EndSessionHandler, acting=acting, sessions=sessions)
    sign_out_everywhere = command(
        shared,
        SignOutEverywhere,
        SignOutEverywhereHandler,
        accounts=accounts,
        credentials=credentials,
        sessions=ending_sessions,
    )
    sign_in_operator = command(
        shared,
        SignInOperator,
        SignInHandler,
        tries=sign_in_tries,
        credentials=operator_accounts,
        accounts=providers.Object(None),
        memberships=operator_memberships,
        hasher=hasher,
        factors=second_factors,
        **_session_ports,
    )
    refresh_operator_session = command(
        shared,
        RefreshOperatorSession,
        RefreshSessionHandler,
        presented=presented_sessions,
        memberships=operator_memberships,
        **_session_ports,
    )
    sign_out_operator = command(
        shared, SignOutOperator, SignOutHandler, presented=presented_sessions, sessions=sessions
    )

    issue_api_key = command(
        shared, IssueApiKey, IssueApiKeyHandler, acting=acting, keys=keys, secrets=key_secrets, tokens=key_tokens
    )
    rotate_api_key = command(
        shared, RotateApiKey, RotateApiKeyHandler, acting=acting, keys=keys, secrets=key_secrets, tokens=key_tokens
    )
    revoke_api_key = command(shared, RevokeApiKey, RevokeApiKeyHandler, acting=acting, keys=keys, secrets=key_secrets)

    get_clinic = query(shared, GetClinic, questions.provided.clinic)
    get_sign_in_page = query(shared, GetSignInPage, questions.provided.sign_in_page)
    get_account = query(shared, GetAccount, questions.provided.account)
    list_accounts = query(shared, ListAccounts, questions.provided.accounts)
    list_sessions = query(shared, ListSessions, questions.provided.sessions)
    list_account_sessions = query(shared, ListAccountSessions, questions.provided.account_sessions)
    get_api_key = query(shared, GetApiKey, questions.provided.api_key)
    list_api_keys = query(shared, ListApiKeys, questions.provided.api_keys)
