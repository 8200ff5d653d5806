"""Clinics, accounts, sessions and keys."""

from typing import Any

from dependency_injector import containers, providers

from infrastructure.containers.identity.accounts import AccountsContainer
from infrastructure.containers.identity.api_keys import ApiKeysContainer
from infrastructure.containers.identity.clinics import ClinicsContainer
from infrastructure.containers.identity.ports import IdentityPorts
from infrastructure.containers.identity.second_factors import SecondFactorsContainer
from infrastructure.containers.identity.sessions import SessionsContainer


class IdentityContainer(containers.DeclarativeContainer):
    """Puts identity's matters together."""

    shared = providers.DependenciesContainer()
    signing_keys: "providers.Dependency[Any]" = providers.Dependency()
    issuer = providers.Dependency(instance_of=str)

    ports = providers.Container(IdentityPorts, shared=shared, signing_keys=signing_keys, issuer=issuer)
    clinics = providers.Container(ClinicsContainer, shared=shared, ports=ports)
    accounts = providers.Container(AccountsContainer, shared=shared, ports=ports)
    second_factors = providers.Container(SecondFactorsContainer, shared=shared, ports=ports)
    sessions = providers.Container(SessionsContainer, shared=shared, ports=ports)
    api_keys = providers.Container(ApiKeysContainer, shared=shared, ports=ports)
