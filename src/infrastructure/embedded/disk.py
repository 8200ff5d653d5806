"""How a full disk is recognized: by what the system says of it, wherever in a failure, and by what servers log."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from infrastructure.embedded.errors import DiskFull

_SAID = "No space left on device"


def is_of_full_disk(failure: BaseException) -> bool:
    """Whether a failure, one of its group, or what stands behind it says that a disk is full."""
    if isinstance(failure, OSError) and failure.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    members = failure.exceptions if isinstance(failure, BaseExceptionGroup) else ()
    behind = (failure.__cause__ or failure.__context__,)
    return any(is_of_full_disk(other) for other in (*members, *behind) if other is not None)


def logs_full_disk(log: Path) -> bool:
    """Whether a server has noted that its disk is full."""
    return _SAID in log.read_text(errors="replace")


@contextlib.contextmanager
def telling_full_disk(directory: Path) -> Iterator[None]:
    """Turn whatever comes of a full disk into DiskFull, said of the directory that the caller writes to."""
    try:
        yield
    except Exception as failure:
        if is_of_full_disk(failure):
            raise DiskFull.of(directory) from failure
        raise
