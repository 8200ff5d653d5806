"""Reading requests as commands and queries, and saying which field of a bad one is wrong."""

import re
from functools import lru_cache
from typing import Any, TypeVar, get_origin

import msgspec
from litestar import Request

from application.shared.command import Command
from application.shared.query import Query
from application.shared.refusals import Malformed

C = TypeVar("C", bound=Command)
Q = TypeVar("Q", bound=Query)

_PLACE = re.compile(r"^(?P<what>.*) - at `(?:key in )?\$(?P<path>.*)`$", re.DOTALL)


class UnreadableMedia(Malformed):
    """The body must be JSON."""

    code = "request.unreadable-media"
    mend = "Send the body with 'Content-Type: application/json'."


async def read_command(request: Request[Any, Any, Any], command: type[C]) -> C:
    """Read the body and the path as a command. Raises ``Malformed`` with JSON pointers to the wrong fields."""
    body = await request.body()
    kind, parameters = request.content_type
    if body and kind not in ("application/json", ""):
        raise UnreadableMedia(received=kind)
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnreadableMedia(received=parameters["charset"])
    try:
        named: C = _decoder(command).decode(body or b"{}")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise Malformed(errors=[_field(str(wrong))]) from wrong
    return _placed(named, request.path_params)


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
        field = _field(str(wrong))
        raise Malformed(
            errors=[{"parameter": field["pointer"].removeprefix("/") or "?", "detail": field["detail"]}]
        ) from wrong


def _placed(command: C, path: dict[str, Any]) -> C:
    for name, value in path.items():
        if name not in command.__struct_fields__:
            continue
        said = getattr(command, name)
        if said is not msgspec.UNSET and said != value:
            raise Malformed(errors=[{"pointer": f"/{name}", "detail": "names another thing than the path does"}])
    placed = {name: value for name, value in path.items() if name in command.__struct_fields__}
    return msgspec.structs.replace(command, **placed) if placed else command


def _field(message: str) -> dict[str, str]:
    """Turn msgspec's ``... - at `$.a[0].b` `` into a sentence and a JSON pointer (RFC 6901)."""
    found = _PLACE.match(message)
    if found is None:
        return {"pointer": "", "detail": message}
    pointer = re.sub(r"\[(\d+|\.\.\.)\]", r"/\1", found["path"].replace(".", "/")).replace("/////", "/...")
    return {"pointer": pointer, "detail": found["what"]}


@lru_cache(maxsize=1024)
def _decoder(command: type[Command]) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(command)


@lru_cache(maxsize=1024)
def _list_fields(query: type[Query]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(query) if get_origin(field.type) is tuple)
