"""Who in the directory is like whom, from what is kept in memory."""

from collections.abc import Mapping

from application.providers.languages import answered_by
from application.shared.execution import Execution
from domain.providers.provider import Provider
from domain.shared.identifiers import ProviderId
from infrastructure.memory.scheduling.neighbours import Neighbours


class MemoryLikeness:
    """Compares profiles."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours

    async def in_common(self, provider: ProviderId, execution: Execution) -> Mapping[ProviderId, int]:
        """Count the specialties and languages that others share with a provider."""
        told = {ProviderId(other.id): _told(other) for other, _ in self._neighbours.calendars(execution)}
        own = told.pop(provider, frozenset())
        return {other: len(shared) for other, theirs in told.items() if (shared := own & theirs)}


def _told(provider: Provider) -> frozenset[tuple[str, str]]:
    """Give everything by which a provider is found, each kind apart."""
    profile = provider.profile
    languages = (("language", wish) for tag in profile.languages for wish in answered_by(tag))
    return frozenset((*languages, *(("specialty", specialty) for specialty in profile.specialties)))
