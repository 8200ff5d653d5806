"""The port that knows whom a clinician cares for."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from application.shared.execution import Execution
from domain.shared.identifiers import PatientId


class Care(Protocol):
    """Whom the actor of an execution looks after, at its ``now``, by any record of the patient's person."""

    async def admit(self, patients: Collection[UUID], execution: Execution) -> UUID | None:
        """Let the actor at records; give the glass that was broken for one of them, where nothing else lets them in.

        Raises ``OutsideCare``. A record that is not there, or was erased, refuses nobody: there is nothing to see.
        """
        ...

    async def among(self, patients: Collection[PatientId], execution: Execution) -> frozenset[PatientId]:
        """Give those of some patients who are in the actor's care. A broken glass does not count."""
        ...
