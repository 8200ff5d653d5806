"""The import contract that keeps frameworks out of the core names every one that the processes bring."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from integration.architecture.everything import SOURCES

ROOT = SOURCES.parent
REQUIRED = re.compile(r"^[A-Za-z0-9-]+", re.MULTILINE)
CONTRACT = "The core knows no framework"


def required(path: Path) -> set[str]:
    """Name the distributions that a requirements file asks for."""
    return {name.lower() for name in REQUIRED.findall(path.read_text())}


def test_the_contract_names_every_library_that_the_core_may_not_know() -> None:
    """What production needs and the unit environment lacks may not be imported by domain and application."""
    requirements = ROOT / "requirements"
    outside = required(requirements / "production.in") - required(requirements / "unit.in")
    modules = {
        module
        for module, distributions in packages_distributions().items()
        if not module.startswith("_") and outside & {name.lower().replace("_", "-") for name in distributions}
    }
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (contract,) = (one for one in settings["tool"]["importlinter"]["contracts"] if one["name"] == CONTRACT)
    assert len(modules) >= len(outside)
    assert modules - set(contract["forbidden_modules"]) == set()
