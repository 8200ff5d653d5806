"""Let a provider work additional hours on one day."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from application.scheduling.hours.exception_receipt import ExceptionReceipt
from application.scheduling.ports import Availabilities, Directory
from application.scheduling.streams import availability_of
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from domain.scheduling.hours.availability import HoursAtUnknownSite, HoursRunPastMidnight, TooManyExceptions
from domain.scheduling.hours.working_hours import ExceptionId, ExtraHours, Modes, WallTime
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId, SiteId
from domain.shared.time import Day


class AddExtraHours(Command, frozen=True, kw_only=True):
    """Let a provider work additional hours on one day."""

    operation: ClassVar[str] = "scheduling.add-extra-hours"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        HoursRunPastMidnight,
        HoursAtUnknownSite,
        TooManyExceptions,
    )

    provider: InPath[ProviderId] = IN_PATH
    day: Day
    opens: WallTime
    closes: WallTime
    modes: Modes = ()
    """Which modes of visit are seen; none named means all."""
    site: SiteId | None = None

    def extra_hours(self, exception: ExceptionId) -> ExtraHours:
        """Give the hours as they stand in the calendar. Raises ``ValueError``."""
        return ExtraHours(
            exception_id=exception,
            day=self.day,
            opens=self.opens,
            closes=self.closes,
            modes=self.modes,
            site=self.site,
        )

    def __post_init__(self) -> None:
        self.extra_hours(ExceptionId(UUID(int=0)))


@dataclass(frozen=True, slots=True)
class AddExtraHoursHandler:
    """Adds hours to a calendar that was opened, be its weekly hours none."""

    availabilities: Availabilities
    directory: Directory

    async def __call__(self, command: AddExtraHours, execution: Execution) -> ExceptionReceipt:
        """Add the hours under an id that derives from the command."""
        exception = ExceptionId(execution.new_id("exception"))
        await self.directory.demand_sites((command.site,), execution)
        async with self.availabilities.change(availability_of(command.provider), execution) as availability:
            availability.add_extra_hours(command.extra_hours(exception))
        return ExceptionReceipt(id=availability.id, version=availability.version, exception=exception)
