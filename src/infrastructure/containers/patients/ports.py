"""What the matters of the registry share: read models, what is kept in memory, and the ports."""

from dependency_injector import containers, providers

from application.patients.views import PatientLinkView, PatientView, RegistryPolicyView, RepresentationView
from domain.patients.link import PatientLink
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from infrastructure.containers.patients.whose import itself, patient_of
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.patients.identifiers import MemoryIdentifiers
from infrastructure.memory.patients.links import MemoryPatientLinks
from infrastructure.memory.patients.lookalikes import MemoryLookalikes
from infrastructure.memory.patients.open_appointments import MemoryOpenAppointments
from infrastructure.memory.patients.queries import MemoryPatientQueries
from infrastructure.memory.patients.representations import MemoryPatientAccounts, MemoryRepresentations
from infrastructure.memory.repository import MemoryRepository
from infrastructure.postgres.one_person import LINKS
from infrastructure.postgres.patients.identifiers import PostgresIdentifiers
from infrastructure.postgres.patients.links import PostgresPatientLinks
from infrastructure.postgres.patients.lookalikes import PostgresLookalikes
from infrastructure.postgres.patients.open_appointments import PostgresOpenAppointments
from infrastructure.postgres.patients.projections import PatientTokens
from infrastructure.postgres.patients.queries import PostgresPatientQueries
from infrastructure.postgres.patients.representations import PostgresPatientAccounts, PostgresRepresentations
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.tables.patients import patient, patient_link, registry_policy, representation


class PatientsPorts(containers.DeclarativeContainer):
    """Wires what every matter stands on."""

    shared = providers.DependenciesContainer()

    records = providers.Singleton(
        ReadModel,
        patient,
        Patient,
        PatientView,
        PatientView.of,
        shared.keys,
        subject=lambda view: view.id,
        beside={"links": LINKS, "withheld": "null"},
    )
    link_rows = providers.Singleton(
        ReadModel,
        patient_link,
        PatientLink,
        PatientLinkView,
        PatientLinkView.of,
        shared.keys,
        subject=lambda view: view.patient,
    )
    identifiers_in_memory = providers.Singleton(MemoryIdentifiers)
    in_memory = providers.Singleton(
        MemoryRepository, Patient, shared.log, patient=itself, follow=identifiers_in_memory.provided.follow
    )
    patients = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            Patient,
            shared.store,
            providers.List(records, providers.Singleton(PatientTokens, shared.indexes)),
            patient=itself,
        ),
        memory=in_memory,
    )
    one_person = providers.Singleton(OnePerson, shared.log)
    links_in_memory = providers.Singleton(MemoryPatientLinks, PatientLink, shared.log, patient=patient_of)
    links = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresPatientLinks, PatientLink, shared.store, providers.List(link_rows), patient=patient_of
        ),
        memory=links_in_memory,
    )
    identifiers = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresIdentifiers, shared.indexes),
        memory=identifiers_in_memory,
    )
    policy_rows = providers.Singleton(
        ReadModel, registry_policy, ClinicRegistryRules, RegistryPolicyView, RegistryPolicyView.of, shared.keys
    )
    rules_in_memory = providers.Singleton(MemoryRepository, ClinicRegistryRules, shared.log)
    rules = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository, ClinicRegistryRules, shared.store, providers.List(policy_rows)
        ),
        memory=rules_in_memory,
    )
    representation_rows = providers.Singleton(
        ReadModel, representation, Representation, RepresentationView, RepresentationView.of, shared.keys
    )
    representations_in_memory = providers.Singleton(
        MemoryRepresentations, Representation, shared.log, patient=patient_of
    )
    representations = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepresentations,
            Representation,
            shared.store,
            providers.List(representation_rows),
            patient=patient_of,
        ),
        memory=representations_in_memory,
    )
    accounts = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresPatientAccounts),
        memory=providers.Singleton(MemoryPatientAccounts, shared.log),
    )
    open_appointments = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresOpenAppointments),
        memory=providers.Singleton(MemoryOpenAppointments, shared.log),
    )
    lookalikes_in_memory = providers.Singleton(MemoryLookalikes, in_memory)
    lookalikes = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresLookalikes, records, shared.lists, shared.indexes),
        memory=lookalikes_in_memory,
    )
    questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresPatientQueries,
            records,
            policy_rows,
            representation_rows,
            link_rows,
            shared.reads,
            shared.lists,
            shared.indexes,
        ),
        memory=providers.Singleton(
            MemoryPatientQueries,
            in_memory,
            rules_in_memory,
            representations_in_memory,
            links_in_memory,
            lookalikes_in_memory,
            one_person,
        ),
    )
