"""The directory of clinics, in memory."""

from application.shared.execution import Execution
from application.shared.transactions import LostRace
from domain.identity.clinic_rates import ClinicRates
from domain.identity.slug import Slug
from domain.identity.standing import ClinicStanding
from domain.shared.identifiers import ClinicId
from infrastructure.memory.log import current


class MemoryClinicDirectory:
    """Knows which clinic a short name stands for."""

    def __init__(self) -> None:
        self._clinics: dict[str, ClinicId] = {}
        self._standings: dict[ClinicId, ClinicStanding] = {}
        self._rates: dict[ClinicId, ClinicRates] = {}

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

    async def stand(self, standing: ClinicStanding, execution: Execution) -> None:
        """Say how the execution's clinic stands when the command commits."""

        def apply() -> None:
            self._standings[execution.clinic] = standing

        current().on_commit(lambda: None, apply)

    async def allow(self, rates: ClinicRates, execution: Execution) -> None:
        """Say how often the clinic's people may ask when the command commits."""

        def apply() -> None:
            self._rates[execution.clinic] = rates

        current().on_commit(lambda: None, apply)

    def standing(self, clinic: ClinicId) -> ClinicStanding:
        """Tell how a clinic stands."""
        return self._standings.get(clinic, ClinicStanding.OPEN)

    def rates(self, clinic: ClinicId) -> ClinicRates:
        """Tell how often a clinic's people may ask."""
        return self._rates.get(clinic, ClinicRates())
