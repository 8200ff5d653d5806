"""What was told to outsiders, recorded by hand."""

from dependency_injector import containers, providers

from application.patients.disclosures.correct_disclosure import CorrectDisclosure, CorrectDisclosureHandler
from application.patients.disclosures.lift_suspension import LiftSuspension, LiftSuspensionHandler
from application.patients.disclosures.record_disclosure import RecordDisclosure, RecordDisclosureHandler
from application.patients.disclosures.record_suspended_disclosure import (
    RecordSuspendedDisclosure,
    RecordSuspendedDisclosureHandler,
)
from application.patients.disclosures.suspend_disclosure import SuspendDisclosure, SuspendDisclosureHandler
from application.patients.disclosures.views import RecordedDisclosureView
from domain.patients.disclosure import Disclosure
from infrastructure.containers.patients.whose import patient_of
from infrastructure.containers.wiring import command
from infrastructure.memory.repository import MemoryRepository
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.tables.patients import disclosure


class DisclosuresContainer(containers.DeclarativeContainer):
    """Wires disclosures."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    rows = providers.Singleton(
        ReadModel,
        disclosure,
        Disclosure,
        RecordedDisclosureView,
        RecordedDisclosureView.of,
        shared.keys,
        subject=lambda view: view.patient,
    )
    disclosures = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository, Disclosure, shared.store, providers.List(rows), patient=patient_of
        ),
        memory=providers.Singleton(MemoryRepository, Disclosure, shared.log, patient=patient_of),
    )

    record_disclosure = command(
        shared, RecordDisclosure, RecordDisclosureHandler, patients=ports.patients, disclosures=disclosures
    )
    correct_disclosure = command(shared, CorrectDisclosure, CorrectDisclosureHandler, disclosures=disclosures)
    record_suspended_disclosure = command(
        shared,
        RecordSuspendedDisclosure,
        RecordSuspendedDisclosureHandler,
        patients=ports.patients,
        disclosures=disclosures,
    )
    suspend_disclosure = command(shared, SuspendDisclosure, SuspendDisclosureHandler, disclosures=disclosures)
    lift_suspension = command(shared, LiftSuspension, LiftSuspensionHandler, disclosures=disclosures)
