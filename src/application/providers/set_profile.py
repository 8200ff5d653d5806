"""Say anew how the directory shows a provider."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.providers.profile import Profile
from domain.shared.contacts import PersonName
from domain.shared.identifiers import ProviderId


class SetProfile(Command, frozen=True, kw_only=True):
    """Set a provider's name and profile."""

    operation: ClassVar[str] = "providers.set-profile"

    provider: InPath[ProviderId] = IN_PATH
    name: PersonName
    profile: Profile


@dataclass(frozen=True, slots=True)
class SetProfileHandler:
    """Replaces name and profile as a whole."""

    providers: Providers

    async def __call__(self, command: SetProfile, execution: Execution) -> Receipt:
        """Set the directory's entry; saying the same again changes nothing."""
        async with self.providers.change(command.provider, execution) as provider:
            provider.set_profile(command.name, command.profile)
        return Receipt.of(provider)
