"""Add a site."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.premises import PlaceName, SiteNameTaken
from domain.shared.contacts import PostalAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import SiteId
from domain.shared.places import Jurisdiction
from domain.shared.time import TimeZone
from domain.shared.values import Public


class AddSite(Command, frozen=True, kw_only=True):
    """Add a place where the clinic sees patients."""

    operation: ClassVar[str] = "identity.add-site"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (SiteNameTaken,)

    name: PlaceName
    address: Public[PostalAddress]
    jurisdiction: Jurisdiction
    zone: TimeZone


class SiteReceipt(Receipt, frozen=True, kw_only=True):
    """The clinic that was changed, and its new site."""

    site: SiteId


@dataclass(frozen=True, slots=True)
class AddSiteHandler:
    """Adds a site to the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: AddSite, execution: Execution) -> SiteReceipt:
        """Add the site under an id that derives from the command."""
        site = SiteId(execution.new_id("site"))
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.add_site(site, command.name, command.address, command.jurisdiction, command.zone)
        return SiteReceipt(id=clinic.id, version=clinic.version, site=site)
