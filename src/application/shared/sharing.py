"""Answers for outsiders: with the patients who agreed to be shared, as they do at this moment, and nobody else."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

import msgspec

from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.query import Query
from application.shared.subjects import subjects_of
from domain.patients.sharing import NotShared

Q = TypeVar("Q", bound=Query)
V = TypeVar("V")


class Sharing(Protocol):
    """Whom a clinic may tell outsiders of, as it is stored at the moment of the question.

    Reads take part in the command's transaction where there is one, and stand alone where there is none.
    """

    async def kept_back(self, patients: Collection[UUID], execution: Execution) -> frozenset[UUID]:
        """Give those of some patients whom outsiders may not be told of, who was erased among them.

        Nobody whom the clinic does not know is among them: there is nothing to keep back.
        """
        ...


async def demand_shared(patients: Collection[UUID], execution: Execution, sharing: Sharing) -> None:
    """Let outsiders say something of patients. Raises ``NotShared``."""
    if execution.actor.is_outside and await sharing.kept_back(patients, execution):
        raise NotShared


async def answered(
    answer: Callable[[Q, Execution], Awaitable[V]],
    query: Q,
    named: Collection[UUID],
    execution: Execution,
    sharing: Sharing,
) -> V:
    """Answer a query; an outsider's with what is shared of it. Raises ``NotShared`` where it is of one thing.

    What is shared is asked when the answer is there, so no withdrawal that came before it goes unheard.
    """
    view = await answer(query, execution)
    if not execution.actor.is_outside:
        return view
    if isinstance(view, Page):
        return cast("V", await _page(view, answer, query, execution, sharing))
    await demand_shared(subjects_of(view).union(named), execution, sharing)
    return view


async def _page(
    found: Page[Any],
    answer: Callable[[Any, Execution], Awaitable[Any]],
    query: Any,
    execution: Execution,
    sharing: Sharing,
) -> Page[Any]:
    """Give a page as if nobody else were on the list.

    It is filled from what is behind it, and says that there is more only where more is shared: its length, or an empty
    page behind it, would tell of somebody. No more is asked for than is missing, so a cursor names what was shown.
    """
    limit = query.limit
    items = await _shared(found, execution, sharing)
    while found.next is not None and len(items) < limit:
        found = await answer(_behind(query, found.next, limit - len(items)), execution)
        items += await _shared(found, execution, sharing)
    ahead = found
    while ahead.next is not None:
        ahead = await answer(_behind(query, ahead.next, limit), execution)
        if await _shared(ahead, execution, sharing):
            return Page(items=items, next=found.next)
    return Page(items=items, next=None)


def _behind(query: Any, cursor: str, limit: int) -> Any:
    return msgspec.structs.replace(query, after=cursor, limit=limit)


async def _shared(page: Page[Any], execution: Execution, sharing: Sharing) -> tuple[Any, ...]:
    whom = [subjects_of(item) for item in page.items]
    kept_back = await sharing.kept_back(frozenset[UUID]().union(*whom), execution)
    return tuple(item for item, told in zip(page.items, whom, strict=True) if not told & kept_back)
