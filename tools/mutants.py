"""Change the domain a little, once for each thing it says, and tell which changes no unit test notices: `make mutants`.

`make mutants ONLY='domain.patients.*'` looks at a part. What was looked at before and has not changed since is not
looked at again. A change that nobody can notice, because it says the same in other words, stands with its reason in
`docs/mutants.md`; any other that survives, and any that stands there and does not survive, turns this red.
"""

import fnmatch
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "docs" / "mutants.md"
MUTMUT = [sys.executable, "-m", "mutmut"]
UNNOTICED = {"survived", "no tests", "not checked", "suspicious"}
"""In mutmut's words. A change that never ends is noticed: the tests have a deadline."""

_ENTRY = re.compile(r"^### `(?P<place>[\w.]+)`\n+```diff\n(?P<diff>.*?)^```$", re.MULTILINE | re.DOTALL)


class Change(NamedTuple):
    """One change of one function, without the indentation."""

    place: str
    removed: tuple[str, ...]
    added: tuple[str, ...]

    def __str__(self) -> str:
        lines = [*(f"- {line}" for line in self.removed), *(f"+ {line}" for line in self.added)]
        return "\n".join([f"### `{self.place}`", "", "```diff", *lines, "```"])


def main() -> None:
    """Look at what the command line names, or at the whole domain; end red where the list and the survivors differ."""
    only = sys.argv[1:]
    subprocess.run([*MUTMUT, "run", *only], cwd=ROOT, check=True)
    survivors = {change(name) for name in unnoticed(only)}
    known = accepted(ACCEPTED.read_text())
    new, gone = survivors - known, known - survivors if not only else set()
    for survivor in sorted(new):
        print(f"{survivor}\n\nNo unit test notices this: tell the rule more sharply, or say it more simply.\n")
    for change_ in sorted(gone):
        print(f"{change_}\n\nThis is noticed by now: take it off docs/mutants.md.\n")
    print(f"{len(survivors)} changes are not noticed, {len(new)} of them without a reason.")
    sys.exit(bool(new or gone))


def unnoticed(only: list[str]) -> list[str]:
    """Name the mutants that no test noticed, of those asked for."""
    told = subprocess.run([*MUTMUT, "results"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    ends = (line.strip().rpartition(": ") for line in told.splitlines())
    return [
        name
        for name, _, end in ends
        if end in UNNOTICED and (not only or any(fnmatch.fnmatch(name, pattern) for pattern in only))
    ]


def change(name: str) -> Change:
    """Give what a mutant changes."""
    diff = subprocess.run([*MUTMUT, "show", name], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return read(place(name), diff.partition("\n+++ ")[2].partition("\n")[2])


def place(name: str) -> str:
    """Give a function's name as Python says it; mutmut's holds marks and a number that is another one tomorrow."""
    module, _, function = name.rpartition("__mutmut_")[0].rpartition(".x")
    return f"{module}.{function.removeprefix('_').removeprefix('ǁ').replace('ǁ', '.')}"


def read(place: str, diff: str) -> Change:
    """Read the changed lines of a diff."""
    lines = diff.splitlines()
    removed, added = ([line[1:].strip() for line in lines if line[:1] == sign] for sign in "-+")
    return Change(place, tuple(removed), tuple(added))


def accepted(page: str) -> set[Change]:
    """Give the changes that a page accepts."""
    return {read(entry["place"], entry["diff"]) for entry in _ENTRY.finditer(page)}


if __name__ == "__main__":
    main()
