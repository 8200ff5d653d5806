"""Asking a query in every way that it can be asked."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec

from integration.examples import example
from integration.http.conventions.placements import ASKED, Ids, path_of
from integration.people import Person
from interfaces.http.routes import QueryRoute

Asked = tuple[dict[str, Any], httpx.Response]
"""With which parameters, and what was answered."""


async def in_every_way(person: Person, route: QueryRoute, ids: Ids) -> AsyncIterator[Asked]:
    """Ask with nothing but what must be given, with everything, with each filter alone, and for all the pages."""
    path = path_of(route, ids)
    for params in _choices(route, ids):
        answer = await person.http.get(path, params=params)
        yield params, answer
        if "limit" in route.query.__struct_fields__:
            async for asked in _page_by_page(person, path, {**params, "limit": 1}):
                yield asked


def _choices(route: QueryRoute, ids: Ids) -> list[dict[str, Any]]:
    fields = [field for field in msgspec.structs.fields(route.query) if f"{{{field.name}:" not in route.path]
    given = {
        field.encode_name: ASKED.get(field.encode_name) or ids.get(field.encode_name) or _text(example(field.type))
        for field in fields
        if field.name != "after"
    }
    least = {field.encode_name: given[field.encode_name] for field in fields if field.required}
    return [least, given, *({**least, name: value} for name, value in given.items())]


async def _page_by_page(person: Person, path: str, params: dict[str, Any], most: int = 5) -> AsyncIterator[Asked]:
    for _ in range(most):
        answer = await person.http.get(path, params=params)
        yield params, answer
        cursor = answer.json().get("next") if answer.is_success else None
        if cursor is None:
            return
        params = {**params, "after": cursor}


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
