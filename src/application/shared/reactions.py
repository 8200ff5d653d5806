"""What follows from a fact: work that is written down together with how far its follower has come in the feed."""

from collections.abc import Mapping
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID, uuid5

from application.shared.followers import FollowedFact

S_contra = TypeVar("S_contra", contravariant=True)

REACTION_IDS: Final = UUID("2f6a5d0b-53c7-5d0e-9b52-8a1f4c7e6d90")
"""Namespace of the ids of jobs that derive from a fact."""


def job_of(kind: str, followed: FollowedFact) -> UUID:
    """Give the id of the one job of a kind that follows from a fact, however often the fact is followed."""
    return uuid5(REACTION_IDS, f"{followed.clinic}/{kind}/{followed.stream}/{followed.fact.originator_version}")


class ReactionJobs(Protocol[S_contra]):
    """Takes jobs in, in a follower's own transaction."""

    def enqueue(self, kind: str, followed: FollowedFact, session: S_contra, arguments: Mapping[str, Any]) -> None:
        """Have a job done soon because of a fact, once. The arguments are ids and codes, never a personal value."""
        ...
