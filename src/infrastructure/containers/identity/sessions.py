"""Signing in, staying so, and signing out."""

from typing import Any, ClassVar

from dependency_injector import containers, providers

from application.identity.accounts.memberships import AccountMemberships, OperatorMemberships
from application.identity.queries import ListAccountSessions, ListSessions
from application.identity.sessions.authentication import Authentication
from application.identity.sessions.end_session import EndSession, EndSessionHandler
from application.identity.sessions.prove_again import ProveAgain, ProveAgainHandler
from application.identity.sessions.refresh_session import (
    PresentedSessions,
    RefreshOperatorSession,
    RefreshSession,
    RefreshSessionHandler,
)
from application.identity.sessions.sign_in import SignIn, SignInHandler, SignInOperator
from application.identity.sessions.sign_out import SignOut, SignOutHandler, SignOutOperator
from application.identity.sessions.sign_out_everywhere import SignOutEverywhere, SignOutEverywhereHandler
from domain.identity.session import SessionPolicy
from infrastructure.containers.wiring import command, query
from infrastructure.crypto.refresh_tokens import ProvenRefreshTokens


class SessionsContainer(containers.DeclarativeContainer):
    """Wires sessions."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    refresh_tokens = providers.Singleton(ProvenRefreshTokens, shared.vault)
    session_policy = providers.Singleton(SessionPolicy)

    authenticator = providers.Singleton(
        Authentication,
        ports.access_tokens,
        ports.revocations,
        ports.key_tokens,
        ports.key_secrets,
        ports.directory,
        shared.clock,
    )
    """Whose credential it is: what every interface asks first."""
    memberships = providers.Singleton(AccountMemberships, ports.accounts)
    operator_memberships = providers.Singleton(OperatorMemberships)
    presented_sessions = providers.Singleton(PresentedSessions, ports.sessions, refresh_tokens)

    _session_ports: ClassVar[dict[str, Any]] = {
        "sessions": ports.sessions,
        "refresh_tokens": refresh_tokens,
        "access_tokens": ports.access_tokens,
        "policy": session_policy,
        "demands": ports.demands,
    }

    sign_in = command(
        shared,
        SignIn,
        SignInHandler,
        tries=ports.sign_in_tries,
        credentials=ports.credentials,
        accounts=ports.accounts,
        memberships=memberships,
        hasher=ports.hasher,
        factors=ports.second_factors,
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
        proving=ports.proving,
        factors=ports.second_factors,
        memberships=memberships,
        demands=ports.demands,
        sessions=ports.sessions,
        access_tokens=ports.access_tokens,
    )
    sign_out = command(shared, SignOut, SignOutHandler, presented=presented_sessions, sessions=ports.sessions)
    end_session = command(shared, EndSession, EndSessionHandler, acting=ports.acting, sessions=ports.sessions)
    sign_out_everywhere = command(
        shared,
        SignOutEverywhere,
        SignOutEverywhereHandler,
        accounts=ports.accounts,
        credentials=ports.credentials,
        sessions=ports.ending_sessions,
    )
    sign_in_operator = command(
        shared,
        SignInOperator,
        SignInHandler,
        tries=ports.sign_in_tries,
        credentials=ports.operator_accounts,
        accounts=providers.Object(None),
        memberships=operator_memberships,
        hasher=ports.hasher,
        factors=ports.second_factors,
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
        shared, SignOutOperator, SignOutHandler, presented=presented_sessions, sessions=ports.sessions
    )

    list_sessions = query(shared, ListSessions, ports.questions.provided.sessions)
    list_account_sessions = query(shared, ListAccountSessions, ports.questions.provided.account_sessions)
