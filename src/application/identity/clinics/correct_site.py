"""Correct a site."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.identity.premises import PlaceName, SiteNameTaken, UnknownSite
from domain.shared.contacts import PostalAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import SiteId
from domain.shared.time import TimeZone
from domain.shared.values import Public


class CorrectSite(Command, frozen=True, kw_only=True):
    """Put right a site's name, address and clock; what is booked there stays.

    The law that applies there stays, too, since visits were booked under it: where another one applies is another site.
    """

    operation: ClassVar[str] = "identity.correct-site"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownSite, SiteNameTaken)

    site: InPath[SiteId] = IN_PATH
    name: PlaceName
    address: Public[PostalAddress]
    zone: TimeZone


@dataclass(frozen=True, slots=True)
class CorrectSiteHandler:
    """Corrects a site of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: CorrectSite, execution: Execution) -> Receipt:
        """Give the site its name, address and clock."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.correct_site(command.site, command.name, command.address, command.zone)
        return Receipt.of(clinic)
