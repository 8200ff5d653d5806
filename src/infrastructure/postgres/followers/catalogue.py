"""Everything that follows the log: read models, with where they are kept and what writes them; and reactions."""

from collections.abc import Callable
from typing import Final, NamedTuple

from application.identity.publishes import PUBLISHES as IDENTITY
from application.processes.when_a_clock_is_set_catch_up import WHEN_A_CLOCK_IS_SET_CATCH_UP
from application.providers.publishes import PUBLISHES as PROVIDERS
from application.scheduling.appointments.when_provider_standing_changes_reassess_appointments import (
    WHEN_PROVIDER_STANDING_CHANGES_REASSESS_APPOINTMENTS,
)
from application.scheduling.waitlist.when_a_visit_is_booked_end_the_wait import WhenAVisitIsBookedEndTheWait
from application.scheduling.waitlist.when_time_is_freed_offer_it import WhenTimeIsFreedOfferIt
from application.shared.clock import Clock
from infrastructure.postgres.followers.lane import LaneFollower
from infrastructure.postgres.followers.reacting import ReactingFollower
from infrastructure.postgres.followers.reaction_jobs import PostgresReactionJobs
from infrastructure.postgres.scheduling.day_board import FOLLOWER, TABLE, DayBoardFollower
from infrastructure.postgres.scheduling.waiting_line import PostgresWaitlistLookout


class Projection(NamedTuple):
    """A read model that can be built anew from the first fact."""

    name: str
    """Also its follower's."""
    table: str
    make: Callable[[str, str], LaneFollower]
    """Makes the follower under a name, writing to a table."""


PROJECTIONS: Final = (Projection(FOLLOWER, TABLE, DayBoardFollower),)

REACTIONS: Final = (
    (WHEN_A_CLOCK_IS_SET_CATCH_UP, IDENTITY),
    (WHEN_PROVIDER_STANDING_CHANGES_REASSESS_APPOINTMENTS, PROVIDERS),
)
"""Each with what the context that it hears tells of its facts."""


def waitlist_followers(clock: Clock) -> tuple[LaneFollower, ...]:
    """Make what follows the calendar for the waitlist: it asks who waits before it has anything done."""
    lookout, jobs = PostgresWaitlistLookout(), PostgresReactionJobs(clock)
    return WhenTimeIsFreedOfferIt(lookout, jobs), WhenAVisitIsBookedEndTheWait(lookout, jobs)


def followers(clock: Clock) -> tuple[LaneFollower, ...]:
    """Make every follower that a worker runs."""
    projections = (projection.make(projection.name, projection.table) for projection in PROJECTIONS)
    jobs = PostgresReactionJobs(clock)
    reactions = (ReactingFollower(reaction, publishes, jobs) for reaction, publishes in REACTIONS)
    return *projections, *reactions, *waitlist_followers(clock)
