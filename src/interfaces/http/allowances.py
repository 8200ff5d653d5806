"""What an address takes, told to whoever asks with OPTIONS."""

from litestar import Response, route
from litestar.handlers import HTTPRouteHandler

from interfaces.http.routes import CommandRoute, Routes


def allowances(routes: Routes) -> list[HTTPRouteHandler]:
    """Make an answer for each address; they are to stand before the addresses' own endpoints.

    Litestar's answer is made with the first endpoint of an address, and names the method of that one alone.
    """
    methods: dict[str, set[str]] = {}
    for served in routes:
        methods.setdefault(served.path, {"OPTIONS"}).add("POST" if isinstance(served, CommandRoute) else "GET")
    return [_allowance(path, ", ".join(sorted(taken))) for path, taken in methods.items()]


def _allowance(path: str, allowed: str) -> HTTPRouteHandler:
    @route(path, http_method=["OPTIONS"], status_code=204)
    async def endpoint() -> Response[None]:
        return Response(None, status_code=204, headers={"Allow": allowed})

    return endpoint
