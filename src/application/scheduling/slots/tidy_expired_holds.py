"""Note which holds nobody used in time."""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, Final

from application.scheduling.ports import Holds
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.scheduling.slots.hold import HoldEnded

BATCH: Final = 50
"""Holds in one transaction: short, because an open writing transaction holds back every follower."""


class TidyExpiredHolds(Command, frozen=True, kw_only=True):
    """Note which holds nobody used in time.

    Their slots are free without it: a hold keeps nothing once its time is over.
    """

    operation: ClassVar[str] = "scheduling.tidy-expired-holds"
    conditional: ClassVar[bool] = False
    leaves_fact: ClassVar[bool] = False  # its receipt is of the round, not of one hold


class TidyReceipt(Receipt, frozen=True, kw_only=True):
    """Tells how much was done."""

    expired: int
    more: bool
    """Whether holds may be left over for another round."""


@dataclass(frozen=True, slots=True)
class TidyExpiredHoldsHandler:
    """Brings the holds' records up to the clock, a batch at a time."""

    holds: Holds

    async def __call__(self, command: TidyExpiredHolds, execution: Execution) -> TidyReceipt:  # noqa: ARG002 - the port's form
        """Expire the oldest holds that are over."""
        overdue = await self.holds.overdue(execution, BATCH)
        expired = 0
        for id in overdue:  # noqa: A001 - the field's word
            with suppress(HoldEnded):  # somebody released or used it since
                async with self.holds.change(id, execution) as hold:
                    hold.expire(execution.now)
                    expired += 1
        return TidyReceipt(id=execution.command_id, version=0, expired=expired, more=len(overdue) == BATCH)
