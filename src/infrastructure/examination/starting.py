"""What must be well before a process serves anybody: it refuses to start, and says what to mend."""

from collections.abc import AsyncIterator
from typing import Final

import structlog

from application.shared.clock import Clock
from application.shared.mendable import Mendable
from infrastructure.containers.opening import role_pool
from infrastructure.examination.configuration import UNSAFE, configuration
from infrastructure.examination.finding import Finding
from infrastructure.examination.keys import keys
from infrastructure.examination.rights import rights
from infrastructure.examination.schema import schema
from infrastructure.examination.server import room, server
from infrastructure.postgres.connection import lent
from infrastructure.postgres.provisioning import APP
from infrastructure.settings import Settings

LOOKED_AT: Final = (
    *(unsafe.subject for unsafe in UNSAFE),
    "keys",
    "database version",
    "durability",
    "statements",
    "clocks",
    "connections",
    "migrations",
    "roles",
    "ownership",
    "row-level security",
    "written facts",
    "ledger rights",
    "new objects",
)
"""Subjects of the doctor's findings that a start looks at too."""

NAMES: Final = frozenset(subject.replace(" ", "-") for subject in LOOKED_AT)
"""What ``POLYCLINIC_ALLOW_UNSAFE`` may name."""

_log = structlog.get_logger(__name__)


class UnsafeConfiguration(Mendable):
    """The process would not be safe; the message names what is wrong, and how to mend it."""


async def refuse_unsafe(settings: Settings, clock: Clock) -> None:
    """Look at what a start looks at. Raises ``UnsafeConfiguration`` for what is broken and not let through by name."""
    allowed = settings.allowed
    if allowed - NAMES:
        raise UnsafeConfiguration(
            f"POLYCLINIC_ALLOW_UNSAFE names what nobody looks at: {', '.join(sorted(allowed - NAMES))}. "
            f"It may name {', '.join(sorted(NAMES))}."
        )
    # What can be told without a connection comes first: one of the findings may be that it would be in clear.
    _refuse([*configuration(settings), await keys(settings)], allowed)
    _refuse([finding async for finding in _database(settings, clock)], allowed)


async def _database(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    async with role_pool(settings, APP, size=1) as pool, lent(pool) as connection:
        async for finding in server(connection, clock):
            yield finding
        yield await room(connection, settings.pool_size)
        yield await schema(connection)
        async for finding in rights(connection):
            yield finding


def _refuse(findings: list[Finding], allowed: frozenset[str]) -> None:
    wrong = {finding.name: finding for finding in findings if finding.state == "broken"}
    for name in sorted(wrong.keys() & allowed):
        _log.warning("unsafe_allowed", code=name)
    refused = [(name, finding) for name, finding in wrong.items() if name not in allowed]
    if refused:
        lines = [f"  {name}: {finding.found}.\n    {finding.mend}" for name, finding in refused]
        mind = f"Who knows what they do lets it through by name: POLYCLINIC_ALLOW_UNSAFE={','.join(dict(refused))}"
        raise UnsafeConfiguration("\n".join(["Nothing was started, because it would not be safe.", *lines, mind]))
