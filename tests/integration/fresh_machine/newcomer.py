"""Somebody who has just unpacked the sources: an account of the machine, a home, and a checkout of their own."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infrastructure.embedded.account import Account

ROOT = Path(__file__).parents[3]
UMASK = 0o077
IS_ROOT = os.geteuid() == 0

_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".data", ".coverage*", ".hypothesis", ".*_cache", "__pycache__")
_UNKNOWN_TO_NEWCOMERS = ("DATABASE_URL", "REDIS_URL", "POLYCLINIC_", "LANG", "LC_", "MAKE", "MFLAGS", "PY", "XDG_")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Works under a umask that closes every new file to others, in the locale C."""

    account: Account | None
    """None: the account of these tests."""
    checkout: Path
    home: Path

    @classmethod
    def at(cls, folder: Path, *, ordinary: bool) -> "Newcomer":
        """Unpack the sources in a folder; where root runs these tests, an ordinary newcomer is `nobody`."""
        account = None
        if ordinary and IS_ROOT:
            entry = pwd.getpwnam("nobody")
            account = Account(entry.pw_uid, entry.pw_gid)
        checkout, home = folder / "a clinic's checkout", folder / "home" if account else Path.home()
        shutil.copytree(ROOT, checkout, ignore=_LEFT_OUT)
        home.mkdir(exist_ok=True)
        newcomer = cls(account, checkout, home)
        newcomer.own(folder)
        return newcomer

    def own(self, folder: Path) -> None:
        """Give the newcomer what is in a folder, and nobody else, as if it was made under their umask."""
        for path in (folder, *folder.rglob("*")):
            if self.account:
                os.chown(path, self.account.user, self.account.group, follow_symlinks=False)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~UMASK)

    def typing(self, *words: str) -> list[str]:
        """Give the command that does under the newcomer's account what the words say."""
        if self.account is None:
            return list(words)
        user, group = f"--reuid={self.account.user}", f"--regid={self.account.group}"
        return ["setpriv", user, group, "--clear-groups", *words]

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Give what the tests' environment says of the way to package registries, and a newcomer's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNKNOWN_TO_NEWCOMERS)}
        return kept | {"HOME": str(self.home), "LC_ALL": "C", **settings}

    def refused(self, **settings: str) -> str:
        """Type `make run`, which does not come up, and give what it said on its way out."""
        done = subprocess.run(
            self.typing("make", "run"),
            cwd=self.checkout,
            env=self.environment({"POLYCLINIC_PORT": "0", **settings}),
            umask=UMASK,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=480,
            check=False,
        )
        assert done.returncode == 2, done.stdout + done.stderr  # make's word for a command that failed
        return done.stderr
