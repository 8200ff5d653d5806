"""Call off extra hours or time off."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import Availabilities
from application.scheduling.streams import availability_of
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.hours.availability import UnknownException
from domain.scheduling.hours.working_hours import ExceptionId
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId


class RemoveException(Command, frozen=True, kw_only=True):
    """Call off extra hours or time off."""

    operation: ClassVar[str] = "scheduling.remove-exception"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownException,)

    provider: InPath[ProviderId] = IN_PATH
    exception: InPath[ExceptionId] = IN_PATH


@dataclass(frozen=True, slots=True)
class RemoveExceptionHandler:
    """Lets the weekly hours hold again."""

    availabilities: Availabilities

    async def __call__(self, command: RemoveException, execution: Execution) -> Receipt:
        """Remove the exception."""
        async with self.availabilities.change(availability_of(command.provider), execution) as availability:
            availability.remove_exception(command.exception)
        return Receipt.of(availability)
