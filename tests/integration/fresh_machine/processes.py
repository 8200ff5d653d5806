"""Who works in a folder."""

import contextlib
import time
from pathlib import Path


def at_work(folder: Path) -> dict[int, str]:
    """Give the names, by process id, of all whose working directory is a folder or lies in it.

    The command, the guards and both servers stay in the checkout or in their data below it, in whatever session.
    """
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended meanwhile, or is somebody else's
            if (process / "cwd").readlink().is_relative_to(folder):
                found[int(process.name)] = (process / "comm").read_text().strip()
    return found


def nobody_stays(folder: Path, within_seconds: float = 120) -> bool:
    """Whether all who work in a folder end in time, without being asked to."""
    deadline = time.monotonic() + within_seconds
    while at_work(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not at_work(folder)
