"""Every refusal speaks: a stable code, the rule as a sentence, and what to do about it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

from application.shared.refusals import Malformed
from domain.shared.errors import DomainError
from integration.architecture.everything import SOURCES, python_files, subclasses
from interfaces.http.problems import problem_document, status_of

CODE = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*")
STANDARD = set(problem_document(Malformed(), 400, "urn:uuid:0"))
"""Members that every problem document has."""


def refusals() -> list[type[DomainError]]:
    """Give every refusal that can be met: those that others are kinds of need no code of their own."""
    return [found for found in subclasses(DomainError, "domain", "application", "interfaces") if hasattr(found, "code")]


def test_codes_are_unique_and_well_formed() -> None:
    """A code names one rule: ``context.rule``."""
    codes = Counter(refusal.code for refusal in refusals() if "code" in vars(refusal))
    assert [code for code, times in codes.items() if times > 1] == []
    assert [code for code in codes if not CODE.fullmatch(code)] == []


def test_each_says_its_rule_in_a_sentence() -> None:
    """The first line of the docstring is a sentence for people: a capital first, a full stop last."""
    rules = {refusal.__qualname__: refusal.rule() for refusal in refusals()}
    assert {name: rule for name, rule in rules.items() if not re.fullmatch(r"[A-Z].*\.", rule)} == {}


def test_each_says_what_to_do() -> None:
    """The mend is one or more sentences."""
    mends = {refusal.__qualname__: getattr(refusal, "mend", "") for refusal in refusals()}
    assert {name: mend for name, mend in mends.items() if not re.fullmatch(r"[A-Z'].*\.", mend)} == {}


def test_rules_live_in_their_context() -> None:
    """A code begins with the context that defines it; what all share begins with ``request``."""
    astray = {}
    for refusal in refusals():
        layer, context = refusal.__module__.split(".")[:2]
        expected = "request" if layer == "interfaces" or context == "shared" else context
        if refusal.code.partition(".")[0] not in {expected, "request"}:
            astray[refusal.__qualname__] = refusal.code
    assert astray == {}


def test_each_has_an_answer_of_its_own() -> None:
    """A refusal is the caller's to mend; only the server's failure answers 500, and nothing answers 200."""
    answers = {refusal.code: status_of(refusal) for refusal in refusals()}
    assert {code for code, status in answers.items() if status == 500} == {"request.failed"}
    assert {status for status in answers.values() if status < 400} == set()


def test_no_detail_goes_by_the_name_of_a_standard_member() -> None:
    """A detail stands beside a problem's own members, so it is called otherwise."""
    hidden = [
        f"{path.relative_to(SOURCES)}: {detail}"
        for path in python_files(SOURCES)
        for detail in _details(path.read_text())
        if detail in STANDARD
    ]
    assert hidden == []


def test_the_check_can_fail() -> None:
    """The check above sees what a refusal is raised with, by whatever name the class was imported."""
    assert set(_details("raise Malformed(status=1)")) & STANDARD == {"status"}
    assert set(_details("from_a = refusals.Malformed(detail='x', state=2)")) & STANDARD == {"detail"}
    assert set(_details("raise ValueError(status=1)")) == set()


def test_a_standard_member_wins() -> None:
    """Should a detail have such a name all the same, the problem stays the problem that the document promises."""
    document = problem_document(Malformed(status="cancelled", type="x", errors=[]), 400)
    assert document == problem_document(Malformed(), 400) | {"errors": []}


def _details(source: str) -> Iterator[str]:
    """Name the details that refusals are made with in a source."""
    names = {refusal.__name__ for refusal in subclasses(DomainError, "domain", "application", "interfaces")}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield from (keyword.arg for keyword in node.keywords if keyword.arg is not None)
