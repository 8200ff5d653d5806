"""PostgreSQL itself: its version, whether it keeps what it acknowledges and what it does not, and its clock."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

from application.shared.clock import Clock
from infrastructure.examination.finding import Finding, broken, ok, warning
from infrastructure.postgres.connection import Reader
from infrastructure.postgres.quiet_log import QUIET_LOG

OLDEST: Final = 150_000
"""PostgreSQL 15, as ``server_version_num`` counts."""

SKEW_WARNING, SKEW_BROKEN = 1.0, 5.0
"""Seconds. Tokens, holds and jobs compare the processes' clocks with what others wrote."""


async def server(connection: Reader, clock: Clock) -> AsyncIterator[Finding]:
    """Look at the server through a connection in any role."""
    yield await _version(connection)
    yield await _durability(connection)
    yield await _log(connection)
    yield await _statements(connection)
    yield await _clock(connection, clock)


async def _version(connection: Reader) -> Finding:
    number, name = int(await _setting(connection, "server_version_num")), await _setting(connection, "server_version")
    if number < OLDEST:
        return broken("database version", f"PostgreSQL {name}", "Move to PostgreSQL 15 or newer.")
    return ok("database version", f"PostgreSQL {name}")


async def _durability(connection: Reader) -> Finding:
    """Look at what decides whether an acknowledged fact survives a crash."""
    found = {name: await _setting(connection, name) for name in ("fsync", "synchronous_commit", "full_page_writes")}
    told = ", ".join(f"{name}={value}" for name, value in found.items())
    off = [name for name, value in found.items() if value == "off"]
    if off:
        mend = (
            f"Set {' and '.join(off)} to on, for the server and for every role: a crash now loses acknowledged facts."
        )
        return broken("durability", told, mend)
    return ok("durability", told)


async def _log(connection: Reader) -> Finding:
    """Look at what decides whether what people wrote gets into the server's log when a statement fails."""
    found = {name: await _setting(connection, name) for name in QUIET_LOG}
    loud = [f"{name}={value}" for name, value in found.items() if value != QUIET_LOG[name]]
    if loud:
        mend = f"Set {', '.join(f'{name}={value}' for name, value in QUIET_LOG.items())} for the server."
        return warning("database log", f"may repeat values: {', '.join(loud)}", mend)
    return ok("database log", "repeats no values")


async def _statements(connection: Reader) -> Finding:
    found = await _setting(connection, "log_statement")
    if found in {"all", "mod"}:
        mend = "Set log_statement to none or ddl, for the server, the database and every role."
        return broken("statements", f"log_statement={found}: every one is logged, with its values", mend)
    return ok("statements", f"log_statement={found}")


async def room(connection: Reader, pool_size: int) -> Finding:
    """Look whether the server has as many connections as one process may open."""
    most = int(await _setting(connection, "max_connections"))
    if pool_size >= most:
        mend = f"Set POLYCLINIC_POOL_SIZE below the server's max_connections ({most}), for all processes together."
        return broken("connections", f"a pool of {pool_size} takes every connection there is", mend)
    return ok("connections", f"a pool of {pool_size}, of {most}")


async def _clock(connection: Reader, clock: Clock) -> Finding:
    before = clock.now()
    theirs: datetime = await connection.fetchval("select clock_timestamp()")
    after = clock.now()
    # Somewhere between the two the server looked at its clock; the nearer end is the smallest skew that explains it.
    skew = max((theirs - after).total_seconds(), (before - theirs).total_seconds(), 0.0)
    told = f"{skew:.1f} s apart"
    mend = "Let NTP set the clocks of both machines."
    if skew >= SKEW_BROKEN:
        return broken("clocks", told, mend)
    return warning("clocks", told, mend) if skew >= SKEW_WARNING else ok("clocks", told)


async def _setting(connection: Reader, name: str) -> str:
    value: str = await connection.fetchval("select current_setting($1)", name)
    return value
