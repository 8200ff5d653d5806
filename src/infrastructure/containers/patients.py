"""The registry's use cases."""

from dependency_injector import containers, providers

from application.patients.add_contact import AddContact, AddContactHandler
from application.patients.add_coverage import AddCoverage, AddCoverageHandler
from application.patients.add_emergency_contact import AddEmergencyContact, AddEmergencyContactHandler
from application.patients.add_identifier import AddIdentifier, AddIdentifierHandler
from application.patients.care.assign_provider import AssignProvider, AssignProviderHandler
from application.patients.care.break_glass import BreakTheGlass, BreakTheGlassHandler
from application.patients.care.queries import GetBreakGlass, ListBreakGlass, ListCareAssignments
from application.patients.care.review_break_glass import ReviewBreakGlass, ReviewBreakGlassHandler
from application.patients.care.searching import SearchingInCare
from application.patients.care.unassign_provider import UnassignProvider, UnassignProviderHandler
from application.patients.care.views import BreakGlassView, CareAssignmentView
from application.patients.correct_demographics import CorrectDemographics, CorrectDemographicsHandler
from application.patients.correct_emergency_contact import CorrectEmergencyContact, CorrectEmergencyContactHandler
from application.patients.deactivate_patient import DeactivatePatient, DeactivatePatientHandler
from application.patients.disclosures.correct_disclosure import CorrectDisclosure, CorrectDisclosureHandler
from application.patients.disclosures.lift_suspension import LiftSuspension, LiftSuspensionHandler
from application.patients.disclosures.record_disclosure import RecordDisclosure, RecordDisclosureHandler
from application.patients.disclosures.record_suspended_disclosure import (
    RecordSuspendedDisclosure,
    RecordSuspendedDisclosureHandler,
)
from application.patients.disclosures.suspend_disclosure import SuspendDisclosure, SuspendDisclosureHandler
from application.patients.disclosures.views import RecordedDisclosureView
from application.patients.end_coverage import EndCoverage, EndCoverageHandler
from application.patients.end_representation import EndRepresentation, EndRepresentationHandler
from application.patients.erasure.approve_erasure import ApproveErasure, ApproveErasureHandler
from application.patients.erasure.examining import Examining
from application.patients.erasure.lift_legal_hold import LiftLegalHold, LiftLegalHoldHandler
from application.patients.erasure.place_legal_hold import PlaceLegalHold, PlaceLegalHoldHandler
from application.patients.erasure.queries import GetErasure, GetLegalHold, ListErasures, ListLegalHolds
from application.patients.erasure.request_erasure import RequestErasure, RequestErasureHandler
from application.patients.erasure.views import ErasureView, LegalHoldView
from application.patients.erasure.withdraw_erasure import WithdrawErasure, WithdrawErasureHandler
from application.patients.give_consent import GiveConsent, GiveConsentHandler
from application.patients.link_patients import LinkPatients, LinkPatientsHandler
from application.patients.name_guardian import NameGuardian, NameGuardianHandler
from application.patients.name_proxy import NameProxy, NameProxyHandler
from application.patients.naming import Naming
from application.patients.queries import (
    FindDuplicates,
    GetPatient,
    GetPatientLink,
    GetRegistryPolicy,
    ListRepresentations,
    SearchPatients,
)
from application.patients.reactivate_patient import ReactivatePatient, ReactivatePatientHandler
from application.patients.register_patient import RegisterPatient, RegisterPatientHandler
from application.patients.remove_contact import RemoveContact, RemoveContactHandler
from application.patients.remove_emergency_contact import RemoveEmergencyContact, RemoveEmergencyContactHandler
from application.patients.remove_identifier import RemoveIdentifier, RemoveIdentifierHandler
from application.patients.replace_coverage import ReplaceCoverage, ReplaceCoverageHandler
from application.patients.set_registry_policy import SetRegistryPolicy, SetRegistryPolicyHandler
from application.patients.unlink_patients import UnlinkPatients, UnlinkPatientsHandler
from application.patients.verify_contact import VerifyContact, VerifyContactHandler
from application.patients.verify_identity import VerifyIdentity, VerifyIdentityHandler
from application.patients.views import PatientLinkView, PatientView, RegistryPolicyView, RepresentationView
from application.patients.withdraw_consent import WithdrawConsent, WithdrawConsentHandler
from domain.patients.break_glass import BreakGlass
from domain.patients.care_assignment import CareAssignment
from domain.patients.disclosure import Disclosure
from domain.patients.erasure import Erasure
from domain.patients.legal_hold import LegalHold
from domain.patients.link import PatientLink
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from infrastructure.containers.wiring import command, query
from infrastructure.memory.care.queries import MemoryBreakGlassQueries
from infrastructure.memory.care.team import MemoryAssignees, MemoryCareAssignments, MemoryCareTeamQueries
from infrastructure.memory.erasure.queries import MemoryErasureQueries
from infrastructure.memory.erasure.requests import MemoryErasures, MemoryLegalHolds
from infrastructure.memory.erasure.shredding import MemoryShredder
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.patients.identifiers import MemoryIdentifiers
from infrastructure.memory.patients.links import MemoryPatientLinks
from infrastructure.memory.patients.lookalikes import MemoryLookalikes
from infrastructure.memory.patients.open_appointments import MemoryOpenAppointments
from infrastructure.memory.patients.queries import MemoryPatientQueries
from infrastructure.memory.patients.representations import MemoryPatientAccounts, MemoryRepresentations
from infrastructure.memory.repository import MemoryRepository
from infrastructure.postgres.care.queries import PostgresBreakGlassQueries
from infrastructure.postgres.care.team import (
    PostgresAssignees,
    PostgresCareAssignments,
    PostgresCareTeamQueries,
)
from infrastructure.postgres.erasure.queries import PostgresErasureQueries
from infrastructure.postgres.erasure.requests import PostgresErasures, PostgresLegalHolds
from infrastructure.postgres.erasure.shredding import PostgresShredder
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
from infrastructure.postgres.tables.patients import (
    break_glass,
    care_assignment,
    disclosure,
    erasure,
    legal_hold,
    patient,
    patient_link,
    registry_policy,
    representation,
)


