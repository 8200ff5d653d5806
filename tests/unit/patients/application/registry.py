"""The registry's use cases in memory, and who works with them."""

from typing import Any
from uuid import UUID

from application.patients.add_contact import AddContact, AddContactHandler
from application.patients.add_identifier import AddIdentifier, AddIdentifierHandler
from application.patients.correct_demographics import CorrectDemographics, CorrectDemographicsHandler
from application.patients.end_representation import EndRepresentation, EndRepresentationHandler
from application.patients.give_consent import GiveConsent, GiveConsentHandler
from application.patients.link_patients import LinkPatients, LinkPatientsHandler
from application.patients.name_guardian import NameGuardian, NameGuardianHandler
from application.patients.name_proxy import NameProxy, NameProxyHandler
from application.patients.naming import Naming
from application.patients.queries import FindDuplicates, GetPatient, GetPatientLink, ListRepresentations, SearchPatients
from application.patients.register_patient import RegisterPatient, RegisterPatientHandler
from application.patients.remove_contact import RemoveContact, RemoveContactHandler
from application.patients.remove_identifier import RemoveIdentifier, RemoveIdentifierHandler
from application.patients.unlink_patients import UnlinkPatients, UnlinkPatientsHandler
from application.patients.verify_contact import VerifyContact, VerifyContactHandler
from application.patients.verify_identity import VerifyIdentity, VerifyIdentityHandler
from application.patients.views import PatientView
from application.patients.withdraw_consent import WithdrawConsent, WithdrawConsentHandler
from domain.patients.contact import Contact
from domain.patients.demographics import Demographics
from domain.patients.link import PatientLink
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from domain.shared.identifiers import PatientId
from domain.shared.roles import Role
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.patients.identifiers import MemoryIdentifiers
from infrastructure.memory.patients.links import MemoryPatientLinks
from infrastructure.memory.patients.lookalikes import MemoryLookalikes
from infrastructure.memory.patients.open_appointments import MemoryOpenAppointments
from infrastructure.memory.patients.queries import MemoryPatientQueries
from infrastructure.memory.patients.representations import MemoryPatientAccounts, MemoryRepresentations
from infrastructure.memory.repository import MemoryRepository
from unit.application_harness import Memory, UseCases, somebody
from unit.patients.people import MIA


class Registry(UseCases):
    """A clinic's registry, with somebody at the front desk."""

    def __init__(self) -> None:
        memory = Memory()
        identifiers = MemoryIdentifiers()
        patients: MemoryRepository[Patient] = MemoryRepository(
            Patient, memory.log, patient=lambda patient: patient.id, follow=identifiers.follow
        )
        rules: MemoryRepository[ClinicRegistryRules] = MemoryRepository(ClinicRegistryRules, memory.log)
        representations = MemoryRepresentations(Representation, memory.log, patient=lambda one: one.patient)
        naming = Naming(patients, MemoryPatientAccounts(memory.log), representations, memory.terms, memory.locks)
        lookalikes = MemoryLookalikes(patients)
        links = MemoryPatientLinks(PatientLink, memory.log, patient=lambda link: link.patient)
        questions = MemoryPatientQueries(patients, rules, representations, links, lookalikes, OnePerson(memory.log))
        super().__init__(
            memory,
            memory.command(RegisterPatient, RegisterPatientHandler(patients, lookalikes, memory.day)),
            memory.command(CorrectDemographics, CorrectDemographicsHandler(patients, memory.day)),
            memory.command(AddContact, AddContactHandler(patients)),
            memory.command(RemoveContact, RemoveContactHandler(patients)),
            memory.command(VerifyContact, VerifyContactHandler(patients)),
            memory.command(AddIdentifier, AddIdentifierHandler(patients, identifiers)),
            memory.command(RemoveIdentifier, RemoveIdentifierHandler(patients)),
            memory.command(VerifyIdentity, VerifyIdentityHandler(patients)),
            memory.command(GiveConsent, GiveConsentHandler(patients, memory.terms)),
            memory.command(WithdrawConsent, WithdrawConsentHandler(patients, memory.terms, memory.locks)),
            memory.command(NameGuardian, NameGuardianHandler(naming)),
            memory.command(NameProxy, NameProxyHandler(naming)),
            memory.command(EndRepresentation, EndRepresentationHandler(representations)),
            memory.query(GetPatient, questions.get),
            memory.query(ListRepresentations, questions.representations),
            memory.query(SearchPatients, questions.search),
            memory.query(FindDuplicates, questions.duplicates),
            memory.query(GetPatientLink, questions.link),
            memory.command(
                LinkPatients, LinkPatientsHandler(patients, links, MemoryOpenAppointments(memory.log), memory.locks)
            ),
            memory.command(UnlinkPatients, UnlinkPatientsHandler(links, memory.locks)),
        )
        self.clinic = memory.open_clinic()
        self.desk = somebody(self.clinic, Role.FRONT_DESK)

    async def registered(self, who: Demographics = MIA, *contacts: Contact) -> PatientId:
        """Register a patient at the front desk, whoever looks like them."""
        receipt = await self.do(RegisterPatient(demographics=who, contacts=contacts, insist=True), self.desk)
        return PatientId(UUID(receipt["id"]))

    async def record(self, patient: PatientId) -> PatientView:
        """Read a patient's record at the front desk."""
        view: PatientView = await self.ask(GetPatient(patient=patient), self.desk)
        return view

    async def found(self, **criteria: Any) -> list[PatientId]:
        """Search at the front desk, and give who was found."""
        page = await self.ask(SearchPatients(**criteria), self.desk)
        return [view.id for view in page.items]
