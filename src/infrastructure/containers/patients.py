"""The registry's use cases."""

from dependency_injector import containers, providers

from application.patients.queries import GetPatient
from application.patients.register_patient import RegisterPatient, RegisterPatientHandler
from application.patients.views import PatientView
from domain.patients.patient import Patient
from infrastructure.containers.wiring import command, query
from infrastructure.memory.patients.queries import MemoryPatientQueries
from infrastructure.memory.repository import MemoryRepository
from infrastructure.postgres.patients.projections import PatientTokens
from infrastructure.postgres.patients.queries import PostgresPatientQueries
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.tables.patients import patient


def _itself(aggregate: Patient) -> object:
    return aggregate.id


class PatientsContainer(containers.DeclarativeContainer):
    """Wires the registry."""

    shared = providers.DependenciesContainer()

    records = providers.Singleton(
        ReadModel, patient, Patient, PatientView, PatientView.of, shared.keys, subject=lambda view: view.id
    )
    in_memory = providers.Singleton(MemoryRepository, Patient, shared.log, patient=_itself)
    patients = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            Patient,
            shared.store,
            providers.List(records, providers.Singleton(PatientTokens, shared.indexes)),
            patient=_itself,
        ),
        memory=in_memory,
    )
    questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresPatientQueries, records, shared.reads),
        memory=providers.Singleton(MemoryPatientQueries, in_memory),
    )

    register_patient = command(shared, RegisterPatient, RegisterPatientHandler, patients=patients, day=shared.day)

    get_patient = query(shared, GetPatient, questions.provided.get)
