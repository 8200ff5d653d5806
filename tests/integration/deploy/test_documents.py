"""What the documents say of the repository is so."""

import re
from pathlib import Path

import msgspec
import pytest

from infrastructure.settings import Settings
from integration.deploy.files import ROOT

DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
DOCUMENTS = [
    *DECISIONS,
    ROOT / "docs" / "adr" / "README.md",
    ROOT / "docs" / "operating.md",
    *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
]
MENTIONED = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
LINKED = re.compile(r"\]\((?!https?:)([^)#]+)")
HOMES = (ROOT, ROOT / "src", ROOT / "src" / "infrastructure" / "postgres")
MADE = {"deploy/.env"}
"""Files that an operator makes."""
SCREEN = 45
"""Lines."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_is_mentioned_is_there(document: Path) -> None:
    """A file or folder that a document names exists; one with a `<hole>` in its name is a pattern."""
    text = document.read_text()
    named = set(MENTIONED.findall(text)) - MADE
    missing = [path for path in named if not any((home / path).exists() for home in HOMES)]
    missing += [path for path in LINKED.findall(text) if not (document.parent / path).exists()]
    assert missing == []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.name)
def test_a_decision_is_one_screen_and_enforced(decision: Path) -> None:
    """It has its three parts, and ends with what enforces it."""
    text = decision.read_text()
    number = int(decision.name[:4])
    assert text.startswith(f"# {number}. ")
    assert re.findall("^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert text.strip().split("\n\n")[-1].startswith("Enforced by: ")
    assert len(text.splitlines()) <= SCREEN


def test_no_decision_is_missing() -> None:
    """Numbers have no gap, and the index lists every record once, by its title."""
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = dict(re.findall(r"^- \[(.+)\]\((.+)\)$", index, re.MULTILINE))
    assert {path: title for title, path in listed.items()} == {
        path.name: path.read_text().splitlines()[0].removeprefix("# ") for path in DECISIONS
    }


def test_every_setting_is_in_the_table() -> None:
    """The operator's table has a row for each setting, with its default, and no other."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", (ROOT / "docs" / "operating.md").read_text(), re.MULTILINE)
    expected = {}
    for field in msgspec.structs.fields(Settings):
        plain = field.name.endswith("_url")
        name = field.name.upper() if plain else f"POLYCLINIC_{field.name.upper()}"
        default = "" if field.default is None else str(field.default)
        expected[name] = f"`{default}`" if default else "empty"
    assert {name: said.strip() for name, said in rows} == expected
