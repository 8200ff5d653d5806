"""Name a guardian, who acts for a minor."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.naming import NAMING_REFUSALS, Naming, RepresentativeWanted
from application.shared.command import Receipt
from application.shared.execution import Execution
from domain.patients.representation import GuardianOnlyForMinors, Representation
from domain.shared.errors import DomainError
from domain.shared.scopes import Capacity


class NameGuardian(RepresentativeWanted, frozen=True, kw_only=True):
    """Name a guardian, who acts for a minor."""

    operation: ClassVar[str] = "patients.name-guardian"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (GuardianOnlyForMinors, *NAMING_REFUSALS)


@dataclass(frozen=True, slots=True)
class NameGuardianHandler:
    """Names a guardian."""

    naming: Naming

    async def __call__(self, command: NameGuardian, execution: Execution) -> Receipt:
        """Name the guardian under an id that derives from the command."""
        return await self.naming.name(command, Capacity.GUARDIAN, Representation.name_guardian, execution)
