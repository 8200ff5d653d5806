"""What an address takes, told to whoever asks with OPTIONS: also a browser, before a page may send something."""

from typing import Any

from litestar import Request, Response, route
from litestar.handlers import HTTPRouteHandler

from interfaces.http.origins import Origins
from interfaces.http.routes import CommandRoute, Routes


def allowances(routes: Routes, origins: Origins) -> list[HTTPRouteHandler]:
    """Make an answer for each address; they are to stand before the addresses' own endpoints.

    Litestar's answer is made with the first endpoint of an address, and names the method of that one alone.
    """
    methods: dict[str, set[str]] = {}
    for served in routes:
        methods.setdefault(served.path, {"OPTIONS"}).add("POST" if isinstance(served, CommandRoute) else "GET")
    return [_allowance(path, ", ".join(sorted(taken)), origins) for path, taken in methods.items()]


def _allowance(path: str, allowed: str, origins: Origins) -> HTTPRouteHandler:
    @route(path, http_method=["OPTIONS"], status_code=204)
    async def endpoint(request: Request[Any, Any, Any]) -> Response[None]:
        return Response(None, status_code=204, headers={"Allow": allowed} | origins.preflight(request.headers, allowed))

    return endpoint
