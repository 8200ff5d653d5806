"""The records of patients, and who speaks for them."""

from dependency_injector import containers, providers

from application.patients.add_contact import AddContact, AddContactHandler
from application.patients.add_coverage import AddCoverage, AddCoverageHandler
from application.patients.add_emergency_contact import AddEmergencyContact, AddEmergencyContactHandler
from application.patients.add_identifier import AddIdentifier, AddIdentifierHandler
from application.patients.care.searching import SearchingInCare
from application.patients.correct_demographics import CorrectDemographics, CorrectDemographicsHandler
from application.patients.correct_emergency_contact import CorrectEmergencyContact, CorrectEmergencyContactHandler
from application.patients.deactivate_patient import DeactivatePatient, DeactivatePatientHandler
from application.patients.end_coverage import EndCoverage, EndCoverageHandler
from application.patients.end_representation import EndRepresentation, EndRepresentationHandler
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
from application.patients.withdraw_consent import WithdrawConsent, WithdrawConsentHandler
from infrastructure.containers.wiring import command, query


class RegistryContainer(containers.DeclarativeContainer):
    """Wires the registry."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    naming = providers.Singleton(
        Naming, ports.patients, ports.accounts, ports.representations, shared.terms, shared.locks
    )

    searching = providers.Singleton(SearchingInCare, ports.questions, shared.care)

    register_patient = command(
        shared,
        RegisterPatient,
        RegisterPatientHandler,
        patients=ports.patients,
        lookalikes=ports.lookalikes,
        day=shared.day,
    )
    correct_demographics = command(
        shared, CorrectDemographics, CorrectDemographicsHandler, patients=ports.patients, day=shared.day
    )
    add_contact = command(shared, AddContact, AddContactHandler, patients=ports.patients)
    remove_contact = command(shared, RemoveContact, RemoveContactHandler, patients=ports.patients)
    verify_contact = command(shared, VerifyContact, VerifyContactHandler, patients=ports.patients)
    add_identifier = command(
        shared, AddIdentifier, AddIdentifierHandler, patients=ports.patients, identifiers=ports.identifiers
    )
    remove_identifier = command(shared, RemoveIdentifier, RemoveIdentifierHandler, patients=ports.patients)
    add_emergency_contact = command(shared, AddEmergencyContact, AddEmergencyContactHandler, patients=ports.patients)
    correct_emergency_contact = command(
        shared, CorrectEmergencyContact, CorrectEmergencyContactHandler, patients=ports.patients
    )
    remove_emergency_contact = command(
        shared, RemoveEmergencyContact, RemoveEmergencyContactHandler, patients=ports.patients
    )
    add_coverage = command(shared, AddCoverage, AddCoverageHandler, patients=ports.patients)
    replace_coverage = command(shared, ReplaceCoverage, ReplaceCoverageHandler, patients=ports.patients)
    end_coverage = command(shared, EndCoverage, EndCoverageHandler, patients=ports.patients)
    deactivate_patient = command(
        shared,
        DeactivatePatient,
        DeactivatePatientHandler,
        patients=ports.patients,
        appointments=ports.open_appointments,
        locks=shared.locks,
    )
    reactivate_patient = command(shared, ReactivatePatient, ReactivatePatientHandler, patients=ports.patients)
    verify_identity = command(shared, VerifyIdentity, VerifyIdentityHandler, patients=ports.patients)
    give_consent = command(shared, GiveConsent, GiveConsentHandler, patients=ports.patients, terms=shared.terms)
    withdraw_consent = command(
        shared, WithdrawConsent, WithdrawConsentHandler, patients=ports.patients, terms=shared.terms, locks=shared.locks
    )
    name_guardian = command(shared, NameGuardian, NameGuardianHandler, naming=naming)
    name_proxy = command(shared, NameProxy, NameProxyHandler, naming=naming)
    end_representation = command(
        shared, EndRepresentation, EndRepresentationHandler, representations=ports.representations
    )
    set_registry_policy = command(shared, SetRegistryPolicy, SetRegistryPolicyHandler, rules=ports.rules)
    link_patients = command(
        shared,
        LinkPatients,
        LinkPatientsHandler,
        patients=ports.patients,
        links=ports.links,
        appointments=ports.open_appointments,
        locks=shared.locks,
    )
    unlink_patients = command(shared, UnlinkPatients, UnlinkPatientsHandler, links=ports.links, locks=shared.locks)

    get_patient_link = query(shared, GetPatientLink, ports.questions.provided.link)
    get_patient = query(shared, GetPatient, ports.questions.provided.get)
    get_registry_policy = query(shared, GetRegistryPolicy, ports.questions.provided.registry_policy)
    list_representations = query(shared, ListRepresentations, ports.questions.provided.representations)
    search_patients = query(shared, SearchPatients, searching.provided.search)
    find_duplicates = query(shared, FindDuplicates, ports.questions.provided.duplicates)
