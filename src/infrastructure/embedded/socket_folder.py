"""Where a server's Unix socket lies: close to its data where that works, in a private temporary folder where not."""

import os
import shutil
import tempfile
from pathlib import Path

from infrastructure.embedded.account import Account

# The kernel's limit is 108 bytes on Linux and 104 on macOS, with the closing zero; PostgreSQL adds a name.
_LONGEST_FOLDER = 104 - 1 - len("/.s.PGSQL.65535")


def make_socket_folder(directory: Path, account: Account | None) -> Path:
    """Return an empty folder that only the server's account may enter, with a path short enough for a socket.

    It is `socket` in the directory, or a temporary folder that `socket` links to: by the link the next start finds and
    removes what a killed launcher could not.
    """
    link = directory / "socket"
    remove_socket_folder(directory)
    if len(os.fsencode(link)) <= _LONGEST_FOLDER and (account is None or account.reaches(link)):
        link.mkdir(mode=0o700)
        folder = link
    else:
        folder = Path(tempfile.mkdtemp(prefix="polyclinic-", dir=_short_temporary(account)))
        link.symlink_to(folder)
    if account:
        account.own(folder)
    return folder


def remove_socket_folder(directory: Path) -> None:
    """Remove the folder and its link, if they are there."""
    link = directory / "socket"
    shutil.rmtree(link.resolve(), ignore_errors=True)
    link.unlink(missing_ok=True)


def _short_temporary(account: Account | None) -> Path:
    """Return the temporary folder of the system, unless its path is long too or the server's account is shut out."""
    usual = Path(tempfile.gettempdir())
    short = len(os.fsencode(usual)) + len("/polyclinic-xxxxxxxx") <= _LONGEST_FOLDER
    return usual if short and (account is None or account.reaches(usual / "any")) else Path("/tmp")  # noqa: S108
