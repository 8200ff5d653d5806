"""Whether a clinic is in business, as far as the installation is concerned."""

from enum import StrEnum

from domain.shared.errors import DomainError


class ClinicStanding(StrEnum):
    """How a clinic stands with whoever runs the installation."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class SuspensionReason(StrEnum):
    """Why a clinic is suspended; a word, because a sentence may speak of people."""

    SECURITY = "security"
    PAYMENT = "payment"
    LEGAL = "legal"
    REQUESTED = "requested"
    """By the clinic itself."""


class ClinicIsSuspended(DomainError):
    """In a suspended clinic nobody signs in or does anything, until it is reinstated."""

    code = "identity.clinic-suspended"
    mend = "Ask whoever runs the installation to reinstate the clinic; nothing of it is lost."


class ClinicIsClosed(DomainError):
    """A closed clinic stays closed."""

    code = "identity.clinic-closed"
    mend = "Ask whoever runs the installation for what was kept, or to open a new clinic."


def check_open(standing: ClinicStanding) -> None:
    """Refuse whoever wants into a clinic that takes nobody. Raises ``ClinicIsSuspended``, ``ClinicIsClosed``."""
    if standing is ClinicStanding.SUSPENDED:
        raise ClinicIsSuspended
    if standing is ClinicStanding.CLOSED:
        raise ClinicIsClosed
