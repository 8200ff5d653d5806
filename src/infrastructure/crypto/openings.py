"""Keys on their way from the vault: some at a time, and each of them once, however many wait for it."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from uuid import UUID

from application.shared.key_vault import KeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.sealing import SealingKey

AT_ONCE: Final = 16
"""Keys that the vault is asked for at a time, by one process: a page takes few round trips, and floods no service."""

Keep = Callable[[ClinicId, UUID, WrappedKey, SealingKey], None]


class _Opening:
    """One key that the vault is opening, and how many wait for it."""

    def __init__(self, wrapped: WrappedKey, task: "asyncio.Task[SealingKey]") -> None:
        self.wrapped = wrapped
        self.task = task
        self.waiting = 0


class Openings:
    """Has the vault open keys. What nobody waits for any more is given up."""

    def __init__(self, vault: KeyVault, keep: Keep, *, at_once: int = AT_ONCE) -> None:
        """``keep`` is handed each key that has come, before whoever waits for it."""
        self._vault = vault
        self._keep = keep
        self._turns = asyncio.Semaphore(at_once)
        self._under_way: dict[tuple[ClinicId, UUID], _Opening] = {}

    async def opened(self, clinic: ClinicId, stored: Mapping[UUID, WrappedKey]) -> dict[UUID, SealingKey]:
        """Give stored keys by their ids. Raises what the vault raises, to everybody who waits for that key."""
        joined = {key_id: self._joined((clinic, key_id), wrapped) for key_id, wrapped in stored.items()}
        try:
            # The shield: whoever is cancelled takes the key from nobody else.
            return {key_id: await asyncio.shield(opening.task) for key_id, opening in joined.items()}
        finally:
            for key_id, opening in joined.items():
                self._leave((clinic, key_id), opening)

    def forget(self, clinic: ClinicId, key_id: UUID) -> None:
        """Keep a key that is on its way no more: those who wait had its row; who comes later has to bring it."""
        self._under_way.pop((clinic, key_id), None)

    def _joined(self, where: tuple[ClinicId, UUID], wrapped: WrappedKey) -> _Opening:
        opening = self._under_way.get(where)
        if opening is None or opening.wrapped != wrapped:
            opening = _Opening(wrapped, asyncio.create_task(self._open(where[0], wrapped)))
            opening.task.add_done_callback(partial(self._land, where, opening))
            self._under_way[where] = opening
        opening.waiting += 1
        return opening

    async def _open(self, clinic: ClinicId, wrapped: WrappedKey) -> SealingKey:
        async with self._turns:
            return SealingKey(await self._vault.unwrap(clinic, wrapped))

    def _land(self, where: tuple[ClinicId, UUID], opening: _Opening, task: "asyncio.Task[SealingKey]") -> None:
        # Asked of every task, since a failure that nobody asks for is reported as one that nobody noticed.
        came = not task.cancelled() and task.exception() is None
        if self._under_way.get(where) is opening:
            del self._under_way[where]
            if came:
                self._keep(*where, opening.wrapped, task.result())

    def _leave(self, where: tuple[ClinicId, UUID], opening: _Opening) -> None:
        opening.waiting -= 1
        if opening.waiting or opening.task.done():
            return
        opening.task.cancel()
        if self._under_way.get(where) is opening:  # whoever comes next is not to wait for what was given up
            del self._under_way[where]
