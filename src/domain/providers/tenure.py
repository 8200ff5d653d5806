"""Whether a provider sees patients at all: suspended for a while, or gone after a last day."""

from typing import Annotated

import msgspec

from domain.shared.errors import DomainError
from domain.shared.values import Personal

SuspensionReason = Annotated[Personal[str], msgspec.Meta(min_length=1, max_length=500)]


class ProviderAlreadySuspended(DomainError):
    """A provider is suspended once, until reinstated."""

    code = "providers.already-suspended"
    mend = "Reinstate the provider first, if another reason is to stand."


class ProviderNotSuspended(DomainError):
    """Only a provider who is suspended can be reinstated."""

    code = "providers.not-suspended"
    mend = "Read the provider's file again; nothing keeps them from seeing patients."


class ProviderHasLeft(DomainError):
    """Once the last day is over, a provider has left for good."""

    code = "providers.has-left"
    mend = "Add the provider to the directory anew, if they come back."


class LastDayIsOver(DomainError):
    """A last day is named before it is over."""

    code = "providers.last-day-is-over"
    mend = "Name today or a later day, by the provider's own clock."
