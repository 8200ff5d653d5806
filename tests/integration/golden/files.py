"""A fact as the log holds it, one file for each fact and revision that ever was released."""

from pathlib import Path
from typing import Any

import msgspec

from infrastructure.facts.registry import FactType
from integration.examples import fields

FOLDER = Path(__file__).parent


class Golden(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in ``data``, and what ``sealed`` holds when it is opened."""

    clear: dict[str, Any]
    personal: dict[str, Any] | None


def path_of(name: str, revision: int, folder: Path = FOLDER) -> Path:
    """Give the place of a fact's file."""
    return folder / f"{name}.{revision}.json"


def read(path: Path) -> Golden:
    """Read a file."""
    return msgspec.json.decode(path.read_bytes(), type=Golden)


def example_of(kind: FactType) -> Golden:
    """Make an example of a fact as it is written today."""
    return Golden(clear=fields(kind.clear_part), personal=fields(kind.sealed_part) if kind.seals is not None else None)


def write_missing(kinds: tuple[FactType, ...], folder: Path = FOLDER) -> list[Path]:
    """Write the files that are missing, and give their places. What is there is history and stays."""
    written = []
    for kind in kinds:
        path = path_of(kind.name, kind.revision, folder)
        if not path.exists():
            path.write_bytes(msgspec.json.format(msgspec.json.encode(example_of(kind)), indent=2) + b"\n")
            written.append(path)
    return written
