"""The pages of the contexts say what the code says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from integration.architecture.everything import SOURCES

ROOT = SOURCES.parent
PAGES = sorted((ROOT / "docs" / "contexts").glob("*.md"))
MENTIONED = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
OPERATION = re.compile(r"`((?:audit|identity|patients|providers|scheduling)\.[a-z]+(?:-[a-z]+)*)`")
PARTS = ["The story", "An example", "The words", "The rules", "The facts", "The operations"]


def parted(page: Path) -> dict[str, str]:
    """Give the parts of a page by their headings."""
    _, *rest = re.split(r"^## (.+)\n", page.read_text(), flags=re.MULTILINE)
    return dict(zip(rest[::2], rest[1::2], strict=True))


def test_their_tables_are_the_codes() -> None:
    """Rules, facts and operations read as in the code; if not, call `python tools/print_contexts.py`."""
    checked = subprocess.run(
        [sys.executable, "tools/print_contexts.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_context_of_the_domain_has_its_page() -> None:
    """A context is not left without a story."""
    contexts = {folder.name for folder in (SOURCES / "domain").iterdir() if (folder / "__init__.py").exists()}
    assert {page.stem for page in PAGES} == contexts - {"shared"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_its_parts(page: Path) -> None:
    """Story, example, words, rules, facts, operations: in this order on every page."""
    assert list(parted(page)) == PARTS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_prose_names_what_there_is(page: Path) -> None:
    """An operation or a rule that the story or the example names is in a table of some page; a path exists."""
    prose = "".join(parted(page)[part] for part in PARTS[:3])
    listed = {name for other in PAGES for part in PARTS[3:] for name in OPERATION.findall(parted(other)[part])}
    assert set(OPERATION.findall(prose)) - listed == set()
    assert [path for path in MENTIONED.findall(page.read_text()) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_word_has_one_meaning(page: Path) -> None:
    """The glossary has each word once, in the order of the alphabet."""
    words = re.findall(r"^- \*\*(.+?)\*\*:", parted(page)["The words"], re.MULTILINE)
    assert words == sorted(set(words), key=str.casefold)
