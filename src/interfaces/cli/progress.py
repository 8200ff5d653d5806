"""Telling how far something has come."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

import click

_PAUSE_SECONDS = 0.1
_WIDTH = 30


class ProgressLine:
    """Shows one line that changes on a terminal, and one line per stage elsewhere."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._stage = ""
        self._is_open = False
        self._shown_at = 0.0

    def show(self, stage: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` of a stage is done."""
        if self._terminal:
            now = time.monotonic()
            if done < total and now - self._shown_at < _PAUSE_SECONDS:
                return
            self._shown_at = now
            filled = _WIDTH * done // max(total, 1)
            bar = "#" * filled + "." * (_WIDTH - filled)
            click.echo(f"\r{stage.capitalize():<24} [{bar}] {done}/{total}", file=self._stream, nl=done == total)
            self._is_open = done < total
        elif stage != self._stage:
            click.echo(f"{stage.capitalize()} ...", file=self._stream)
        self._stage = stage

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the line."""
        if self._is_open:
            click.echo(file=self._stream)
