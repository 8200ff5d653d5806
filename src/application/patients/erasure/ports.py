"""What forgetting needs from outside."""

from collections.abc import Sequence
from typing import Protocol

from application.patients.erasure.queries import GetErasure, GetLegalHold, ListErasures, ListLegalHolds
from application.patients.erasure.views import ErasureView, LegalHoldView
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.patients.erasure import Erasure, ErasureId
from domain.patients.legal_hold import LegalHold, LegalHoldId
from domain.shared.identifiers import PatientId


class Erasures(Repository[Erasure], Protocol):
    """The requests to forget somebody, to change."""

    async def requested(self, patients: Sequence[PatientId], execution: Execution) -> ErasureId | None:
        """Name the request that stands for any of the records.

        Of two commands that ask for one record at the same moment, the later one loses the race.
        """
        ...


class LegalHolds(Repository[LegalHold], Protocol):
    """The legal holds, to change."""

    async def standing(self, patients: Sequence[PatientId], execution: Execution) -> tuple[LegalHoldId, ...]:
        """Name the holds on any of the records that nobody has lifted, the oldest first."""
        ...


class Shredder(Protocol):
    """What makes a person's values unreadable, wherever they are kept."""

    async def shred(self, patients: Sequence[PatientId], execution: Execution) -> None:
        """Destroy the keys of the records when the command commits, and with them every value about the person.

        Gone with the keys are the ways by which the person was found and signed in, and the answers that were kept for
        retries. Whoever reads anything of theirs from then on, as of whatever moment, is told ``Erased``.
        """
        ...


class ErasureQueries(Protocol):
    """What was asked to be forgotten, and what is held, to look at."""

    async def erasure(self, query: GetErasure, execution: Execution) -> ErasureView:
        """Show one request, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def erasures(self, query: ListErasures, execution: Execution) -> Page[ErasureView]:
        """List requests in the order in which they were made."""
        ...

    async def legal_hold(self, query: GetLegalHold, execution: Execution) -> LegalHoldView:
        """Show one hold, now or as of a past moment. Raises ``NotFound``, ``Erased``."""
        ...

    async def legal_holds(self, query: ListLegalHolds, execution: Execution) -> Page[LegalHoldView]:
        """List holds in the order in which they were placed; of who was erased none is listed."""
        ...
