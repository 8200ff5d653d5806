"""Note which offers nobody answered in time, and whose days went by."""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, Final

from application.scheduling.waitlist.ports import WaitlistEntries
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import DaysStillAhead, NoLongerWaiting, NoOfferRuns, OfferStillRuns

BATCH: Final = 50
"""Waits in one transaction: short, because an open writing transaction holds back every follower."""


class TidyWaitlist(Command, frozen=True, kw_only=True):
    """Note which offers nobody answered in time, and whose days went by.

    An offer that ran out is over without it, and its slot is free.
    """

    operation: ClassVar[str] = "scheduling.tidy-waitlist"
    conditional: ClassVar[bool] = False
    leaves_fact: ClassVar[bool] = False  # its receipt is of the round, not of one wait


class WaitlistTidied(Receipt, frozen=True, kw_only=True):
    """Tells how much was done."""

    noted: int
    more: bool
    """Whether waits may be left over for another round."""


@dataclass(frozen=True, slots=True)
class TidyWaitlistHandler:
    """Brings the waits' records up to the clock, a batch at a time."""

    entries: WaitlistEntries

    async def __call__(self, command: TidyWaitlist, execution: Execution) -> WaitlistTidied:  # noqa: ARG002 - the port's form
        """Note what is over, the longest overdue first."""
        overdue = await self.entries.overdue(execution, BATCH)
        for id in overdue:  # noqa: A001 - the field's word
            async with self.entries.change(id, execution) as entry:
                with suppress(NoOfferRuns, OfferStillRuns):
                    entry.expire_offer(execution.now)
                with suppress(NoLongerWaiting, DaysStillAhead):
                    entry.close(execution.now)
        return WaitlistTidied(id=execution.command_id, version=0, noted=len(overdue), more=len(overdue) == BATCH)
