"""Patients in great numbers: the registry's own facts and projections, several patients in one transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from bench.practice import Practice, side_by_side

from application.shared.execution import Execution
from application.shared.transactions import Answer
from domain.patients.consent import ConsentKind, SaidByPatient, Statement
from domain.patients.contact import ContactId
from domain.patients.patient import Patient
from domain.patients.registry_policy import RegistryPolicy, RegistryTerms
from domain.patients.verification import IdentityCheck
from domain.shared.identifiers import PatientId
from interfaces.demo.people import DemoPatient

_TOGETHER = 10
"""Patients in one transaction: more make a statement that takes longer to plan than to carry out."""
_ANSWER = Answer(body=b"{}", version=1, consistency_token="")


async def register(practice: Practice, people: Sequence[DemoPatient]) -> list[PatientId]:
    """Register people who may be seen by video at once, and give their ids in order."""
    groups = [people[first : first + _TOGETHER] for first in range(0, len(people), _TOGETHER)]
    registered = await side_by_side(lambda group: _together(practice, group), groups)
    return [patient for group in registered for patient in group]


async def _together(practice: Practice, people: Sequence[DemoPatient]) -> list[PatientId]:
    now = datetime.now(UTC)
    execution = Execution(
        actor=practice.owner,
        operation="patients.register-patient",
        reach="any",
        command_id=uuid4(),
        now=now,
        correlation_id=uuid4(),
    )
    terms = RegistryTerms(policy=RegistryPolicy.default(), day=now.date())
    repository = practice.container.patients().ports().patients()
    made = []
    async with practice.container.shared().transactions().begin(execution, None, 30) as transaction:
        for person in people:
            contacts = [(ContactId(uuid4()), contact) for contact in person.contacts]
            patient = Patient.register(PatientId(uuid4()), person.demographics, contacts, today=now.date())
            patient.verify_identity(IdentityCheck.PHOTO_ID, practice.owner.id, now=now)
            patient.give_consent(ConsentKind.TELEHEALTH, "2026-01", Statement(SaidByPatient()), terms=terms, now=now)
            await repository.add(patient, execution)
            made.append(PatientId(patient.id))
        await transaction.commit(_ANSWER, None)
    return made
