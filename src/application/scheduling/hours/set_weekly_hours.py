"""Set a provider's weekly hours."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import Availabilities, Directory
from application.scheduling.streams import availability_of
from application.shared.command import IN_PATH, Command, InPath, Receipt, Several
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.scheduling.hours.availability import (
    Availability,
    HoursAtUnknownSite,
    HoursOverlap,
    HoursRunPastMidnight,
    TooManyHours,
)
from domain.scheduling.hours.working_hours import WeeklyHours
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.time import TimeZone


class SetWeeklyHours(Command, frozen=True, kw_only=True):
    """Set a provider's weekly hours.

    They replace those before. Without a zone the present one stays; at first it is the provider's own.
    """

    operation: ClassVar[str] = "scheduling.set-weekly-hours"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        HoursOverlap,
        HoursRunPastMidnight,
        HoursAtUnknownSite,
        TooManyHours,
    )

    provider: InPath[ProviderId] = IN_PATH
    hours: Several[WeeklyHours]
    zone: TimeZone | None = None


@dataclass(frozen=True, slots=True)
class SetWeeklyHoursHandler:
    """Opens the provider's calendar where there is none yet, and sets its weekly hours."""

    availabilities: Availabilities
    directory: Directory

    async def __call__(self, command: SetWeeklyHours, execution: Execution) -> Receipt:
        """Replace the weekly hours. Raises ``NotFound`` for a provider that the clinic does not have."""
        stream = availability_of(command.provider)
        await self.directory.demand_sites((rule.site for rule in command.hours), execution)
        try:
            async with self.availabilities.change(stream, execution) as availability:
                availability.set_weekly_hours(command.hours, command.zone)
        except NotFound:
            own_zone = await self.directory.zone(command.provider, execution)  # also where another is named: who is it?
            availability = Availability.open(stream, command.provider, command.zone or own_zone)
            availability.set_weekly_hours(command.hours)
            await self.availabilities.add(availability, execution)
        return Receipt.of(availability)
