"""Polyclinic itself, where it acts on its own account: reactions and scheduled work."""

from typing import Final
from uuid import UUID

from application.shared.actor import Actor
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role

SYSTEM: Final = AccountId(UUID("00000000-0000-0000-0000-000000000002"))
"""Stands where an account would."""


def system(clinic: ClinicId) -> Actor:
    """Give the system as an actor in a clinic; the access table says what it may do."""
    return Actor(clinic=clinic, id=SYSTEM, role=Role.SYSTEM)
