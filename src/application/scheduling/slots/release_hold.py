"""Give a held slot back."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import Holds
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.slots.hold import HoldEnded, HoldId
from domain.shared.errors import DomainError


class ReleaseHold(Command, frozen=True, kw_only=True):
    """Give a held slot back before its time."""

    operation: ClassVar[str] = "scheduling.release-hold"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (HoldEnded,)

    hold: InPath[HoldId] = IN_PATH


@dataclass(frozen=True, slots=True)
class ReleaseHoldHandler:
    """Puts the slot back on the market."""

    holds: Holds

    async def __call__(self, command: ReleaseHold, execution: Execution) -> Receipt:
        """Release the hold."""
        async with self.holds.change(command.hold, execution) as hold:
            hold.release()
        return Receipt.of(hold)
