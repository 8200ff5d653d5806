"""Every answer that a test sees is held against the OpenAPI document: what was not promised may not be answered.

``documented`` is a response hook of httpx: ``AsyncClient(event_hooks={"response": [documented]})``.
"""

import re
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import msgspec

from interfaces.http.application import API, described
from interfaces.http.openapi.schemas import COMPONENTS
from interfaces.http.problems import PROBLEM_JSON
from interfaces.http.routes import Side

NOWHERE = {"request.no-such-route": 404, "request.method-not-allowed": 405}
"""Problems of requests that meet no operation."""


class NotPromised(AssertionError):
    """An answer that the document does not know."""


async def documented(response: httpx.Response) -> None:
    """Hold an answer against the document. Raises ``NotPromised``."""
    await response.aread()
    path = response.request.url.path
    if path.startswith(API + "/") and path != f"{API}/openapi.json":
        hold(response.request.method, path, response)


def hold(method: str, path: str, response: httpx.Response) -> None:
    """Hold the answer to a request against the document. Raises ``NotPromised``."""
    operation = _operation(method, path)
    if operation is None:
        if method in ("OPTIONS", "HEAD"):
            return
        if NOWHERE.get(_code(response)) != response.status_code:
            raise NotPromised(f"{method} {path} is no operation, and was answered {response.status_code}")
        _hold_to_schema(f"{method} {path}", _problem(response), response.content)
        return
    name = operation["operationId"]
    promised = operation["responses"].get(str(response.status_code))
    if promised is None:
        raise NotPromised(f"{name} never promised {response.status_code} {_code(response)}: {response.text[:300]}")
    for header, told in promised["headers"].items():
        if header not in response.headers and _followed(told)["required"]:
            raise NotPromised(f"{name} promised the header {header} with {response.status_code}")
    if promised["content"] or response.content:
        _hold_content(name, promised["content"], response)


def _hold_content(name: str, promised: dict[str, Any], response: httpx.Response) -> None:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    content = promised.get(kind)
    if content is None:
        raise NotPromised(f"{name} answered {response.status_code} as {kind}")
    if kind == PROBLEM_JSON and _code(response) not in content["examples"]:
        raise NotPromised(f"{name} never promised the problem {_code(response)}; is it in its `refusals`?")
    if not kind.startswith("text/"):
        schema = _problem(response) if kind == PROBLEM_JSON else content["schema"]["$ref"]
        _hold_to_schema(name, schema, response.content)
    elif not jsonschema_rs.is_valid(content["schema"], response.text):
        raise NotPromised(f"{name} answered text that its schema refuses: {response.text[:100]!r}")


def _followed(part: dict[str, Any]) -> dict[str, Any]:
    """Give a header, or the component that it refers to."""
    name = part.get("$ref", "").rpartition("/")[2]
    header: dict[str, Any] = described(Side.ALL)["components"]["headers"][name] if name else part
    return header


def _hold_to_schema(name: str, reference: str, body: bytes) -> None:
    wrong = next(_validator(reference).iter_errors(msgspec.json.decode(body)), None)
    if wrong is not None:
        raise NotPromised(f"{name} answered what its schema refuses, at {list(wrong.instance_path)}: {wrong.message}")


def _code(response: httpx.Response) -> str:
    if response.headers.get("Content-Type") != PROBLEM_JSON:
        return ""
    return str(response.json().get("code", ""))


def _problem(response: httpx.Response) -> str:
    """Name the component that a problem document must be like: that of its very type."""
    return f"{COMPONENTS}Problem.{_code(response)}"


@cache
def _validator(reference: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": reference, "components": described(Side.ALL)["components"]})


def _operation(method: str, path: str) -> dict[str, Any] | None:
    found = (methods for pattern, methods in _patterns() if pattern.fullmatch(path.removeprefix(API)))
    return next(found, {}).get(method.lower())


@cache
def _patterns() -> list[tuple["re.Pattern[str]", dict[str, Any]]]:
    """Give every path as a pattern, the literal ones first."""
    paths = sorted(described(Side.ALL)["paths"].items(), key=lambda path: path[0].count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), methods) for path, methods in paths]
