"""Which id keeps an address from leading anywhere."""

from itertools import zip_longest
from typing import Any

from litestar import Request
from litestar.types.internal_types import PathParameterDefinition


def wrong_ids(request: Request[Any, Any, Any]) -> list[dict[str, str]]:
    """Name the parameters of the path that are no ids, where the address is otherwise one of ours."""
    parts = request.scope["path"].strip("/").split("/")
    found = (_wrong(route.path_components, parts) for route in request.app.routes)
    return next(([{"parameter": name, "detail": "expected a UUID"} for name in names] for names in found if names), [])


def _wrong(address: list[str | PathParameterDefinition], parts: list[str]) -> list[str]:
    names = []
    for expected, part in zip_longest(address, parts):
        if isinstance(expected, PathParameterDefinition) and part is not None:
            if not _fits(expected, part):
                names.append(expected.name)
        elif expected != part:
            return []
    return names


def _fits(parameter: PathParameterDefinition, part: str) -> bool:
    try:
        return not parameter.parser or bool(parameter.parser(part))
    except ValueError:
        return False
