"""Ask for a patient's erasure."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.erasure.examining import KEEPING_REFUSALS, Examining
from application.patients.erasure.ports import Erasures
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.erasure import Erasure, ErasureAlreadyRequested, ErasureId, ErasureReason
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class RequestErasure(Command, frozen=True, kw_only=True):
    """Ask that a patient be erased: forgotten for good, once somebody else approves it."""

    operation: ClassVar[str] = "patients.request-erasure"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ErasureAlreadyRequested, *KEEPING_REFUSALS)
    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH
    reason: ErasureReason


@dataclass(frozen=True, slots=True)
class RequestErasureHandler:
    """Notes a request, where nothing stands against it today."""

    erasures: Erasures
    examining: Examining

    async def __call__(self, command: RequestErasure, execution: Execution) -> Receipt:
        """Note who asks and why, under an id that derives from the command."""
        person = await self.examining.of(command.patient, execution)
        erasure = Erasure.request(
            ErasureId(execution.new_id("erasure")),
            command.patient,
            command.reason,
            execution.actor.id,
            open_request=await self.erasures.requested(person.records, execution),
            keeping=person.keeping,
            now=execution.now,
        )
        await self.erasures.add(erasure, execution)
        return Receipt.of(erasure)
