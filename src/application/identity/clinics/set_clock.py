"""Set a sandbox's clock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar

import msgspec

from application.identity.clinics.ports import Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.sandbox import BeyondTheCalendar, ClockRunsForward, NotASandbox
from domain.shared.errors import DomainError
from domain.shared.time import Instant


class SetClock(Command, frozen=True, kw_only=True):
    """Set a sandbox's clock to an instant, never back."""

    operation: ClassVar[str] = "identity.set-clock"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NotASandbox, ClockRunsForward)

    to: Instant


class AdvanceClock(Command, frozen=True, kw_only=True):
    """Let time pass in a sandbox."""

    operation: ClassVar[str] = "identity.advance-clock"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NotASandbox, BeyondTheCalendar)

    minutes: Annotated[int, msgspec.Meta(ge=1, le=366 * 24 * 60)]


@dataclass(frozen=True, slots=True)
class SetClockHandler:
    """Sets the clock of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: SetClock, execution: Execution) -> Receipt:
        """Let it stand at the instant."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.set_clock(command.to)
        return Receipt.of(clinic)


@dataclass(frozen=True, slots=True)
class AdvanceClockHandler:
    """Advances the clock of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: AdvanceClock, execution: Execution) -> Receipt:
        """Let it stand so much later."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.advance_clock(timedelta(minutes=command.minutes))
        return Receipt.of(clinic)
