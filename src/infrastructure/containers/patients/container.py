"""The registry."""

from dependency_injector import containers, providers

from infrastructure.containers.patients.care import CareContainer
from infrastructure.containers.patients.disclosures import DisclosuresContainer
from infrastructure.containers.patients.erasure import ErasureContainer
from infrastructure.containers.patients.ports import PatientsPorts
from infrastructure.containers.patients.registry import RegistryContainer


class PatientsContainer(containers.DeclarativeContainer):
    """Puts the registry's matters together."""

    shared = providers.DependenciesContainer()

    ports = providers.Container(PatientsPorts, shared=shared)
    registry = providers.Container(RegistryContainer, shared=shared, ports=ports)
    care = providers.Container(CareContainer, shared=shared, ports=ports)
    erasure = providers.Container(ErasureContainer, shared=shared, ports=ports)
    disclosures = providers.Container(DisclosuresContainer, shared=shared, ports=ports)
