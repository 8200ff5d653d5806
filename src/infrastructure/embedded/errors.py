"""What can go wrong with a server of our own, each with its mend."""

from pathlib import Path
from typing import Self

from application.shared.mendable import Mendable


class EmbeddedServerError(Mendable):
    """An embedded server cannot be used. `what` happened, `mend` is what to do; its text is both."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


class BinariesNotFound(EmbeddedServerError):
    """Neither a wheel nor the system has the server's program."""


class DirectoryInUse(EmbeddedServerError):
    """A live process already runs a server in this directory."""


class PortTaken(EmbeddedServerError):
    """Something else listens on the port that was asked for."""


class DiskFull(EmbeddedServerError):
    """There is no room left for the server's files."""

    @classmethod
    def of(cls, directory: Path) -> Self:
        """Tell of the disk that holds a directory."""
        return cls(f"The disk of {directory} is full.", "Free some space (200 MB are enough to begin) and start again.")


class StartFailed(EmbeddedServerError):
    """The server ended or stayed silent while starting; `what` ends with its last words."""
