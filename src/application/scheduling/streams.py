"""The streams whose ids follow from something else: one calendar a provider, one booking policy a clinic."""

from uuid import UUID, uuid5

from domain.shared.identifiers import ClinicId, ProviderId

_AVAILABILITIES = UUID("5b0f2f0e-7a57-5f4e-9d57-0b1e6c6b9f11")
_BOOKING_RULES = UUID("b8a4c1d2-2f0c-5c36-8a4e-7d9a3f5e2c22")


def availability_of(provider: ProviderId) -> UUID:
    """Give the id of a provider's availability."""
    return uuid5(_AVAILABILITIES, provider.hex)


def booking_rules_of(clinic: ClinicId) -> UUID:
    """Give the id of a clinic's booking rules."""
    return uuid5(_BOOKING_RULES, clinic.hex)
