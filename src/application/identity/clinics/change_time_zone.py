"""Change the clinic's time zone."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.shared.time import TimeZone


class ChangeTimeZone(Command, frozen=True, kw_only=True):
    """Let the clinic's calendar days follow another clock; what is booked stays where it is."""

    operation: ClassVar[str] = "identity.change-time-zone"

    zone: TimeZone


@dataclass(frozen=True, slots=True)
class ChangeTimeZoneHandler:
    """Sets the clock of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: ChangeTimeZone, execution: Execution) -> Receipt:
        """Give the clinic its zone."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.change_time_zone(command.zone)
        return Receipt.of(clinic)
