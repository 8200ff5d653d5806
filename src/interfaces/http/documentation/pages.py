"""The pages, at their addresses."""

import asyncio
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response, Router, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from application.shared.refusals import NotFound
from domain.shared.roles import Role
from interfaces.http.answers import JSON
from interfaces.http.documentation.access import WORDS, by_context, roles, settable_fields
from interfaces.http.documentation.handbook import read_handbook
from interfaces.http.documentation.problem_types import ProblemType, problem_types
from interfaces.http.documentation.prose import paragraphs, pretty, sentence
from interfaces.http.documentation.reference import Reference
from interfaces.http.openapi.document import Document
from interfaces.http.openapi.serving import cacheable
from interfaces.http.routes import Routes

HTML: Final = "text/html"

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""A page may load its own style and its own picture, and run nothing."""

_HERE = Path(__file__).parent
_FILES = {"style.css": "text/css", "mark.svg": "image/svg+xml"}

AnyRequest = Request[Any, Any, Any]


def documentation(routes: Routes, described: Callable[[], Document]) -> Router:
    """Make the pages of routes and of the document that describes them, each written when it is first asked for."""
    types = problem_types(routes)
    pages = _Pages(described, types)

    @get(["/docs", "/"], name="docs.reference")
    async def reference(request: AnyRequest) -> Response[bytes]:
        return _page(request, await asyncio.to_thread(pages.reference))

    @get("/docs/access", name="docs.access")
    async def access(request: AnyRequest) -> Response[bytes]:
        return _page(request, pages.access())

    @get("/docs/{file:str}", name="docs.file")
    async def part(request: AnyRequest, file: FromPath[str]) -> Response[bytes]:
        if file not in _FILES:
            raise NotFound
        return _page(request, (_HERE / file).read_bytes(), _FILES[file])

    @get("/problems", name="problems")
    async def problems(request: AnyRequest) -> Response[bytes]:
        return _negotiated(request, pages.problems, tuple(types.values()))

    @get("/problems/{code:str}", name="problems.type")
    async def problem(request: AnyRequest, code: FromPath[str]) -> Response[bytes]:
        if code not in types:
            raise NotFound
        return _negotiated(request, lambda: pages.problem(code), types[code])

    return Router("/", route_handlers=[reference, access, part, problems, problem, *_handbook(pages)])


def _handbook(pages: "_Pages") -> list[HTTPRouteHandler]:
    @get("/docs/handbook", name="docs.handbook")
    async def handbook(request: AnyRequest) -> Response[bytes]:
        return _page(request, pages.handbook())

    @get("/docs/handbook/{name:str}", name="docs.chapter")
    async def chapter(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        if name not in pages.chapters:
            raise NotFound
        return _page(request, pages.chapter(name))

    return [handbook, chapter]


class _Pages:
    """Writes each page once."""

    def __init__(self, described: Callable[[], Document], types: dict[str, ProblemType]) -> None:
        self._described = described
        self._types = types
        self.chapters = read_handbook()
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"sentence": sentence, "paragraphs": paragraphs, "pretty": pretty}
        self._environment.globals |= {"reasons": {status.value: status.phrase for status in HTTPStatus}}
        self._write = cache(self._written)

    def reference(self) -> bytes:
        return self._write("reference.html")

    def access(self) -> bytes:
        return self._write("access.html")

    def problems(self) -> bytes:
        return self._write("problems.html")

    def problem(self, code: str) -> bytes:
        return self._write("problem.html", code)

    def handbook(self) -> bytes:
        return self._write("handbook.html")

    def chapter(self, name: str) -> bytes:
        return self._write("chapter.html", name)

    def _written(self, template: str, one: str = "") -> bytes:
        contents: dict[str, Callable[[], dict[str, Any]]] = {
            "reference.html": self._reference,
            "access.html": lambda: {
                "contexts": by_context(),
                "fields": settable_fields(),
                "roles": roles(),
                "words": WORDS,
                "heading": list(Role),
            },
            "problems.html": lambda: {"contexts": self._by_context()},
            "problem.html": lambda: {"problem": self._types[one]},
            "handbook.html": lambda: {"handbook": self.chapters},
            "chapter.html": lambda: {"chapter": self.chapters[one], "known": self._types},
        }
        return self._environment.get_template(template).render(contents[template]()).encode()

    def _reference(self) -> dict[str, Any]:
        described = self._described()
        return {"info": described["info"], "chapters": Reference(described).chapters()}

    def _by_context(self) -> dict[str, list[ProblemType]]:
        groups = groupby(self._types.values(), key=lambda problem: problem.context)
        return {context: list(group) for context, group in groups}


def _negotiated(request: AnyRequest, page: Callable[[], bytes], told: Any) -> Response[bytes]:
    """Answer a person with the page, and a program that asks for JSON with the same in JSON."""
    if request.accept.best_match(["text/html", JSON, "application/problem+json"], default="text/html") == "text/html":
        return _page(request, page(), Vary="Accept")
    return cacheable(request, msgspec.json.encode(told), JSON, Vary="Accept")


def _page(request: AnyRequest, body: bytes, kind: str = HTML, **headers: str) -> Response[bytes]:
    return cacheable(request, body, kind, Content_Security_Policy=POLICY, **headers)
