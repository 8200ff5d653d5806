"""Commands that are planned before they are sent, each with something by which the log knows it again."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec


class Kind(StrEnum):
    """What is asked for."""

    REGISTER = "register"
    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """One command to be."""

    number: int
    at: float
    """Seconds after the beginning."""
    kind: Kind
    body: dict[str, Any]
    key: str | None
    hangs_up: float | None
    """Seconds after which the client leaves; it comes back with the same key."""

    @property
    def name(self) -> str:
        """The word that only the patient of this registration has in the name."""
        return f"{self.number:08}"

    @property
    def slot(self) -> tuple[UUID, datetime]:
        """The time of a provider that only this booking or move wants."""
        wanted = self.body.get("visit", self.body)
        return UUID(wanted["provider"]), datetime.fromisoformat(wanted["starts_at"])
