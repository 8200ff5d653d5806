"""Name a proxy, who acts for an adult patient."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.naming import NAMING_REFUSALS, Naming, RepresentativeWanted
from application.shared.command import Receipt
from application.shared.execution import Execution
from domain.patients.representation import ProxyOnlyForAdults, Representation
from domain.shared.errors import DomainError
from domain.shared.scopes import Capacity


class NameProxy(RepresentativeWanted, frozen=True, kw_only=True):
    """Name a proxy, who acts for an adult patient."""

    operation: ClassVar[str] = "patients.name-proxy"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ProxyOnlyForAdults, *NAMING_REFUSALS)


@dataclass(frozen=True, slots=True)
class NameProxyHandler:
    """Names a proxy."""

    naming: Naming

    async def __call__(self, command: NameProxy, execution: Execution) -> Receipt:
        """Name the proxy under an id that derives from the command."""
        return await self.naming.name(command, Capacity.PROXY, Representation.name_proxy, execution)
