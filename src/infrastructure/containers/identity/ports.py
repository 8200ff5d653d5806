"""What the matters of identity share: read models, what is kept in memory, and the ports."""

from datetime import timedelta
from typing import Any

from dependency_injector import containers, providers

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.invitations import Invitations
from application.identity.second_factors.second_factor_demands import SecondFactorDemands
from application.identity.sessions.ending_sessions import EndingSessions
from application.identity.sessions.proving_again import ProvingAgain
from application.identity.sessions.sign_in_tries import SignInTries
from application.identity.views import AccountView, ApiKeyView, ClinicView
from domain.identity.account import Account
from domain.identity.api_key import ApiKey
from domain.identity.clinic import Clinic
from domain.identity.password import PasswordPolicy
from domain.identity.tries import TryLimit
from infrastructure.crypto.access_tokens import JwtAccessTokens
from infrastructure.crypto.common_passwords import common_passwords
from infrastructure.crypto.opaque_tokens import OpaqueTokens
from infrastructure.crypto.passwords import Argon2PasswordHasher
from infrastructure.memory.identity.api_key_secrets import MemoryApiKeySecrets
from infrastructure.memory.identity.clinic_directory import MemoryClinicDirectory
from infrastructure.memory.identity.credentials import MemoryCredentials
from infrastructure.memory.identity.operators import MemoryOperators
from infrastructure.memory.identity.own_rates import MemoryOwnRates
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
from infrastructure.postgres.identity.operators import PostgresOperators
from infrastructure.postgres.identity.own_rates import PostgresOwnRates
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


class IdentityPorts(containers.DeclarativeContainer):
    """Wires what every matter stands on."""

    shared = providers.DependenciesContainer()
    signing_keys: "providers.Dependency[Any]" = providers.Dependency()
    issuer = providers.Dependency(instance_of=str)

    hasher = providers.Singleton(Argon2PasswordHasher)
    access_tokens = providers.Singleton(JwtAccessTokens, signing_keys, issuer=issuer, audience=AUDIENCE)
    invitation_tokens = providers.Singleton(OpaqueTokens, "pcinv")
    key_tokens = providers.Singleton(OpaqueTokens, "pk")
    password_policy = providers.Singleton(PasswordPolicy, common=providers.Singleton(common_passwords))

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
    questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresIdentityQueries, clinic_rows, account_rows, key_rows, shared.reads, shared.lists, shared.indexes
        ),
        memory=providers.Singleton(
            MemoryIdentityQueries, clinics_in_memory, accounts_in_memory, keys_in_memory, sessions_in_memory
        ),
    )

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
    proving = providers.Singleton(ProvingAgain, credentials, hasher, try_counts, try_limits)
    acting = providers.Singleton(ActingAccounts, accounts)
    invitations = providers.Singleton(Invitations, accounts, credentials, invitation_tokens)
    ending_sessions = providers.Singleton(EndingSessions, sessions)
