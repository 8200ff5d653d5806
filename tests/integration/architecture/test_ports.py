"""Every port is held to a contract: what one adapter promises, each of them shows."""

import ast
import sys
from pathlib import Path
from typing import Any

from application.shared.repository import Repository
from integration.architecture.everything import TESTS, import_all, python_files

CONTRACTS = TESTS / "integration" / "contracts"

NO_PORTS = {
    "Clock": "the machine's own; tests set theirs",
    "Follower": "what follows the log is no adapter but a read model or a reaction",
    "Handler": "a use case",
    "JobMeter": "where numbers go; the worker's own",
    "Paged": "a query, as far as its page goes",
    "Preparing": "a use case",
}
"""Protocols that nothing outside is plugged into, and what they are instead."""


def ports() -> dict[str, type[Any]]:
    """Give every port that the application declares, by name."""
    import_all("application")
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "application"]
    return {
        found.__name__: found
        for module in modules
        for found in vars(module).values()
        if getattr(found, "_is_protocol", False) and found.__module__ == module.__name__
    }


def is_plain_repository(port: type[Any]) -> bool:
    """Tell whether a port is a repository of one aggregate and asks nothing of its own."""
    own = [name for name, value in vars(port).items() if callable(value) and not name.startswith("_")]
    return Repository in port.__mro__ and port is not Repository and not own


def held() -> dict[str, list[str]]:
    """Give the files of contract tests by the ports that they say they hold their adapters to."""
    found: dict[str, list[str]] = {}
    for path in python_files(CONTRACTS):
        for port in _said(path):
            found.setdefault(port, []).append(path.name)
    return found


def test_every_port_has_a_contract() -> None:
    """A port without tests over all of its adapters breaks the build."""
    asked = {name for name, port in ports().items() if not is_plain_repository(port)} - NO_PORTS.keys()
    assert asked == held().keys()


def test_every_contract_is_one_files() -> None:
    """A port's promises stand in one place."""
    assert {port: files for port, files in held().items() if len(files) > 1} == {}


def test_what_is_no_port_is_one_of_the_applications() -> None:
    """Nothing is excepted that is not there any more."""
    assert ports().keys() >= NO_PORTS.keys()


def _said(path: Path) -> list[str]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PORTS":
            return [ast.unparse(port) for port in getattr(node.value, "elts", [])]
    return []
