"""Every context, together."""

from typing import Any

from dependency_injector import containers, providers

from infrastructure.containers.audit import AuditContainer
from infrastructure.containers.identity.container import IdentityContainer
from infrastructure.containers.integrations import IntegrationsContainer
from infrastructure.containers.patients.container import PatientsContainer
from infrastructure.containers.providers import ProvidersContainer
from infrastructure.containers.scheduling.container import SchedulingContainer
from infrastructure.containers.shared import SharedContainer
from infrastructure.crypto.signing_keys import SigningKeys


class ApplicationContainer(containers.DeclarativeContainer):
    """The whole application. ``storage``, ``pool`` and ``vault`` are put in by the process that runs."""

    storage = providers.Dependency(instance_of=str)
    pool: "providers.Dependency[Any]" = providers.Dependency(default=None)
    auditors: "providers.Dependency[Any]" = providers.Dependency(default=providers.Object(None))
    """Connections in the role that reads the audit trail."""
    vault: "providers.Dependency[Any]" = providers.Dependency()
    clock: "providers.Dependency[Any]" = providers.Dependency()
    signing_keys: "providers.Dependency[Any]" = providers.Dependency(default=providers.Singleton(SigningKeys.generate))
    """Keys that sign access tokens. By default drawn anew: good in one process, until it ends."""
    issuer = providers.Dependency(instance_of=str, default="polyclinic")

    shared = providers.Container(SharedContainer, storage=storage, pool=pool, vault=vault, clock=clock)
    identity = providers.Container(IdentityContainer, shared=shared, signing_keys=signing_keys, issuer=issuer)
    patients = providers.Container(PatientsContainer, shared=shared)
    directory = providers.Container(ProvidersContainer, shared=shared)
    scheduling = providers.Container(SchedulingContainer, shared=shared)
    integrations = providers.Container(IntegrationsContainer, shared=shared)
    audit = providers.Container(
        AuditContainer,
        shared=shared,
        patients=patients.ports,
        disclosed=patients.disclosures,
        directory=directory,
        auditors=auditors,
    )
