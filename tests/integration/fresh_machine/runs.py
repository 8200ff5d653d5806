"""What `make run` did, once from nothing and once more, and the lines that it printed."""

import subprocess
from dataclasses import dataclass

from integration.fresh_machine.network import beside
from integration.fresh_machine.newcomer import UMASK, Newcomer
from integration.fresh_machine.processes import at_work
from integration.fresh_machine.terminal import Terminal

READY = "Ready after"
_LINES_BEGIN, _JOB_BEGINS = "\nAPI=", "\n# Register a patient"


@dataclass(frozen=True, slots=True)
class Run:
    """A system that is ready, as it shows itself at the newcomer's terminal."""

    newcomer: Newcomer
    terminal: Terminal
    is_cut_off: bool = False

    @property
    def workers(self) -> dict[int, str]:
        """Everybody who works for it now."""
        return at_work(self.newcomer.checkout)

    @property
    def lines(self) -> str:
        """The lines to be pasted into another terminal."""
        printed = self.terminal.printed
        return printed[printed.index(_LINES_BEGIN) : printed.index(f"\n{READY}")]

    @property
    def sign_in(self) -> str:
        """Those of the lines that only sign in."""
        return self.lines.partition(_JOB_BEGINS)[0]

    def paste(self, lines: str) -> str:
        """Paste lines into another terminal and give what they print. A line that fails fails the test."""
        command = self.newcomer.typing("bash", "-euo", "pipefail", "-c", lines)
        [make] = [pid for pid, name in self.workers.items() if name == "make"]
        done = subprocess.run(
            beside(make, command) if self.is_cut_off else command,
            cwd=self.newcomer.checkout.parent,
            env=self.newcomer.environment({}),
            umask=UMASK,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@dataclass(frozen=True, slots=True)
class Finished:
    """A run from the first letter to the last, and what there was to see meanwhile."""

    run: Run
    workers: frozenset[str]
    """Names of the programs that worked for it while it ran."""
    left: dict[int, str]
    """Who was left after Ctrl-C."""
    toured: str
    """What the pasted lines printed."""
