"""A lock in this process that one holds alone, or several beside each other."""

import asyncio


class ThingLock:
    """Whoever would hold it alone waits for everybody, whoever would hold it beside others for the one who is alone."""

    def __init__(self) -> None:
        self._alone = False
        self._beside = 0
        self._let_go = asyncio.Event()

    async def acquire(self, *, beside: bool) -> None:
        """Wait until nobody holds it, or nobody alone where it is to be held ``beside`` others."""
        while self._alone or (self._beside and not beside):
            self._let_go.clear()
            await self._let_go.wait()
        self._alone = not beside
        self._beside += beside

    def release(self) -> None:
        """Give it back."""
        self._beside -= not self._alone
        self._alone = False
        self._let_go.set()
