"""The statements that a command really sends, and the pgbench script that sends the same."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg.connection import LoggedQuery

from infrastructure.postgres.connection import Pool

_PARAMETER = re.compile(r"\$(\d+)")
_STREAM = "('00000000-0000-4000-8000-' || lpad((:stream)::text, 12, '0'))::uuid"
"""Where a command names its stream: each transaction of pgbench takes another one."""

NEXT_VERSION = 2
"""Of a stream with one fact, as the captured command finds it."""


class Captured(msgspec.Struct, frozen=True):
    """One statement and its arguments, each as text, or as SQL where it differs from command to command."""

    sql: str
    arguments: list[str | None]
    varying: dict[int, str]
    """SQL by the argument's number, counted from 1."""


async def capturing(pool: Pool, commands: Mapping[UUID, Callable[[], Awaitable[None]]]) -> list[Captured]:
    """Carry out the same command on two streams of one fact and give what the first sent, in order.

    What is another id the second time is another one in every command.
    """
    logged: list[LoggedQuery] = []

    def note(query: LoggedQuery) -> None:
        if not query.query.startswith("notify"):
            logged.append(query)

    lent = [await pool.acquire() for _ in range(pool.get_max_size())]
    for connection in lent:
        connection.add_query_logger(note)
        await pool.release(connection)
    for command in commands.values():
        await command()
    first, second = logged[: len(logged) // 2], logged[len(logged) // 2 :]
    stream = next(iter(commands))
    return [_captured(query, again, stream) for query, again in zip(first, second, strict=True)]


def script(statements: list[Captured], *, streams: int, first: int, clients: int) -> tuple[str, dict[str, str]]:
    """Give the pgbench script of a command, and its variables.

    Each client has streams of its own, as each writer has. What the driver sends as one message goes through a
    pipeline, so the round trips are as many; the version to write is the one read, plus one.
    """
    each = streams // clients
    lines = [f"\\set stream {first} + :client_id * {each} + random(0, {each - 1})"]
    variables: dict[str, str] = {}
    for number, statement in enumerate(statements):
        parts = [part.strip() for part in statement.sql.strip().rstrip(";").split(";")]
        if len(parts) > 1:
            lines += ["\\startpipeline", *(f"{_one_line(part)};" for part in parts), "\\endpipeline"]
            continue
        sql = _one_line(_with_arguments(statement, number, variables))
        reads_stream = " from event e" in sql
        lines.append(f"{sql} \\aset" if reads_stream else f"{sql};")
        if reads_stream:
            lines.append("\\set next :version + 1")
    return "\n".join(lines) + "\n", variables


def _captured(query: LoggedQuery, again: LoggedQuery, stream: UUID) -> Captured:
    arguments = [None if argument is None else _text(argument) for argument in query.args or ()]
    varying = {}
    for number, (argument, other) in enumerate(zip(query.args or (), again.args or (), strict=True), start=1):
        match argument:
            case UUID() if argument == stream:
                varying[number] = _STREAM
            case [UUID() as only] if only == stream:
                varying[number] = f"array[{_STREAM}]"
            case int() if argument == NEXT_VERSION:
                varying[number] = ":next"
            case [int() as only] if only == NEXT_VERSION:
                varying[number] = "array[:next]"
            case UUID() if argument != other:
                varying[number] = "gen_random_uuid()"
            case _:
                pass
    return Captured(query.query, arguments, varying)


def _with_arguments(statement: Captured, number: int, variables: dict[str, str]) -> str:
    def replacement(found: re.Match[str]) -> str:
        place = int(found[1])
        if place in statement.varying:
            return statement.varying[place]
        value = statement.arguments[place - 1]
        if value is None:
            return "null"
        name = f"s{number}a{place}"
        variables[name] = value
        return f":{name}"

    return _PARAMETER.sub(replacement, statement.sql)


def _one_line(sql: str) -> str:
    return " ".join(sql.split())


def _text(value: Any) -> str:
    """Write a value as PostgreSQL reads it."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        items = ("NULL" if item is None else '"' + _text(item).replace("\\", "\\\\") + '"' for item in value)
        return "{" + ",".join(items) + "}"
    return str(value)
