"""See that parts of the system are there: `python3 tools/debian.py pgbouncer nginx`.

A part is a Debian package. What is missing is installed when root asks on a Debian system; anybody else is told its
name and how to get it, and the exit code is 1. Needs nothing but the standard library.
"""

import os
import shutil
import subprocess
import sys

# Daemons live in sbin, which is not on everybody's PATH.
PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])

# Debian starts a daemon when it installs it, unless the machine is in single-user mode. The tests start their own.
QUIET = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1", "LC_ALL": "C.UTF-8"}


def main() -> None:
    """Install what is missing of the parts on the command line, or name it."""
    missing = [part for part in sys.argv[1:] if not _is_there(part)]
    if not missing:
        return
    names = " ".join(missing)
    if shutil.which("apt-get") is None:
        sys.exit(f"Missing: {names}. Install it with this system's package manager and call again.")
    mend = f"apt-get update && apt-get install -y --no-install-recommends {names}"
    if os.geteuid() != 0:
        sys.exit(f"Missing: {names}. Install it as root, and call again: {mend}")
    print(f"Installing {names} ...", flush=True)
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run(
            ["apt-get", "-qq", *command],
            env=QUIET,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
            sys.exit(f"Could not install {names}: {said[-1]} Mend that and call again, or do it by hand: {mend}")


def _is_there(part: str) -> bool:
    """Whether the part can be run, or is installed as a package (some packages bring no command of their name)."""
    if shutil.which(part, path=PLACES):
        return True
    if shutil.which("dpkg-query") is None:
        return False
    status = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", part],
        capture_output=True,
        text=True,
        check=False,
    )
    return status.returncode == 0 and status.stdout == "installed"


if __name__ == "__main__":
    main()
