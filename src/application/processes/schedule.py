"""What every clinic has done regularly, how often, and why that is often enough: the one place that says so."""

from datetime import timedelta
from typing import Final, NamedTuple

from application.scheduling.appointments.reassess_appointments import ReassessAppointments
from application.scheduling.slots.tidy_expired_holds import TidyExpiredHolds
from application.scheduling.waitlist.tidy_waitlist import TidyWaitlist
from application.shared.command import Command


class Regular(NamedTuple):
    """Work that is done once in each interval."""

    command: type[Command]
    every: timedelta
    because: str


SCHEDULE: Final = (
    Regular(
        TidyExpiredHolds,
        timedelta(minutes=1),
        "A hold that is over is noted as such; its slot is free the moment it is over.",
    ),
    Regular(
        TidyWaitlist,
        timedelta(minutes=1),
        "An offer that is over, and a wait whose days are, is noted as such; the slot is free the moment it is over.",
    ),
    Regular(
        ReassessAppointments,
        timedelta(minutes=15),
        "Time alone brings visits nearer; what changes in a provider's file is followed at once.",
    ),
)


def spoken(every: timedelta) -> str:
    """Say an interval in words."""
    minutes = every // timedelta(minutes=1)
    return "every minute" if minutes == 1 else f"every {minutes} minutes"


EVERY: Final = {regular.command.operation: regular.every for regular in SCHEDULE}
"""How often a kind of job is done, by its name."""
