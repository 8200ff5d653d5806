"""Take a stretch of time out of a provider's hours."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from application.scheduling.hours.exception_receipt import ExceptionReceipt
from application.scheduling.ports import Availabilities
from application.scheduling.streams import availability_of
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from domain.scheduling.hours.availability import TooManyExceptions
from domain.scheduling.hours.working_hours import END_OF_DAY, MIDNIGHT, ExceptionId, TimeOff, WallTime
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.time import Day


class AddTimeOff(Command, frozen=True, kw_only=True):
    """Take days or hours out of a provider's calendar.

    Appointments in it stay until they are moved or cancelled.
    """

    operation: ClassVar[str] = "scheduling.add-time-off"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (TooManyExceptions,)

    provider: InPath[ProviderId] = IN_PATH
    first_day: Day
    last_day: Day
    leaves: WallTime = MIDNIGHT
    """When the provider leaves on the first day."""
    returns: WallTime = END_OF_DAY
    """When the provider is back on the last day."""

    def time_off(self, exception: ExceptionId) -> TimeOff:
        """Give the time off as it stands in the calendar. Raises ``ValueError``."""
        return TimeOff(
            exception_id=exception,
            first_day=self.first_day,
            last_day=self.last_day,
            leaves=self.leaves,
            returns=self.returns,
        )

    def __post_init__(self) -> None:
        self.time_off(ExceptionId(UUID(int=0)))


@dataclass(frozen=True, slots=True)
class AddTimeOffHandler:
    """Adds time off to a calendar."""

    availabilities: Availabilities

    async def __call__(self, command: AddTimeOff, execution: Execution) -> ExceptionReceipt:
        """Add the time off under an id that derives from the command."""
        exception = ExceptionId(execution.new_id("exception"))
        async with self.availabilities.change(availability_of(command.provider), execution) as availability:
            availability.add_time_off(command.time_off(exception))
        return ExceptionReceipt(id=availability.id, version=availability.version, exception=exception)
