"""Checkpoints of every clinic's ledger, made now and then and brought to where they are kept.

An advisory lock keeps several from doing the same work. An anchor that is away, or that contradicts a clinic, holds
nobody else up; a checkpoint is given to it again until it has taken it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import msgspec
import structlog

from application.audit.checkpoints.ports import Anchor, AnchoredOtherwise, AnchorUnreachable
from application.shared.clock import Clock
from application.shared.refusals import Unavailable
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.private_files import FileNotPrivate
from infrastructure.crypto.signing_keys import SigningKeyFile, SigningKeysUnusable
from infrastructure.postgres.connection import lock_key
from infrastructure.postgres.followers.direct import LOST, Direct, connected
from infrastructure.postgres.followers.waiting import until
from infrastructure.postgres.ledger.checkpointing import count_lacking, kept, lacking, make_due
from infrastructure.postgres.provisioning import SEALER

LOOK: Final = 5.0
"""Seconds between two looks at what is due."""

AT_ONCE: Final = 100
"""Checkpoints that one anchor is given in one look."""

_LOCK: Final = lock_key("ledger-anchoring")
_UNREADABLE: Final = (OSError, Unavailable, FileNotPrivate, SigningKeysUnusable)

_log = structlog.get_logger(__name__)


class AnchoringHealth(msgspec.Struct, frozen=True, kw_only=True):
    """A moment of the anchoring."""

    connected: bool = False
    leading: bool = False
    """Whether it is the one that brings checkpoints; the others stand by."""
    lacking: Mapping[str, int] = {}
    """By anchor, how many checkpoints it has not taken yet."""
    contradicted: Mapping[str, int] = {}
    """By anchor, of how many clinics it keeps another checkpoint than ours: their ledgers were written anew."""


class LedgerAnchoring:
    """Makes checkpoints and has them kept. One works at a time; the others stand by."""

    def __init__(  # noqa: PLR0913 - whence, with what, whereto, and how often
        self,
        url: str,
        keys: SigningKeyFile,
        clock: Clock,
        anchors: Sequence[Anchor],
        every: timedelta,
        *,
        look: float = LOOK,
    ) -> None:
        """``url`` leads to PostgreSQL directly: session locks do not pass a transaction pooler."""
        self._url = url
        self._keys = keys
        self._clock = clock
        self._anchors = anchors
        self._every = every
        self._look_every = look
        self.health = AnchoringHealth()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; connect anew whenever the connection is lost."""
        while not stop.is_set():
            try:
                async with connected(self._url, SEALER) as connection:
                    self.health = AnchoringHealth(connected=True)
                    while not stop.is_set():
                        await self.look(connection)
                        await until(self._look_every, stop)
            except LOST as lost:
                _log.warning("anchoring_lost_connection", failure=type(lost).__name__, retry_after=self._look_every)
                self.health = AnchoringHealth()
                await until(self._look_every, stop)
        self.health = AnchoringHealth()

    async def look(self, connection: Direct) -> None:
        """Make what is due, and bring each anchor what it lacks."""
        leading = self.health.leading or await connection.fetchval("select pg_try_advisory_lock($1)", _LOCK)
        contradicted: dict[str, int] = {}
        if leading:
            await self._make(connection)
            for anchor in self._anchors:
                contradicted[anchor.name] = await self._bring(connection, anchor)
        left = {anchor.name: await count_lacking(connection, anchor.name) for anchor in self._anchors}
        self.health = AnchoringHealth(connected=True, leading=leading, lacking=left, contradicted=contradicted)

    async def _make(self, connection: Direct) -> None:
        now = self._clock.now()
        try:
            keys = (await self._keys.load()).at(now)
        except _UNREADABLE as unread:
            _log.error("ledger_keys_unread", failure=type(unread).__name__)
        else:
            await make_due(connection, keys, now, self._every)

    async def _bring(self, connection: Direct, anchor: Anchor) -> int:
        """Give an anchor what it lacks, and count the clinics that it contradicts."""
        contradicted: set[ClinicId] = set()
        for made in await lacking(connection, anchor.name, AT_ONCE):
            if made.clinic in contradicted:
                continue
            try:
                await anchor.keep(made.clinic, made.size, made.note)
            except AnchoredOtherwise:
                _log.error("checkpoint_contradicted", anchor=anchor.name, clinic_id=made.clinic)
                contradicted.add(made.clinic)
            except AnchorUnreachable as failure:
                _log.warning("anchor_unreachable", anchor=anchor.name, failure=str(failure))
                break
            else:
                await kept(connection, made, anchor.name, self._clock.now())
        return len(contradicted)
