"""A terminal at which somebody types a command, reads, and presses Ctrl-C."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

# Ctrl-C is the terminal's work: it interrupts every process of its foreground group. A shell leads the session, as for
# everybody: when the window is closed the kernel tells the leader, and those before it once the leader is gone.
_PROGRAM = """
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(["sh", "-c", '"$@"; exit $?', "sh", *sys.argv[1:]])))
"""
_CTRL_C = b"\x03"
_END_WITHIN = 240.0


class Terminal:
    """Runs one command."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str], umask: int) -> None:
        self._read = b""
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _PROGRAM, *command],
            cwd=folder,
            env=environment,
            umask=umask,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @property
    def printed(self) -> str:
        """What stood there so far."""
        return self._read.decode(errors="replace").replace("\r\n", "\n")

    def read_until(self, words: str, within: float) -> None:
        """Read until the words stand there, in so many seconds."""
        deadline = time.monotonic() + within
        while words not in self.printed:
            assert self._reads(deadline), self.printed

    def ctrl_c(self) -> None:
        """Press Ctrl-C, and read to the end of whatever holds the terminal."""
        assert self._process.stdin
        self._process.stdin.write(_CTRL_C)
        self._process.stdin.flush()
        deadline = time.monotonic() + _END_WITHIN
        while self._reads(deadline):
            pass
        self._process.wait(_END_WITHIN)

    def close(self) -> None:
        """Close the window: whatever still runs in it is hung up on."""
        self._process.kill()
        self._process.communicate()

    def _reads(self, deadline: float) -> bool:
        assert self._process.stdout
        readable, _, _ = select.select([self._process.stdout], [], [], max(0, deadline - time.monotonic()))
        assert readable, self.printed
        piece = os.read(self._process.stdout.fileno(), 65536)
        self._read += piece
        return bool(piece)
