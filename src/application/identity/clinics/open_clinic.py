"""Open a clinic."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.invitations import Invitations
from application.identity.clinics.ports import ClinicDirectory, Clinics
from application.shared.command import Command, Receipt
from application.shared.confidential import BearerSecret, Confidential
from application.shared.execution import Execution
from domain.identity.clinic import Clinic
from domain.identity.membership import Membership
from domain.identity.premises import PlaceName
from domain.identity.slug import Slug, SlugMalformed, SlugReserved, SlugTaken
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.languages import LanguageTag
from domain.shared.roles import Role
from domain.shared.time import Instant, TimeZone


class OpenClinic(Command, frozen=True, kw_only=True):
    """Open a clinic and invite its first owner."""

    operation: ClassVar[str] = "identity.open-clinic"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (SlugMalformed, SlugReserved, SlugTaken)
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    name: PlaceName
    slug: Slug
    zone: TimeZone
    locale: LanguageTag
    owner_email: EmailAddress
    sandbox: bool = False
    """Whether it is a clinic to try things out in, whose clock stands still until its owner sets it. Never changes."""


class ClinicOpened(Confidential, Receipt, frozen=True, kw_only=True):
    """The new clinic, its first owner's account, and the one showing of the token that opens that account."""

    owner: AccountId
    invitation_token: BearerSecret
    invitation_expires_at: Instant


@dataclass(frozen=True, slots=True)
class OpenClinicHandler:
    """Opens a clinic under the id that the operator's call was given."""

    clinics: Clinics
    directory: ClinicDirectory
    invitations: Invitations

    async def __call__(self, command: OpenClinic, execution: Execution) -> ClinicOpened:
        """Open the clinic, list it in the directory and invite the owner."""
        clinic = Clinic.open(
            execution.clinic,
            command.name,
            command.slug,
            command.zone,
            command.locale,
            sandbox_clock=execution.now if command.sandbox else None,
        )
        if await self.directory.clinic_of(command.slug) is not None:
            raise SlugTaken(slug=command.slug)
        await self.clinics.add(clinic, execution)
        await self.directory.enter(command.slug, execution)
        membership = Membership(role=Role.OWNER, clinic=execution.clinic)
        owner = await self.invitations.invite(command.owner_email, membership, execution)
        return ClinicOpened(
            id=clinic.id,
            version=clinic.version,
            owner=AccountId(owner.id),
            invitation_token=owner.invitation_token,
            invitation_expires_at=owner.expires_at,
        )
