import re
from html.parser import HTMLParser

import httpx
import pytest

from application.shared.access import ACCESS
from interfaces.http.application import ROUTES
from interfaces.http.documentation.handbook import read_handbook
from interfaces.http.documentation.problem_types import problem_types
from interfaces.http.documentation.prose import paragraphs, pretty, sentence

TYPES = problem_types(ROUTES)
CHAPTERS = read_handbook()
PAGES = [
    "/docs",
    "/docs/access",
    "/docs/handbook",
    *(f"/docs/handbook/{name}" for name in CHAPTERS),
    "/problems",
    *(f"/problems/{code}" for code in TYPES),
]
VOID = {"meta", "link", "img", "br"}


class Reader(HTMLParser):
    """Reads a page and notes what is open, what it loads, what it links to and what can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.links: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is, and refuse what runs."""
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.add(given["href"])
        elif "href" in given or "src" in given:
            self.loads.append(given.get("href") or given["src"])
        assert tag not in ("script", "style", "iframe", "form")
        assert not [name for name in given if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag


async def read(http: httpx.AsyncClient, path: str) -> Reader:
    """Read a page; every element that it opens must be closed."""
    page = await http.get(path, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    reader = Reader()
    reader.feed(page.text)
    assert reader.open == []
    return reader


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_whole_and_loads_nothing_from_elsewhere(http: httpx.AsyncClient, path: str) -> None:
    """Pages are well formed, hold no script, and load only this server's own style and picture."""
    reader = await read(http, path)
    assert set(reader.loads) == {"/docs/mark.svg", "/docs/style.css"}
    assert len(reader.ids) == len(set(reader.ids))
    assert "content" in reader.ids


async def test_no_link_is_dead(http: httpx.AsyncClient) -> None:
    """Every link leads to a page, and to a place on it."""
    pages = {path: await read(http, path) for path in PAGES}
    described = {operation["operationId"] for operation in await operations(http)}
    for path, reader in pages.items():
        for link in reader.links:
            page, _, place = link.partition("#")
            if place in ACCESS and place not in described:
                continue  # an operation whose route does not exist; the access table's own test speaks of that
            if page.endswith(".json"):
                continue
            assert place in ("", *pages[page or path].ids), link


async def operations(http: httpx.AsyncClient) -> list[dict[str, str]]:
    """Give every operation of the document."""
    described = (await http.get("/api/v1/openapi.json")).json()
    return [operation for methods in described["paths"].values() for operation in methods.values()]


async def test_the_reference_holds_every_operation(http: httpx.AsyncClient) -> None:
    """Whatever is described can be read."""
    reader = await read(http, "/docs")
    assert {operation["operationId"] for operation in await operations(http)} <= set(reader.ids)


@pytest.mark.parametrize("path", ["/docs", "/problems/request.malformed"])
async def test_pages_may_be_cached_and_run_nothing(http: httpx.AsyncClient, path: str) -> None:
    """A page says how long it is fresh, what it may load, and is not sent twice to whoever has it."""
    page = await http.get(path)
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "script" not in policy
    assert page.headers["Cache-Control"] == "public, max-age=300"
    again = await http.get(path, headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("code", TYPES)
async def test_a_problem_type_resolves(http: httpx.AsyncClient, code: str) -> None:
    """Its type URI leads to its page; a program that asks for JSON gets the same as JSON."""
    told = await http.get(TYPES[code].type, headers={"Accept": "application/json"})
    assert told.json()["title"] == TYPES[code].title
    assert told.json()["example"]["type"] == str(told.url.path)
    assert told.headers["Vary"] == "Accept"


@pytest.mark.parametrize("path", ["/problems/patients.unheard-of", "/docs/../application.py", "/docs/pages.py"])
async def test_what_is_no_page_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    """Nothing but the pages can be had: no other file, no made-up code."""
    assert (await http.get(path)).status_code == 404


def test_what_is_written_is_escaped() -> None:
    """Text is never taken for HTML, in prose or in JSON."""
    evil = "<img src=x onerror=alert(1)> ``<b>``"
    for written in (sentence(evil), paragraphs(evil), paragraphs(f"- {evil}"), pretty({evil: evil})):
        assert not re.search(r"<(img|b)\b", written)


def test_json_is_told_apart() -> None:
    """Keys, texts, numbers and words are marked, and nothing is lost."""
    written = pretty({"a": 'say "x": 1', "n": -2.5, "ok": True, "none": None})
    assert written.count('class="key"') == 4
    assert written.count('class="number"') == 1
    assert written.count('class="word"') == 2
    assert written.striptags().count("say") == 1
