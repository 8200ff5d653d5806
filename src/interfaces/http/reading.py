"""Reading requests as commands and queries, and saying which field of a bad one is wrong."""

import re
from functools import lru_cache
from typing import Any, Final, TypeVar, get_origin

import msgspec
from litestar import Request

from application.shared.command import Command
from application.shared.query import Query
from application.shared.refusals import Malformed
from domain.shared.values import WrongField

C = TypeVar("C", bound=Command)
Q = TypeVar("Q", bound=Query)

_PLACE = re.compile(r"^(?P<what>.*) - at `(?:key in )?\$(?P<path>.*)`$", re.DOTALL)
_TEXT = re.compile(rb'"(?:[^"\\]+|\\.)*+"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))

DEEPEST: Final = 32
"""Objects and lists inside each other; no command needs half as many."""

_NAMED = re.compile(r"Object (?:missing required|contains unknown) field `(?P<field>.*)`", re.DOTALL)


class UnreadableMedia(Malformed):
    """The body must be JSON."""

    code = "request.unreadable-media"
    mend = "Send the body with 'Content-Type: application/json'."


class TooDeep(Malformed):
    """The body is nested deeper than any command is."""

    code = "request.too-deep"
    mend = "Send at most 32 objects and lists inside each other."


async def read_command(request: Request[Any, Any, Any], command: type[C]) -> C:
    """Read the body and the path as a command. Raises ``Malformed`` with JSON pointers to the wrong fields."""
    body = await request.body()
    kind, parameters = request.content_type
    if body and kind not in ("application/json", ""):
        raise UnreadableMedia(received=kind)
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnreadableMedia(received=parameters["charset"])
    if too_deep(body):
        raise TooDeep
    try:
        named: C = _decoder(command).decode(body or b"{}")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise Malformed(errors=[_field(wrong)]) from wrong
    return _placed(named, request.path_params)


def too_deep(body: bytes) -> bool:
    """Tell whether JSON is nested deeper than ``DEEPEST``, without reading it. A body that is no JSON may be either."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False  # nearly every body
    depth = 0
    for bracket in _TEXT.sub(b"", body).translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            return True
    return False


def read_query(request: Request[Any, Any, Any], query: type[Q]) -> Q:
    """Read the path and the query string as a query. Raises ``Malformed`` naming the parameter."""
    lists = _list_fields(query)
    values: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name not in query.__struct_encode_fields__ or name in request.path_params:
            raise Malformed(errors=[{"parameter": name, "detail": "there is no such parameter"}])
        if name in lists:
            values.setdefault(name, []).append(value)
        elif name in values:
            raise Malformed(errors=[{"parameter": name, "detail": "given more than once"}])
        else:
            values[name] = value
    try:
        return msgspec.convert(values | request.path_params, query, strict=False)
    except msgspec.ValidationError as wrong:
        field = _field(wrong)
        parameter = field["pointer"].removeprefix("/").partition("/")[0]
        raise Malformed(errors=[{"parameter": parameter, "detail": field["detail"]}]) from wrong


def _placed(command: C, path: dict[str, Any]) -> C:
    for name, value in path.items():
        if name not in command.__struct_fields__:
            continue
        said = getattr(command, name)
        if said is not msgspec.UNSET and said != value:
            raise Malformed(errors=[{"pointer": f"/{name}", "detail": "names another thing than the path does"}])
    placed = {name: value for name, value in path.items() if name in command.__struct_fields__}
    return msgspec.structs.replace(command, **placed) if placed else command


def _field(wrong: Exception) -> dict[str, str]:
    """Turn msgspec's ``... - at `$.a[0].b` `` into a sentence and a JSON pointer (RFC 6901) to the field.

    msgspec leads to the object in which a field is missing, unknown or wrong by the object's own rule: which field it
    is, its sentence or its cause tells.
    """
    message, pointer = str(wrong), ""
    found = _PLACE.match(message)
    if found is not None:
        message = found["what"]
        pointer = re.sub(r"\[(\d+|\.\.\.)\]", r"/\1", found["path"].replace(".", "/")).replace("/////", "/...")
    named = _NAMED.fullmatch(message)
    if isinstance(wrong.__cause__, WrongField):
        pointer += f"/{wrong.__cause__.field}"
    elif named is not None:
        pointer += "/" + named["field"].replace("~", "~0").replace("/", "~1")
    return {"pointer": pointer, "detail": message}


@lru_cache(maxsize=1024)
def _decoder(command: type[Command]) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(command)


@lru_cache(maxsize=1024)
def _list_fields(query: type[Query]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(query) if get_origin(field.type) is tuple)
