"""The directory of clinics, in memory."""

from application.shared.execution import Execution
from application.shared.transactions import LostRace
from domain.identity.slug import Slug
from domain.shared.identifiers import ClinicId
from infrastructure.memory.log import current


class MemoryClinicDirectory:
    """Knows which clinic a short name stands for."""

    def __init__(self) -> None:
        self._clinics: dict[str, ClinicId] = {}

    async def clinic_of(self, slug: str) -> ClinicId | None:
        """Give the clinic of a short name."""
        return self._clinics.get(slug)

    async def enter(self, slug: Slug, execution: Execution) -> None:
        """List the execution's clinic when the command commits."""

        def check() -> None:
            if slug in self._clinics:
                raise LostRace(slug)

        def apply() -> None:
            self._clinics[slug] = execution.clinic

        current().on_commit(check, apply)
