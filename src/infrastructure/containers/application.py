"""Every context, together."""

from typing import Any

from dependency_injector import containers, providers

from infrastructure.containers.patients import PatientsContainer
from infrastructure.containers.shared import SharedContainer


class ApplicationContainer(containers.DeclarativeContainer):
    """The whole application. ``storage``, ``pool`` and ``vault`` are put in by the process that runs."""

    storage = providers.Dependency(instance_of=str)
    pool: "providers.Dependency[Any]" = providers.Dependency(default=None)
    vault: "providers.Dependency[Any]" = providers.Dependency()
    clock: "providers.Dependency[Any]" = providers.Dependency()

    shared = providers.Container(SharedContainer, storage=storage, pool=pool, vault=vault, clock=clock)
    patients = providers.Container(PatientsContainer, shared=shared)
