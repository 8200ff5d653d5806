"""Make one of the project's environments from its lock: `python3 tools/environment.py run|unit|dev`.

An environment is the folder `.venv/<name>`, made from `requirements/<name>.txt` with every file checked against its
hash. It is stamped last with what it was made from: a second call compares stamps and is done in milliseconds,
offline; an interrupted or outdated one starts afresh. Needs nothing but the standard library.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  older interpreters must get as far as this sentence
    sys.exit(
        "Polyclinic needs Python 3.11 or newer, and {} is {}.{}; install one and name it, as in "
        "`make run PYTHON=python3.11`.".format(sys.executable, *sys.version_info[:2])
    )

import argparse
import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".venv"
STAMP = ".made-from"

COMMAND = """\
#!/bin/sh
exec "$(dirname -- "$0")/python" -m interfaces.cli "$@"
"""
"""`polyclinic`, beside its interpreter. A script and no entry point: the checkout's path may hold spaces."""


class CannotMake(Exception):
    """The environment cannot be made; the text says why and how to mend it."""


def main() -> None:
    """Make the environment that the command line names, or say in one sentence why not."""
    parser = argparse.ArgumentParser(description="Make one of the project's environments from its lock.")
    locks = sorted(path.stem for path in (ROOT / "requirements").glob("*.txt"))
    parser.add_argument("name", choices=locks, metavar="|".join(locks))
    name = parser.parse_args().name
    try:
        make(name)
    except CannotMake as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(f"Interrupted; the next call makes .venv/{name} afresh.")


def make(name: str) -> None:
    """Bring `.venv/<name>` in step with its lock. Raises CannotMake."""
    home = ENVIRONMENTS / name
    stamp = _stamp(name)
    if _reads(home / STAMP, stamp):
        return
    with _only_one_at_a_time(name):
        if _reads(home / STAMP, stamp):
            return  # made by another call while this one waited
        if name != "uv":
            print(f"Making .venv/{name} from requirements/{name}.txt (once) ...", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        try:
            _install(name, home)
            _put_sources_on_path(home)
            _put_command(home)
            (home / STAMP).write_text(stamp)
        except OSError as error:
            raise CannotMake(_explain(name, str(error))) from error


def _stamp(name: str) -> str:
    """Everything that makes an environment unusable when it changes: lock, command, interpreter, place."""
    lock = hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()
    return f"{lock}\n{sys.version}\n{os.fsencode(ROOT).hex()}\n{COMMAND}"


def _reads(path: Path, text: str) -> bool:
    try:
        return path.read_text() == text
    except OSError:
        return False


@contextlib.contextmanager
def _only_one_at_a_time(name: str) -> Iterator[None]:
    """Let two calls at once, say `make test` in two terminals, build one after the other."""
    try:
        ENVIRONMENTS.mkdir(exist_ok=True)
        guard = (ENVIRONMENTS / f"{name}.lock").open("w")
    except OSError as error:
        raise CannotMake(_explain(name, str(error))) from error
    with guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def _install(name: str, home: Path) -> None:
    """Fill the environment with uv, and with pip where uv cannot be had or does not reach the package index."""
    lock = str(ROOT / "requirements" / f"{name}.txt")
    uv = None if name == "uv" else _uv()
    _create(home, with_pip=uv is None)
    pip = _python(home if uv is None else ENVIRONMENTS / "uv")
    # pip comes second because it is slow, and comes at all because it reads settings (mirrors, proxies) uv ignores.
    commands = [[pip, "-m", "pip", "--python", _python(home), "install", "--require-hashes", "--retries=2", "-r", lock]]
    if uv is not None:
        commands.insert(0, [str(uv), "pip", "sync", "--require-hashes", "--python", _python(home), lock])
    quiet = os.environ | {"UV_NO_PROGRESS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    log = ENVIRONMENTS / f"{name}.log"
    with log.open("w") as output:
        for command in commands:
            if subprocess.run(command, env=quiet, stdout=output, stderr=output, check=False).returncode == 0:
                return
    raise CannotMake(_explain(name, log.read_text(errors="replace")))


def _create(home: Path, *, with_pip: bool) -> None:
    try:
        venv.create(home, with_pip=with_pip, symlinks=True)
    except subprocess.CalledProcessError as error:
        # Debian keeps the part of Python that brings pip in a package of its own.
        raise CannotMake(
            f"This Python ({sys.executable}) cannot make an environment with pip; install the rest of it "
            f"(on Debian `apt-get install python3-venv`) and call again."
        ) from error


def _uv() -> Path | None:
    """Give uv, pinned and hashed like everything else, or None where this machine cannot have it."""
    try:
        make("uv")
    except CannotMake:
        return None
    return ENVIRONMENTS / "uv" / "bin" / "uv"


def _python(home: Path) -> str:
    return str(home / "bin" / "python")


def _put_sources_on_path(home: Path) -> None:
    """Let the environment import from `src`. The path is relative, so no letter of it can be lost in a locale."""
    site = next((home / "lib").glob("python3.*")) / "site-packages"
    (site / "polyclinic.pth").write_text(os.path.relpath(ROOT / "src", site) + "\n", encoding="ascii")


def _put_command(home: Path) -> None:
    command = home / "bin" / "polyclinic"
    command.write_text(COMMAND, encoding="ascii")
    command.chmod(0o755)


def _explain(name: str, output: str) -> str:
    """Turn an installer's output into one sentence with its mend."""
    again = f"python3 tools/environment.py {name}"
    if "No space left on device" in output or "os error 28" in output:
        return f"The disk is full: free about 500 MB under {ENVIRONMENTS} and call `{again}` again."
    if "Permission denied" in output or "Read-only file system" in output:
        return f"{ENVIRONMENTS} cannot be written; give yourself the right to, and call `{again}` again."
    if "hash" in output.lower() and "mismatch" in output.lower():
        return (
            f"A package does not match its hash in requirements/{name}.txt, so it was refused; "
            f"look at .venv/{name}.log, and trust the package index before you call `make lock`."
        )
    reasons = [line.strip() for line in output.splitlines() if line.strip()] or ["no reason given"]
    return (
        f"A package of requirements/{name}.txt could not be fetched ({reasons[-1]}); check the network and the "
        f"installer's settings, and call `{again}` again (everything it said is in .venv/{name}.log)."
    )


if __name__ == "__main__":
    main()
