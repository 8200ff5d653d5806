"""Which clinics have rates of their own, in memory: heard of at once."""

from domain.identity.clinic_rates import ClinicRates
from domain.shared.identifiers import ClinicId
from infrastructure.memory.identity.clinic_directory import MemoryClinicDirectory


class MemoryOwnRates:
    """Asks the directory itself."""

    def __init__(self, directory: MemoryClinicDirectory) -> None:
        self._directory = directory

    def of(self, clinic: ClinicId) -> ClinicRates:
        """Give a clinic's own rates."""
        return self._directory.rates(clinic)
