"""The port that names commands."""

from typing import Protocol
from uuid import UUID

from application.shared.execution import Call


class CommandIds(Protocol):
    """Gives each command its id, from which ids of what it makes derive."""

    async def of(self, operation: str, call: Call) -> UUID:
        """Give the same id to a retry: it derives from clinic, actor, operation and the caller's key.

        Whoever reads it cannot tell by guessing what the key was. Without a key the request is the command.
        """
        ...
