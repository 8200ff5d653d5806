"""Reactions as followers: a job's row for each fact that is heard, in the transaction that moves the checkpoint."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

from application.published.fact import Publishes
from application.published.reaction import Reaction
from application.shared.followers import FollowedFact
from infrastructure.postgres.followers.lane import LaneSession
from infrastructure.postgres.jobs import write_job

_JOBS: Final = UUID("4c1d5c0e-6a0b-5d8b-9a35-2f5c9e1b7d40")


class ReactingFollower:
    """Hears what one context tells of its facts."""

    def __init__(self, reaction: Reaction, publishes: Publishes) -> None:
        """Hear the context whose map ``publishes`` is."""
        self.name = reaction.name
        self.kinds = frozenset(publishes)
        self._reaction = reaction
        self._publishes = publishes

    async def apply(self, facts: Sequence[FollowedFact], session: LaneSession) -> None:
        """Write the jobs that are wanted because of the facts."""
        for followed in facts:
            told = self._publishes[type(followed.fact)](followed.fact)
            if type(told) in self._reaction.hears:
                wanted = self._reaction.react(told)
                write_job(
                    session.flush,
                    clinic=followed.clinic,
                    id=_once(self.name, followed),
                    kind=wanted.kind,
                    arguments=wanted.arguments,
                    due_at=followed.recorded_at,
                )


def _once(reaction: str, followed: FollowedFact) -> UUID:
    """Derive the job's id from the fact's place in its stream, which stays whatever becomes of feed and follower."""
    place = f"{followed.clinic}/{followed.stream}/{followed.fact.originator_version}"
    return uuid5(_JOBS, f"{reaction}/{place}")
