"""Prove that every import contract can fail: each control plants one forbidden import and must break one contract.

A contract that holds on any code guards nothing. For each contract of pyproject.toml this copies `src`, plants an
import that the contract forbids, and requires `lint-imports` to report that contract, and only that one, as broken.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERDICT = re.compile(r"^(?P<contract>.+) (?P<verdict>KEPT|BROKEN)( \(.*\))?$", re.MULTILINE)


@dataclass(frozen=True)
class Control:
    """A fault to plant: one new module with one import. What it imports is planted too, as an empty module."""

    contract: str
    module: str
    imports: str


CONTROLS = [
    Control("Dependencies point inwards", module="domain.shared.control", imports="infrastructure.control"),
    Control("Dependencies point inwards", module="application.shared.control", imports="interfaces.control"),
    Control(
        "Bounded contexts do not import each other",
        module="application.scheduling.control",
        imports="application.patients.control",
    ),
    Control(
        "Bounded contexts do not import each other",
        module="application.published.control",
        imports="application.identity.control",
    ),
    # A context that the contract does not name.
    Control("Bounded contexts do not import each other", module="domain.unheard_of.control", imports="uuid"),
    Control("The core knows no framework", module="application.shared.control", imports="litestar"),
    Control("The core knows no framework", module="domain.scheduling.control", imports="sqlalchemy"),
    Control("The core knows no framework", module="domain.identity.control", imports="argon2"),
    Control("One door to eventsourcing", module="domain.scheduling.control", imports="eventsourcing"),
    Control("One door to eventsourcing", module="infrastructure.control", imports="eventsourcing"),
    Control("Only entry points wire adapters", module="interfaces.control", imports="infrastructure.control"),
]


def main() -> None:
    """Run every control; exit non-zero when a contract has none, or when a control does not break its contract."""
    contracts = {contract["name"] for contract in _settings()["tool"]["importlinter"]["contracts"]}
    faults = [f'no control for the contract "{name}"' for name in contracts - {c.contract for c in CONTROLS}]
    faults += [f'a control for "{name}", which is no contract' for name in {c.contract for c in CONTROLS} - contracts]
    faults += [fault for control in CONTROLS for fault in _run(control)]
    if faults:
        sys.exit("\n".join(faults))
    print(
        f"{len(CONTROLS)} of {len(CONTROLS)} planted imports were found, each by its own contract of {len(contracts)}."
    )


def _settings() -> dict[str, dict[str, dict[str, list[dict[str, str]]]]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def _run(control: Control) -> Iterator[str]:
    """Yield what is wrong: nothing when the control broke its contract and no other."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copy(ROOT / "pyproject.toml", copy)
        shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
        if "." in control.imports:
            _plant(copy, control.imports, "")
        _plant(copy, control.module, f"import {control.imports}\n")
        broken = _broken_contracts(copy)
    planted = f"`import {control.imports}` in {control.module}"
    if control.contract not in broken:
        yield f'"{control.contract}" did not notice {planted}'
    for other in sorted(broken - {control.contract}):
        yield f'{planted} broke "{other}" as well as "{control.contract}"'


def _plant(copy: Path, module: str, text: str) -> None:
    path = copy.joinpath("src", *module.split(".")).with_suffix(".py")
    path.parent.mkdir(parents=True, exist_ok=True)
    for package in path.relative_to(copy / "src").parents[:-1]:
        (copy / "src" / package / "__init__.py").touch()
    path.write_text(text)


def _broken_contracts(copy: Path) -> set[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(linter), "--no-cache"],
        cwd=copy,
        env={"PYTHONPATH": str(copy / "src"), "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = {found["contract"].strip(): found["verdict"] for found in VERDICT.finditer(done.stdout)}
    if not verdicts:
        sys.exit(f"lint-imports gave no verdict:\n{done.stdout}{done.stderr}")
    return {contract for contract, verdict in verdicts.items() if verdict == "BROKEN"}


if __name__ == "__main__":
    main()
