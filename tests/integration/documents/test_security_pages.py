"""The pages on security: what they say is met is shown by a test that is there, and no requirement is left out."""

import ast
import csv
import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from domain.shared.values import DataClass
from infrastructure.postgres.connection import Pool, lent
from integration.architecture.everything import SOURCES

ROOT = SOURCES.parent
PAGES = ROOT / "docs" / "security"
ROW = re.compile(r"^\| (?P<first>[^|]+) \|.*\| (?P<state>met|not applicable|open) \| (?P<why>[^|]+) \|$", re.MULTILINE)
LINK = re.compile(r"`((?:tests|tools)/[\w/]+\.py)::(\w+)`")
STATEMENT = re.compile(r"```sql\n(.+?)```", re.DOTALL)

SAFEGUARDS = [
    *("(a)(1)", "(a)(2)(i)", "(a)(2)(ii)", "(a)(2)(iii)", "(a)(2)(iv)"),
    *("(b)", "(c)(1)", "(c)(2)", "(d)"),
    *("(e)(1)", "(e)(2)(i)", "(e)(2)(ii)"),
]
"""45 CFR 164.312, each standard and each implementation specification."""

LEVELS = {"1": 70, "2": 183}
"""Requirements of ASVS 5.0.0 by level, as the standard counts them."""


def rows(page: str) -> list[re.Match[str]]:
    """Give a page's rows that say how something stands."""
    return list(ROW.finditer((PAGES / page).read_text()))


STANDING = [
    pytest.param(page.name, row, id=f"{page.stem}-{row['first']}")
    for page in sorted(PAGES.glob("*.md"))
    for row in rows(page.name)
]
LINKS = sorted({link for page in PAGES.glob("*.md") for link in LINK.findall(page.read_text())})


@pytest.mark.parametrize(("page", "row"), STANDING)
def test_what_is_met_is_shown(page: str, row: re.Match[str]) -> None:
    """A row that says met links to a test; one that does not says why."""
    shown = LINK.findall(row["why"])
    assert shown if row["state"] == "met" else row["why"].strip(), page


@pytest.mark.parametrize(("file", "name"), LINKS)
def test_what_is_linked_is_there(file: str, name: str) -> None:
    """Every link leads to a test, or to a check of the build."""
    nodes = ast.walk(ast.parse((ROOT / file).read_text()))
    assert name in {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_requirement_of_the_asvs_has_a_row() -> None:
    """Each id of levels 1 and 2 stands in the table once, in the standard's order, at its level."""
    with (PAGES / "asvs-5.0.0.csv").open() as file:
        asked = [(row["id"], row["level"]) for row in csv.DictReader(file)]
    assert {level: sum(at == level for _, at in asked) for level in LEVELS} == LEVELS
    table = re.findall(r"^\| (V[\d.]+) \| (\d) \|", (PAGES / "asvs.md").read_text(), re.MULTILINE)
    assert table == asked
    assert [row["first"] for row in rows("asvs.md")] == [name for name, _ in asked]


def test_the_asvs_is_counted_right() -> None:
    """The table at the head says how many rows say what."""
    text = (PAGES / "asvs.md").read_text()
    for level in LEVELS:
        states = re.findall(rf"^\| V[\d.]+ \| {level} \| [^|]+ \| ([a-z ]+) \|", text, re.MULTILINE)
        met, passed, left = (states.count(state) for state in ("met", "not applicable", "open"))
        assert f"| {level} | {met} | {passed} | {left} | {len(states)} |" in text


def test_every_safeguard_has_a_row() -> None:
    """No paragraph of 45 CFR 164.312 is left out."""
    assert [row["first"] for row in rows("hipaa.md")] == SAFEGUARDS


def test_the_inventory_names_every_module_of_cryptography() -> None:
    """Whatever handles keys or secrets is in the inventory of keys."""
    modules = {path.stem for path in (SOURCES / "infrastructure" / "crypto").glob("[a-z]*.py")}
    assert modules <= set(re.findall(r"`(\w+)`", (PAGES / "keys.md").read_text()))


def test_the_fields_of_each_class_are_the_codes() -> None:
    """The page on data names every field as the code has it; if not, call `python tools/print_classes.py`."""
    checked = subprocess.run(
        [sys.executable, "tools/print_classes.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_class_has_its_rules() -> None:
    """Each class has a column, and a word in each row; a rule names what shows it."""
    heading, _, *rules = re.findall(r"^\|.*\|$", (PAGES / "data.md").read_text().partition("##")[0], re.MULTILINE)
    assert heading.strip("| ").split(" | ") == [*DataClass, "shown by"]
    assert len(rules) >= len(DataClass)
    for rule in rules:
        _, *cells, shown = rule.strip("| ").split(" | ")
        assert (len(cells), all(cells), bool(LINK.search(shown))) == (len(DataClass), True, True), rule


def test_the_check_can_fail() -> None:
    """A row is read with its state, and a link that is none is not taken for one."""
    (row,) = ROW.finditer("| (b) | Audit | R | met | `tests/integration/x.py::test_it` |")
    assert (row["first"], row["state"], LINK.findall(row["why"])) == (
        "(b)",
        "met",
        [("tests/integration/x.py", "test_it")],
    )
    assert LINK.findall("| met | see the tests |") == []


@pytest.mark.parametrize("statement", STATEMENT.findall((PAGES / "incidents.md").read_text()))
async def test_the_auditor_can_ask_so(auditor_pool: Pool, statement: str) -> None:
    """What the runbook asks of the trail, the auditor's role may ask."""
    nobody = str(UUID(int=0))
    async with lent(auditor_pool) as connection:
        await connection.execute("select set_config('polyclinic.clinic', $1, false)", nobody)
        assert await connection.fetch(re.sub(r"<\w+>", nobody, statement)) == []


def test_pages_lead_to_each_other() -> None:
    """The index names every page, and no link of a page is dead."""
    index = (PAGES / "README.md").read_text()
    pages = sorted(PAGES.glob("*.md"))
    assert [page.name for page in pages if page.name != "README.md" and f"({page.name})" not in index] == []
    dead = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_paths_that_are_named_exist() -> None:
    """A file or folder that a page names is there."""
    named = {
        path
        for page in PAGES.glob("*.md")
        for path in re.findall(r"`((?:docs|src|tests|tools)/[\w./-]+)", page.read_text())
    }
    assert [path for path in sorted(named) if not Path(ROOT, path).exists()] == []
