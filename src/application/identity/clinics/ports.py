"""What clinics ask of the world."""

from datetime import datetime
from typing import Protocol

from application.shared.execution import Execution
from application.shared.repository import Repository
from domain.identity.clinic import Clinic
from domain.identity.clinic_rates import ClinicRates
from domain.identity.premises import Expected
from domain.identity.slug import Slug
from domain.identity.standing import ClinicStanding
from domain.shared.identifiers import ClinicId, SiteId


class Clinics(Repository[Clinic], Protocol):
    """The clinic itself, under its own id."""


class ClinicDirectory(Protocol):
    """Which clinics the installation serves; it can be read before a clinic is chosen."""

    async def clinic_of(self, slug: str) -> ClinicId | None:
        """Give the clinic that a short name stands for."""
        ...

    async def enter(self, slug: Slug, execution: Execution) -> None:
        """List the execution's clinic. Of two clinics that want one name at once, the later loses the race."""
        ...

    async def stand(self, standing: ClinicStanding, execution: Execution) -> None:
        """Say how the execution's clinic stands, for every process to hear."""
        ...

    async def allow(self, rates: ClinicRates, execution: Execution) -> None:
        """Say how often the people of the execution's clinic may ask, for every process to hear."""
        ...


class OwnRates(Protocol):
    """Which clinics have rates of their own, known in the memory of every process.

    Other rates are heard of within five seconds of being set, where the process reaches the database.
    """

    def of(self, clinic: ClinicId) -> ClinicRates:
        """Give a clinic's own rates; none is named where it has the installation's."""
        ...


class ExpectedPatients(Protocol):
    """Who is still expected at the clinic's sites, as the calendar says."""

    async def at(self, site: SiteId, now: datetime, execution: Execution) -> Expected:
        """Count the visits at a site that have not ended ``now``, and who waits for one there.

        Nobody is added meanwhile where the site is held.
        """
        ...
