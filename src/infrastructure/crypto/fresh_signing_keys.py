"""A process's signing keys, kept as their file has them at each moment: a rotation needs no restart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import structlog

from application.shared.clock import Clock
from application.shared.refusals import Unavailable
from infrastructure.crypto.access_tokens import LIFETIME, JwtAccessTokens
from infrastructure.crypto.private_files import FileNotPrivate
from infrastructure.crypto.signing_keys import SigningKeyFile, SigningKeysUnusable

LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the file."""

OLD_KEY_LIVES: Final = LIFETIME + timedelta(minutes=1)
"""How long a key is kept after the next one began to sign: as long as a token lives, and as a process may be late."""

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def kept_fresh(tokens: JwtAccessTokens, file: SigningKeyFile, clock: Clock) -> AsyncIterator[None]:
    """Have tokens signed and verified with the keys of the file, beside whatever runs inside."""
    looking = asyncio.create_task(_look(tokens, file, clock))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait({looking})


async def _look(tokens: JwtAccessTokens, file: SigningKeyFile, clock: Clock) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            tokens.use((await file.load()).at(clock.now()))
        except (OSError, Unavailable, FileNotPrivate, SigningKeysUnusable) as unread:
            _log.warning("signing_keys_unread", failure=type(unread).__name__)
