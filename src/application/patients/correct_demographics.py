"""Correct what the record says of a patient."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.clock import ClinicDay
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.demographics import BirthDateInFuture, BirthDateTooLongAgo, Demographics
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class CorrectDemographics(Command, frozen=True, kw_only=True):
    """Correct a patient's demographics."""

    operation: ClassVar[str] = "patients.correct-demographics"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (BirthDateInFuture, BirthDateTooLongAgo)

    patient: InPath[PatientId] = IN_PATH
    demographics: Demographics


@dataclass(frozen=True, slots=True)
class CorrectDemographicsHandler:
    """Replaces the demographics as a whole."""

    patients: Patients
    day: ClinicDay

    async def __call__(self, command: CorrectDemographics, execution: Execution) -> Receipt:
        """Write down what is right; saying the same again changes nothing."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.correct_demographics(command.demographics, today=await self.day.today(execution))
        return Receipt.of(patient)
