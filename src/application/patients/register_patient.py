"""Register a patient."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import msgspec

from application.patients.ports import Lookalikes, Patients
from application.shared.clock import ClinicDay
from application.shared.command import Command, Receipt, Several
from application.shared.execution import Execution
from domain.patients.contact import Contact, ContactAlreadyThere, ContactId, TooManyContacts
from domain.patients.demographics import BirthDateInFuture, BirthDateTooLongAgo, Demographics
from domain.patients.duplicates import STOPS_FROM, PossibleDuplicate, candidates, told_apart
from domain.patients.likeness import Description
from domain.patients.patient import Patient
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class RegisterPatient(Command, frozen=True, kw_only=True):
    """Register a patient."""

    operation: ClassVar[str] = "patients.register-patient"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        BirthDateInFuture,
        BirthDateTooLongAgo,
        PhoneNumberImpossible,
        ContactAlreadyThere,
        TooManyContacts,
        PossibleDuplicate,
    )
    conditional: ClassVar[bool] = False

    demographics: Demographics
    contacts: Several[Contact] = ()
    insist: Annotated[
        bool, msgspec.Meta(description="Whether somebody looked at the likely duplicates: they are other people.")
    ] = False


@dataclass(frozen=True, slots=True)
class RegisterPatientHandler:
    """Takes a person into the clinic's registry."""

    patients: Patients
    lookalikes: Lookalikes
    day: ClinicDay

    async def __call__(self, command: RegisterPatient, execution: Execution) -> Receipt:
        """Register the patient under an id that derives from the command, unless they are likely on record already."""
        person = Description(demographics=command.demographics, contacts=command.contacts)
        likely = candidates(person, await self.lookalikes.of(person, execution), at_least=STOPS_FROM)
        patient = Patient.register(
            PatientId(execution.new_id("patient")),
            command.demographics,
            [(ContactId(execution.new_id(f"contact-{n}")), contact) for n, contact in enumerate(command.contacts)],
            today=await self.day.today(execution),
            apart_from=told_apart(likely, insist=command.insist),
        )
        await self.patients.add(patient, execution)
        return Receipt.of(patient)
