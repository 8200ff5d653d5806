"""The stream whose id follows from something else: one registry policy a clinic."""

from uuid import UUID, uuid5

from domain.shared.identifiers import ClinicId

_REGISTRY_RULES = UUID("6c5ad1f4-0b7e-5d0a-9f4b-3e8c1a2b7d44")


def registry_rules_of(clinic: ClinicId) -> UUID:
    """Give the id of a clinic's registry rules."""
    return uuid5(_REGISTRY_RULES, clinic.hex)
