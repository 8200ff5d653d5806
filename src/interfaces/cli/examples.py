"""Examples under a verb's help, each on a line of its own."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_AS_IS = "\b"
"""Tells Click to leave the lines of a paragraph as they are."""


def example(*lines: str) -> Callable[[F], F]:
    """Teach a verb by lines that could be typed as they stand."""

    def taught(verb: F) -> F:
        heading = "Example:" if len(lines) == 1 else "Examples:"
        shown = "".join(f"\n      {line}" for line in lines)
        verb.__doc__ = f"{verb.__doc__}\n\n    {_AS_IS}\n    {heading}{shown}\n"
        return verb

    return taught
