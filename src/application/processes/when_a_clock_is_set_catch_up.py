"""Time passed in a sandbox at one stroke: what would have been done meanwhile is done now."""

from typing import Final

from application.processes.schedule import SCHEDULE
from application.published.identity import ClockSet
from application.published.reaction import JobWanted, Reaction


def catch_up(fact: ClockSet) -> tuple[JobWanted, ...]:  # noqa: ARG001 - each job asks the clinic what time it is
    """Have everything done that a clinic has done regularly."""
    return tuple(JobWanted(regular.command.operation, {}) for regular in SCHEDULE)


WHEN_A_CLOCK_IS_SET_CATCH_UP: Final = Reaction(name="catch-up", hears=frozenset({ClockSet}), react=catch_up)
