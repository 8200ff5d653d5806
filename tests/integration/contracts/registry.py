"""One aggregate and two commands, on which the contracts of storage are shown."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, cast
from uuid import UUID, uuid4

import msgspec

from application.patients.ports import Patients
from application.patients.queries import GetPatient
from application.patients.register_patient import RegisterPatient
from application.patients.views import PatientView
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution, Reach
from application.shared.pipeline import CommandPipeline
from application.shared.transactions import Answer, AnswerKey, Transaction
from domain.patients.demographics import Demographics
from domain.patients.patient import Patient
from domain.shared.contacts import PersonName
from domain.shared.identifiers import PatientId
from integration.people import Person
from integration.stack import Stack

MIA = Demographics(name=PersonName(family="Okafor", given="Mia"), birth_date=date(1990, 4, 12))
REGISTER_MIA = RegisterPatient(demographics=MIA, insist=True)
"""Whoever looks like her: the contracts register her many times."""


async def nothing() -> None:
    """Let nothing happen meanwhile."""


class CorrectName(Command, frozen=True, kw_only=True):
    """Give a patient another family name; stands in the access table where registering does."""

    operation: ClassVar[str] = RegisterPatient.operation

    patient: InPath[PatientId] = IN_PATH
    family: str


@dataclass(slots=True)
class CorrectNameHandler:
    """Changes one patient, and lets a test do something between the reading and the deciding."""

    patients: Patients
    meanwhile: Callable[[], Awaitable[None]] = nothing
    times: int = 0
    """How often it was carried out."""

    async def __call__(self, command: CorrectName, execution: Execution) -> Receipt:
        """Correct the name."""
        async with self.patients.change(command.patient, execution) as patient:
            self.times += 1
            await self.meanwhile()
            patient.correct_demographics(named(command.family), today=execution.now.date())
        return Receipt.of(patient)


def named(family: str) -> Demographics:
    """Give Mia another family name."""
    return msgspec.structs.replace(MIA, name=PersonName(family=family, given="Mia"))


def patients_of(stack: Stack) -> Patients:
    """Give the repository under test."""
    return cast("Patients", stack.container.patients.ports.patients())


def pipeline(
    stack: Stack, meanwhile: Callable[[], Awaitable[None]] = nothing
) -> tuple[CommandPipeline[CorrectName], CorrectNameHandler]:
    """Wrap the handler as production wraps every handler."""
    handler = CorrectNameHandler(patients_of(stack), meanwhile)
    shared = stack.container.shared
    wrapped = CommandPipeline(
        CorrectName,
        handler,
        transactions=shared.transactions(),
        audit=shared.audit(),
        clocks=shared.clocks(),
        represented=shared.represented(),
        care=shared.care(),
        sharing=shared.sharing(),
        ids=shared.ids(),
    )
    return wrapped, handler


async def registered(stack: Stack, person: Person) -> PatientId:
    """Register Mia and give her id."""
    return PatientId(receipt(await stack.do(REGISTER_MIA, person)).id)


async def shown(stack: Stack, patient: UUID, person: Person) -> PatientView:
    """Show a patient as a query does."""
    return cast("PatientView", await stack.do(GetPatient(patient=PatientId(patient)), person))


def receipt(answer: Answer) -> Receipt:
    """Read an answer's receipt."""
    return msgspec.json.decode(answer.body, type=Receipt)


def execution(stack: Stack, person: Person, *, reach: Reach = "any", expected_version: int | None = None) -> Execution:
    """Fix what one command is carried out with."""
    command_id = uuid4()
    return Execution(
        actor=person.actor,
        operation=RegisterPatient.operation,
        reach=reach,
        command_id=command_id,
        now=stack.clock.now(),
        correlation_id=command_id,
        expected_version=expected_version,
    )


@asynccontextmanager
async def attempt(
    stack: Stack, execution: Execution, key: AnswerKey | None = None, patience: float = 5.0
) -> AsyncIterator[Transaction]:
    """Open one transaction, as the pipeline does for each attempt."""
    async with stack.container.shared.transactions().begin(execution, key, patience) as transaction:
        yield cast("Transaction", transaction)


def a_patient(id: UUID | None = None) -> Patient:  # noqa: A002 - the field's word
    """Make a patient whom nobody has stored yet."""
    return Patient.register(PatientId(id or uuid4()), MIA, [], today=date(2030, 5, 14))


def answer_for(aggregate: Patient) -> Answer:
    """Give an answer to commit with."""
    return Answer(body=msgspec.json.encode(Receipt.of(aggregate)), version=aggregate.version, consistency_token="-")


def meeting(parties: int) -> Callable[[], Awaitable[None]]:
    """Let the first so many comers wait for each other, and everybody after them pass."""
    together = asyncio.Barrier(parties)
    come = 0

    async def wait() -> None:
        nonlocal come
        come += 1
        if come <= parties:
            await together.wait()

    return wait
