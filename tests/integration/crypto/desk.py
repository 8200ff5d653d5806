"""A vault that can be closed for a while, to see who waits for it."""

import asyncio
from collections import Counter, defaultdict

from application.shared.key_vault import WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.memory.key_vault import InMemoryKeyVault


class Desk(InMemoryKeyVault):
    """A vault at which one can see who is being served; while it is closed, nobody is answered."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[bytes] = Counter()
        self.served = self.most_served = 0
        self._crowds: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self.is_open = asyncio.Event()
        self.is_open.set()

    async def unwrap(self, clinic: ClinicId, wrapped: WrappedKey) -> bytes:
        """Open a wrapped key while the desk is open."""
        self.asked[wrapped.wrapped] += 1
        self.served += 1
        self.most_served = max(self.most_served, self.served)
        self._crowds[self.served].set()
        try:
            await self.is_open.wait()
            return await super().unwrap(clinic, wrapped)
        finally:
            self.served -= 1

    async def crowd(self, many: int) -> None:
        """Wait until so many are served at a time."""
        await self._crowds[many].wait()


async def settled() -> None:
    """Let everybody go on who can."""
    for _ in range(20):
        await asyncio.sleep(0)
