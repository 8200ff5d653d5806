"""When time is given back, or a provider works more, it is offered to whoever waits."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from application.scheduling.waitlist.offer_freed_time import OfferFreedTime
from application.scheduling.waitlist.ports import WaitlistLookout
from application.shared.followers import FollowedFact
from application.shared.reactions import ReactionJobs
from domain.scheduling.waitlist.freed_time import FREEING
from domain.shared.aggregate import Fact

S = TypeVar("S")


class WhenTimeIsFreedOfferIt(Generic[S]):
    """Follows the calendar's facts. Where nobody waits, nothing is done."""

    name = "waitlist-offers"
    kinds: frozenset[type[Fact]] = FREEING

    def __init__(self, lookout: WaitlistLookout[S], jobs: ReactionJobs[S]) -> None:
        self._lookout = lookout
        self._jobs = jobs

    async def apply(self, facts: Sequence[FollowedFact], session: S) -> None:
        """Have the time that each fact freed offered."""
        if not await self._lookout.is_anybody_waiting(session):
            return
        for followed in facts:
            freed = {"stream": str(followed.stream), "version": followed.fact.originator_version}
            self._jobs.enqueue(OfferFreedTime.operation, followed, session, freed)
