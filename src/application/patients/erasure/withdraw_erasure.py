"""Take a request for an erasure back."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.erasure.ports import Erasures
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.erasure import ErasureId, ErasureSettled
from domain.shared.errors import DomainError


class WithdrawErasure(Command, frozen=True, kw_only=True):
    """Withdraw or refuse a request to erase a patient: the patient stays."""

    operation: ClassVar[str] = "patients.withdraw-erasure"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ErasureSettled,)

    erasure: InPath[ErasureId] = IN_PATH


@dataclass(frozen=True, slots=True)
class WithdrawErasureHandler:
    """Settles a request without an erasure."""

    erasures: Erasures

    async def __call__(self, command: WithdrawErasure, execution: Execution) -> Receipt:
        """Note who withdraws it."""
        async with self.erasures.change(command.erasure, execution) as erasure:
            erasure.withdraw(execution.actor.id, now=execution.now)
        return Receipt.of(erasure)