def _itself(aggregate: Patient) -> object:
    return aggregate.id


def _represented(aggregate: Representation) -> object:
    return aggregate.patient


def _duplicate(aggregate: PatientLink) -> object:
    return aggregate.patient


def _concerned(aggregate: Erasure | LegalHold | BreakGlass | CareAssignment | Disclosure) -> object:
    return aggregate.patient


class PatientsContainer(containers.DeclarativeContainer):
    """Wires the registry."""

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
        MemoryRepository, Patient, shared.log, patient=_itself, follow=identifiers_in_memory.provided.follow
    )
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
    one_person = providers.Singleton(OnePerson, shared.log)
    links_in_memory = providers.Singleton(MemoryPatientLinks, PatientLink, shared.log, patient=_duplicate)
    links = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresPatientLinks, PatientLink, shared.store, providers.List(link_rows), patient=_duplicate
        ),
        memory=links_in_memory,
    )
    erasure_rows = providers.Singleton(ReadModel, erasure, Erasure, ErasureView, ErasureView.of, shared.keys)
    erasures_in_memory = providers.Singleton(MemoryErasures, Erasure, shared.log, patient=_concerned)
    erasures = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresErasures, Erasure, shared.store, providers.List(erasure_rows), patient=_concerned
        ),
        memory=erasures_in_memory,
    )
    legal_hold_rows = providers.Singleton(
        ReadModel,
        legal_hold,
        LegalHold,
        LegalHoldView,
        LegalHoldView.of,
        shared.keys,
        subject=lambda view: view.patient,
    )
    legal_holds_in_memory = providers.Singleton(MemoryLegalHolds, LegalHold, shared.log, patient=_concerned)
    legal_holds = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresLegalHolds, LegalHold, shared.store, providers.List(legal_hold_rows), patient=_concerned
        ),
        memory=legal_holds_in_memory,
    )
    shredder = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresShredder),
        memory=providers.Singleton(MemoryShredder, shared.log),
    )
    erasure_questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresErasureQueries, erasure_rows, legal_hold_rows, shared.reads, shared.lists),
        memory=providers.Singleton(MemoryErasureQueries, erasures_in_memory, legal_holds_in_memory),
    )
    disclosure_rows = providers.Singleton(
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
            PostgresRepository, Disclosure, shared.store, providers.List(disclosure_rows), patient=_concerned
        ),
        memory=providers.Singleton(MemoryRepository, Disclosure, shared.log, patient=_concerned),
    )
    glass_rows = providers.Singleton(
        ReadModel,
        break_glass,
        BreakGlass,
        BreakGlassView,
        BreakGlassView.of,
        shared.keys,
        subject=lambda view: view.patient,
    )
    glasses_in_memory = providers.Singleton(MemoryRepository, BreakGlass, shared.log, patient=_concerned)
    glasses = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository, BreakGlass, shared.store, providers.List(glass_rows), patient=_concerned
        ),
        memory=glasses_in_memory,
    )
    glass_questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresBreakGlassQueries, glass_rows, shared.reads, shared.lists),
        memory=providers.Singleton(MemoryBreakGlassQueries, glasses_in_memory),
    )
    assignment_rows = providers.Singleton(
        ReadModel, care_assignment, CareAssignment, CareAssignmentView, CareAssignmentView.of, shared.keys
    )
    assignments_in_memory = providers.Singleton(MemoryCareAssignments, CareAssignment, shared.log, patient=_concerned)
    assignments = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresCareAssignments,
            CareAssignment,
            shared.store,
            providers.List(assignment_rows),
            patient=_concerned,
        ),
        memory=assignments_in_memory,
    )
    assignees = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresAssignees),
        memory=providers.Singleton(MemoryAssignees, shared.log),
    )
    care_team_questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCareTeamQueries, assignment_rows, shared.lists),
        memory=providers.Singleton(MemoryCareTeamQueries, assignments_in_memory, shared.log),
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
        MemoryRepresentations, Representation, shared.log, patient=_represented
    )
    representations = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepresentations,
            Representation,
            shared.store,
            providers.List(representation_rows),
            patient=_represented,
        ),
        memory=representations_in_memory,
    )
    accounts = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresPatientAccounts),
        memory=providers.Singleton(MemoryPatientAccounts, shared.log),
    )
    naming = providers.Singleton(Naming, patients, accounts, representations, shared.terms, shared.locks)
    open_appointments = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresOpenAppointments),
        memory=providers.Singleton(MemoryOpenAppointments, shared.log),
    )
    examining = providers.Singleton(
        Examining, patients, links, legal_holds, open_appointments, shared.terms, shared.locks
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

    searching = providers.Singleton(SearchingInCare, questions, shared.care)

    register_patient = command(
        shared, RegisterPatient, RegisterPatientHandler, patients=patients, lookalikes=lookalikes, day=shared.day
    )
    correct_demographics = command(
        shared, CorrectDemographics, CorrectDemographicsHandler, patients=patients, day=shared.day
    )
    add_contact = command(shared, AddContact, AddContactHandler, patients=patients)
    remove_contact = command(shared, RemoveContact, RemoveContactHandler, patients=patients)
    verify_contact = command(shared, VerifyContact, VerifyContactHandler, patients=patients)
    add_identifier = command(shared, AddIdentifier, AddIdentifierHandler, patients=patients, identifiers=identifiers)
    remove_identifier = command(shared, RemoveIdentifier, RemoveIdentifierHandler, patients=patients)
    add_emergency_contact = command(shared, AddEmergencyContact, AddEmergencyContactHandler, patients=patients)
    correct_emergency_contact = command(
        shared, CorrectEmergencyContact, CorrectEmergencyContactHandler, patients=patients
    )
    remove_emergency_contact = command(shared, RemoveEmergencyContact, RemoveEmergencyContactHandler, patients=patients)
    add_coverage = command(shared, AddCoverage, AddCoverageHandler, patients=patients)
    replace_coverage = command(shared, ReplaceCoverage, ReplaceCoverageHandler, patients=patients)
    end_coverage = command(shared, EndCoverage, EndCoverageHandler, patients=patients)
    deactivate_patient = command(
        shared,
        DeactivatePatient,
        DeactivatePatientHandler,
        patients=patients,
        appointments=open_appointments,
        locks=shared.locks,
    )
    reactivate_patient = command(shared, ReactivatePatient, ReactivatePatientHandler, patients=patients)
    verify_identity = command(shared, VerifyIdentity, VerifyIdentityHandler, patients=patients)
    give_consent = command(shared, GiveConsent, GiveConsentHandler, patients=patients, terms=shared.terms)
    withdraw_consent = command(
        shared, WithdrawConsent, WithdrawConsentHandler, patients=patients, terms=shared.terms, locks=shared.locks
    )
    name_guardian = command(shared, NameGuardian, NameGuardianHandler, naming=naming)
    name_proxy = command(shared, NameProxy, NameProxyHandler, naming=naming)
    end_representation = command(shared, EndRepresentation, EndRepresentationHandler, representations=representations)
    set_registry_policy = command(shared, SetRegistryPolicy, SetRegistryPolicyHandler, rules=rules)
    link_patients = command(
        shared,
        LinkPatients,
        LinkPatientsHandler,
        patients=patients,
        links=links,
        appointments=open_appointments,
        locks=shared.locks,
    )
    unlink_patients = command(shared, UnlinkPatients, UnlinkPatientsHandler, links=links, locks=shared.locks)
    request_erasure = command(shared, RequestErasure, RequestErasureHandler, erasures=erasures, examining=examining)
    withdraw_erasure = command(shared, WithdrawErasure, WithdrawErasureHandler, erasures=erasures)
    approve_erasure = command(
        shared,
        ApproveErasure,
        ApproveErasureHandler,
        erasures=erasures,
        patients=patients,
        examining=examining,
        shredder=shredder,
    )
    place_legal_hold = command(
        shared, PlaceLegalHold, PlaceLegalHoldHandler, patients=patients, holds=legal_holds, locks=shared.locks
    )
    lift_legal_hold = command(shared, LiftLegalHold, LiftLegalHoldHandler, holds=legal_holds)

    assign_provider = command(
        shared,
        AssignProvider,
        AssignProviderHandler,
        patients=patients,
        assignments=assignments,
        assignees=assignees,
        locks=shared.locks,
    )
    unassign_provider = command(shared, UnassignProvider, UnassignProviderHandler, assignments=assignments)
    record_disclosure = command(
        shared, RecordDisclosure, RecordDisclosureHandler, patients=patients, disclosures=disclosures
    )
    correct_disclosure = command(shared, CorrectDisclosure, CorrectDisclosureHandler, disclosures=disclosures)
    record_suspended_disclosure = command(
        shared, RecordSuspendedDisclosure, RecordSuspendedDisclosureHandler, patients=patients, disclosures=disclosures
    )
    suspend_disclosure = command(shared, SuspendDisclosure, SuspendDisclosureHandler, disclosures=disclosures)
    lift_suspension = command(shared, LiftSuspension, LiftSuspensionHandler, disclosures=disclosures)

    break_glass = command(
        shared, BreakTheGlass, BreakTheGlassHandler, patients=patients, glasses=glasses, terms=shared.terms
    )
    review_break_glass = command(shared, ReviewBreakGlass, ReviewBreakGlassHandler, glasses=glasses)

    list_care_assignments = query(shared, ListCareAssignments, care_team_questions.provided.assignments)
    get_break_glass = query(shared, GetBreakGlass, glass_questions.provided.glass)
    list_break_glass = query(shared, ListBreakGlass, glass_questions.provided.glasses)
    get_erasure = query(shared, GetErasure, erasure_questions.provided.erasure)
    list_erasures = query(shared, ListErasures, erasure_questions.provided.erasures)
    get_legal_hold = query(shared, GetLegalHold, erasure_questions.provided.legal_hold)
    list_legal_holds = query(shared, ListLegalHolds, erasure_questions.provided.legal_holds)
    get_patient_link = query(shared, GetPatientLink, questions.provided.link)
    get_patient = query(shared, GetPatient, questions.provided.get)
    get_registry_policy = query(shared, GetRegistryPolicy, questions.provided.registry_policy)
    list_representations = query(shared, ListRepresentations, questions.provided.representations)
    search_patients = query(shared, SearchPatients, searching.provided.search)
    find_duplicates = query(shared, FindDuplicates, questions.provided.duplicates)
