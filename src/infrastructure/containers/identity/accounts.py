"""Accounts, from the invitation on."""

from dependency_injector import containers, providers

from application.identity.accounts.accept_invitation import AcceptInvitation, AcceptInvitationHandler
from application.identity.accounts.change_password import ChangePassword, ChangePasswordHandler
from application.identity.accounts.change_role import ChangeRole, ChangeRoleHandler
from application.identity.accounts.disable_account import DisableAccount, DisableAccountHandler
from application.identity.accounts.enable_account import EnableAccount, EnableAccountHandler
from application.identity.accounts.invite_account import InviteAccount, InviteAccountHandler
from application.identity.accounts.invite_patient import InvitePatient, InvitePatientHandler
from application.identity.accounts.invite_representative import InviteRepresentative, InviteRepresentativeHandler
from application.identity.accounts.new_passwords import NewPasswords
from application.identity.accounts.unlock_account import UnlockAccount, UnlockAccountHandler
from application.identity.queries import GetAccount, ListAccounts
from infrastructure.containers.wiring import command, query
from infrastructure.memory.identity.owners import MemoryOwners
from infrastructure.memory.identity.people import MemoryPeople
from infrastructure.postgres.identity.owners import PostgresOwners
from infrastructure.postgres.identity.people import PostgresPeople


class AccountsContainer(containers.DeclarativeContainer):
    """Wires accounts."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    owners = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresOwners),
        memory=providers.Singleton(MemoryOwners, ports.accounts_in_memory),
    )
    people = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresPeople),
        memory=providers.Singleton(MemoryPeople, shared.log),
    )

    new_passwords = providers.Singleton(NewPasswords, ports.clinics, ports.hasher, ports.password_policy)

    invite_account = command(
        shared, InviteAccount, InviteAccountHandler, acting=ports.acting, invitations=ports.invitations, people=people
    )
    invite_patient = command(
        shared,
        InvitePatient,
        InvitePatientHandler,
        acting=ports.acting,
        invitations=ports.invitations,
        people=people,
        locks=shared.locks,
    )
    invite_representative = command(
        shared, InviteRepresentative, InviteRepresentativeHandler, acting=ports.acting, invitations=ports.invitations
    )
    accept_invitation = command(
        shared,
        AcceptInvitation,
        AcceptInvitationHandler,
        accounts=ports.accounts,
        credentials=ports.credentials,
        tokens=ports.invitation_tokens,
        passwords=new_passwords,
    )
    change_password = command(
        shared,
        ChangePassword,
        ChangePasswordHandler,
        accounts=ports.accounts,
        credentials=ports.credentials,
        sessions=ports.ending_sessions,
        proving=ports.proving,
        passwords=new_passwords,
    )
    change_role = command(
        shared,
        ChangeRole,
        ChangeRoleHandler,
        acting=ports.acting,
        locks=shared.locks,
        accounts=ports.accounts,
        owners=owners,
        people=people,
        credentials=ports.credentials,
        sessions=ports.ending_sessions,
    )
    enable_account = command(
        shared, EnableAccount, EnableAccountHandler, acting=ports.acting, invitations=ports.invitations
    )
    disable_account = command(
        shared,
        DisableAccount,
        DisableAccountHandler,
        acting=ports.acting,
        locks=shared.locks,
        accounts=ports.accounts,
        owners=owners,
        credentials=ports.credentials,
        factors=ports.second_factors,
        sessions=ports.ending_sessions,
    )
    unlock_account = command(
        shared,
        UnlockAccount,
        UnlockAccountHandler,
        acting=ports.acting,
        accounts=ports.accounts,
        tries=ports.sign_in_tries,
    )

    get_account = query(shared, GetAccount, ports.questions.provided.account)
    list_accounts = query(shared, ListAccounts, ports.questions.provided.accounts)
