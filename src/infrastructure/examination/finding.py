"""What an examination finds."""

from typing import Literal

import msgspec

State = Literal["ok", "warning", "broken"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    subject: str
    """What was looked at, in a few words."""
    state: State
    """``warning``: it works, and somebody should look. ``broken``: something does not work, or protects nothing."""
    found: str
    """How it is. Never an address, a credential or anything about a person."""
    mend: str | None = None
    """What to do, where something is to be done."""

    @property
    def name(self) -> str:
        """By which name it is let through, where that may be."""
        return self.subject.replace(" ", "-")


def ok(subject: str, found: str) -> Finding:
    """Say that something is as it must be."""
    return Finding(subject=subject, state="ok", found=found)


def warning(subject: str, found: str, mend: str | None) -> Finding:
    """Say that something deserves a look."""
    return Finding(subject=subject, state="warning", found=found, mend=mend)


def broken(subject: str, found: str, mend: str) -> Finding:
    """Say that something does not work."""
    return Finding(subject=subject, state="broken", found=found, mend=mend)
