"""Service keys."""

from dependency_injector import containers, providers

from application.identity.api_keys.issue_api_key import IssueApiKey, IssueApiKeyHandler
from application.identity.api_keys.revoke_api_key import RevokeApiKey, RevokeApiKeyHandler
from application.identity.api_keys.rotate_api_key import RotateApiKey, RotateApiKeyHandler
from application.identity.queries import GetApiKey, ListApiKeys
from infrastructure.containers.wiring import command, query


class ApiKeysContainer(containers.DeclarativeContainer):
    """Wires service keys."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    issue_api_key = command(
        shared,
        IssueApiKey,
        IssueApiKeyHandler,
        acting=ports.acting,
        keys=ports.keys,
        secrets=ports.key_secrets,
        tokens=ports.key_tokens,
    )
    rotate_api_key = command(
        shared,
        RotateApiKey,
        RotateApiKeyHandler,
        acting=ports.acting,
        keys=ports.keys,
        secrets=ports.key_secrets,
        tokens=ports.key_tokens,
    )
    revoke_api_key = command(
        shared, RevokeApiKey, RevokeApiKeyHandler, acting=ports.acting, keys=ports.keys, secrets=ports.key_secrets
    )

    get_api_key = query(shared, GetApiKey, ports.questions.provided.api_key)
    list_api_keys = query(shared, ListApiKeys, ports.questions.provided.api_keys)
