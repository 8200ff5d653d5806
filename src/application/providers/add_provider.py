"""Take a clinician into the directory."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.providers.profile import Profile
from domain.providers.provider import Provider
from domain.shared.contacts import PersonName
from domain.shared.identifiers import ProviderId


class AddProvider(Command, frozen=True, kw_only=True):
    """Add a provider to the directory."""

    operation: ClassVar[str] = "providers.add-provider"
    conditional: ClassVar[bool] = False

    name: PersonName
    profile: Profile


@dataclass(frozen=True, slots=True)
class AddProviderHandler:
    """Adds a provider, who cannot be booked before they offer a visit type."""

    providers: Providers

    async def __call__(self, command: AddProvider, execution: Execution) -> Receipt:
        """Add the provider under an id that derives from the command."""
        provider = Provider.add(ProviderId(execution.new_id("provider")), command.name, command.profile)
        await self.providers.add(provider, execution)
        return Receipt.of(provider)
