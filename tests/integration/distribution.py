"""Which worker plays which tests: a module's stay together, so that what a module sets up is set up once."""

from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

TOGETHER = ("fresh_machine",)
"""Folders that tell one story."""

APART = ("faults", "http/isolation")
"""Folders of whose tests each takes up to a minute."""

_HERE = Path(__file__).parent


class ModuleByModule(LoadScopeScheduling):  # type: ignore[misc]  # untyped, so a class of anything
    """Deals out modules in the order in which they were collected; a worker that is done takes the next."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False  # it would deal out a long test last, since it is only one
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        module, _, _ = nodeid.partition("::")
        folder = Path(module).parent
        if _is_in(folder, TOGETHER):
            return str(folder)
        return nodeid if _is_in(folder, APART) else module


def longest_first(items: list[pytest.Item]) -> None:
    """Put what takes longest before all else, lest one worker is still busy with it when the others are done."""
    items.sort(key=lambda item: not _is_in(item.path.parent, TOGETHER + APART))


def _is_in(folder: Path, folders: tuple[str, ...]) -> bool:
    return any(folder.resolve() == _HERE / name for name in folders)
