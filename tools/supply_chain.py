"""What the product stands on and what slipped into it: our own code, secrets in it, and the packages it is built from.

`python tools/supply_chain.py`, in the environment of that purpose: bandit reads every program, detect-secrets every
file that git keeps, and a bill of materials (CycloneDX) is written of what `make run` installs, which is more than
the image does. Before a reader's silence counts it must find what is planted for it.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = [folder for folder in ("src", "tools", "bench", "migrations") if (ROOT / folder).is_dir()]
LOCK = ROOT / "requirements" / "run.txt"
BILL = ROOT / "build" / "sbom.cdx.json"
WRITTEN = "src/interfaces/http/documentation/handbook.json"
"""What the unit tests say, once more; they are read."""

Folder = str | Path

_LOCKS = re.compile(r"requirements/\w+\.txt")
_PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)(\[[^]]*\])?==(?P<version>[^ ;]+)", re.MULTILINE)
_PLAIN = "^(?!.*([A-Za-z0-9+/=-]{16}|BEGIN|://))"
"""Lines too plain for a token, a key or an address with a password; to read those too takes twice as long."""
PLANTED = {
    "shell.py": 'import subprocess\nsubprocess.call("ls " + input(), shell=True)\n',
    # In halves, lest they be found here.
    "token.py": 'ACCESS = "AKIA' + 'QYLPMN5HHHFPZAM2"\n',
    "key.pem": "-----BEGIN RSA " + "PRIVATE KEY-----\n",
    "example.env": "DATABASE_PASS" + "WORD=four-grey-herons\n",
}
"""A weakness and three secrets that must be found."""


def main() -> None:
    """Run everything side by side; exit non-zero with what was found, or with what a reader did not find."""
    BILL.parent.mkdir(exist_ok=True)
    with ThreadPoolExecutor() as readers:
        running = [readers.submit(look) for look in (_secrets, _weaknesses, _controls, _bill)]
        faults = [fault for look in running for fault in look.result()]
    if faults:
        sys.exit("\n".join(faults))
    print(f"No weakness in {', '.join(PROGRAMS)}, no secret in {len(_kept())} files;", end=" ")
    print(f"{len(PLANTED)} of {len(PLANTED)} planted ones were found.")
    print(f"What {LOCK.relative_to(ROOT)} installs is listed in {BILL.relative_to(ROOT)}.")


def _weaknesses() -> list[str]:
    return _weak(PROGRAMS)


def _secrets() -> list[str]:
    return _secret(_kept())


def _controls() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in PLANTED.items():
            Path(folder, name).write_text(text)
        found = " ".join([*_weak(["shell.py"], folder), *_secret(sorted(PLANTED), folder)])
    return [f"what was planted in {name} was not found" for name in PLANTED if name not in found]


def _weak(paths: Sequence[str], folder: Folder = ROOT) -> list[str]:
    """Give what bandit finds; its rules stand in pyproject.toml."""
    rules = ("-c", str(ROOT / "pyproject.toml"))
    found = json.loads(_said("bandit", "-q", "-r", *rules, "-f", "json", *paths, folder=folder))
    unread = [f"{error['filename']}: bandit could not read it, {error['reason']}" for error in found["errors"]]
    return unread + [
        f"{issue['filename']}:{issue['line_number']}: {issue['test_id']} {issue['issue_text']}"
        for issue in found["results"]
    ]


def _secret(paths: Sequence[str], folder: Folder = ROOT) -> list[str]:
    """Give what detect-secrets finds. It asks nobody on the network whether a secret is alive."""
    python = [path for path in paths if path.endswith(".py")]
    # Names that sound like a secret are judged in Python by the linter (S105 to S107), which knows the language.
    found = _secrets_of(python, folder, "--disable-plugin", "KeywordDetector", "--exclude-lines", _PLAIN)
    found |= _secrets_of(set(paths) - set(python), folder)
    return [
        f"{path}:{secret['line_number']}: {secret['type']}" for path, secrets in found.items() for secret in secrets
    ]


def _secrets_of(paths: Iterable[str], folder: Folder, *options: str) -> dict[str, list[dict[str, object]]]:
    if not paths:
        return {}
    found: dict[str, list[dict[str, object]]] = json.loads(
        _said("detect-secrets", "scan", "--no-verify", *options, *sorted(paths), folder=folder)
    )["results"]
    return found


def _kept() -> list[str]:
    """Give the files that git keeps, without the locks, whose lines are hashes that the installer checks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.split("\0") if path not in {"", WRITTEN} and not _LOCKS.fullmatch(path)]


def _bill() -> list[str]:
    """Write the bill of materials of the lock, and give each package that is in one and not in the other."""
    named = ("--pyproject", "pyproject.toml", "--output-reproducible", "--output-file", str(BILL))
    _said("cyclonedx-py", "requirements", str(LOCK), *named)
    components = json.loads(BILL.read_text())["components"]
    listed = {(component["name"], component["version"]) for component in components}
    locked = {(found["name"], found["version"]) for found in _PINNED.finditer(LOCK.read_text())}
    return [f"{name} {version} is not in both {LOCK.name} and its bill" for name, version in sorted(listed ^ locked)]


def _said(program: str, *words: str, folder: Folder = ROOT) -> str:
    """Give what a program of this environment prints."""
    command = [str(Path(sys.executable).with_name(program)), *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0 and not done.stdout:  # bandit fails too when it found something, and says what
        sys.exit(f"{program} could not look:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
