"""Reactions as followers: jobs for each fact that is heard, in the transaction that moves the checkpoint."""

from collections.abc import Sequence

from application.published.fact import Publishes
from application.published.reaction import Reaction
from application.shared.followers import FollowedFact
from application.shared.reactions import ReactionJobs
from infrastructure.postgres.followers.lane import LaneSession


class ReactingFollower:
    """Hears what one context tells of its facts."""

    def __init__(self, reaction: Reaction, publishes: Publishes, jobs: ReactionJobs[LaneSession]) -> None:
        """Hear the context whose map ``publishes`` is."""
        self.name = reaction.name
        self.kinds = frozenset(publishes)
        self._reaction = reaction
        self._publishes = publishes
        self._jobs = jobs

    async def apply(self, facts: Sequence[FollowedFact], session: LaneSession) -> None:
        """Write the jobs that are wanted because of the facts."""
        for followed in facts:
            told = self._publishes[type(followed.fact)](followed.fact)
            if type(told) in self._reaction.hears:
                for wanted in self._reaction.react(told):
                    self._jobs.enqueue(wanted.kind, followed, session, wanted.arguments)
