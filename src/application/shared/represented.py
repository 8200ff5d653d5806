"""The port that knows in whose place somebody acts."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from application.shared.execution import Execution
from domain.shared.identifiers import PatientId
from domain.shared.scopes import Capacity, Scope


class InPlaceOf(NamedTuple):
    """Whose records are open to an account beside the one that it was opened for."""

    linked: frozenset[PatientId]
    """The other records of the actor's own person."""
    represented: Mapping[PatientId, Capacity]
    """The patients for whom the actor acts, by each of their records, and as what."""


class Represented(Protocol):
    """Whom the actor of an execution represents, at its ``now``.

    Reads take part in the command's transaction where there is one, and stand alone where there is none.
    """

    async def by(self, execution: Execution, scope: Scope) -> InPlaceOf:
        """Give the patients of whom the actor is let into a matter, and the actor's own other records.

        Nobody whose representation has not begun, has run out or was ended, and no minor's guardian whose say in the
        matter is over by the patient's age.
        """
        ...
