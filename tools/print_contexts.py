"""Print each context's rules, facts and operations into its page in `docs/contexts`.

With `--check`, only look whether that was done. The words between two marks are the code's; all others are the page's.
"""

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "contexts"
sys.path.insert(0, str(ROOT / "src"))

# The path above comes first.
from application.shared.access import ACCESS  # noqa: E402
from application.shared.scopes import SCOPES  # noqa: E402
from domain.shared.classes import sealed_fields  # noqa: E402
from domain.shared.errors import DomainError  # noqa: E402
from infrastructure.facts.registry import FactType, Subject  # noqa: E402
from interfaces.http.application import API  # noqa: E402
from interfaces.http.routes import CommandRoute, Routes  # noqa: E402

MARKED: Final = re.compile(r"(<!-- begin (rules|facts|operations) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def rules(context: str) -> Iterator[str]:
    """Print every rule of a context by its code, as the sentence that a caller reads."""
    yield from _heading("rule", "as a sentence")
    for rule in sorted(_refusals(context), key=lambda rule: rule.code):
        yield f"| `{rule.code}` | {_prose(rule.rule())} |"


def facts(context: str) -> Iterator[str]:
    """Print every fact of a context by its stored name, and which of its values are sealed, under whose key."""
    if find_spec(f"infrastructure.facts.{context}") is None:
        yield "None."
        return
    yield from _heading("fact", "what it means", "sealed")
    for kind in importlib.import_module(f"infrastructure.facts.{context}").FACTS:
        meaning = _prose((inspect.getdoc(kind.fact) or "").partition("\n")[0])
        yield f"| `{kind.name}` | {meaning} | {_sealed(kind)} |"


def operations(context: str) -> Iterator[str]:
    """Print every operation of a context with its place in the API and the roles that may call it."""
    yield from _heading("operation", "method and path", "who may")
    places = _places(context)
    for operation, granted in ACCESS.items():
        if operation.partition(".")[0] == context:
            reaches = ((role.replace("_", " "), reach) for role, reach in granted.items())
            who = [role if reach == "any" else f"{role} ({reach})" for role, reach in reaches]
            if operation in SCOPES:
                who.append(f"guardian or proxy ({SCOPES[operation].value})")
            yield f"| `{operation}` | {places.get(operation, 'none: not offered over HTTP')} | {', '.join(who)} |"


TABLES: Final = {"rules": rules, "facts": facts, "operations": operations}


def filled(page: str, context: str) -> str:
    """Give a page with its tables as the code has them. Exits where the page lacks the marks of one."""

    def table(marked: "re.Match[str]") -> str:
        begin, name, end = marked.groups()
        return "\n".join((begin, *TABLES[name](context), "", end))

    if sorted(found[2] for found in MARKED.finditer(page)) != sorted(TABLES):
        sys.exit(f"docs/contexts/{context}.md needs the marks of {', '.join(TABLES)}, each once.")
    return MARKED.sub(table, page)


def main() -> None:
    """Write the tables into the pages, or fail where a page says something else than the code."""
    stale = []
    for path in sorted(PAGES.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        printed = filled(page, path.stem)
        if page == printed:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if "--check" not in sys.argv:
            path.write_text(printed, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"{', '.join(stale)}: older than the code; call `python tools/print_contexts.py`.")


def _heading(*titles: str) -> tuple[str, str]:
    return f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"


def _prose(sentence: str) -> str:
    return sentence.replace("``", "`").replace("|", r"\|")


def _refusals(context: str) -> set[type[DomainError]]:
    modules = {
        module
        for layer in ("domain", "application")
        for module in pkgutil.walk_packages([str(ROOT / "src" / layer / context)], f"{layer}.{context}.")
    }
    return {
        refusal
        for module in modules
        for refusal in vars(importlib.import_module(module.name)).values()
        if isinstance(refusal, type) and issubclass(refusal, DomainError) and refusal.__module__ == module.name
    }


def _sealed(kind: FactType) -> str:
    if kind.seals is None:
        return "nothing"
    declared = {field.name: field for field in msgspec.structs.fields(kind.fact)}
    key = "the clinic's key" if kind.seals is Subject.CLINIC else "the patient's key"
    if kind.seals is Subject.PATIENT and not declared["patient"].required:
        key += ", or the clinic's where no patient is named"
    personal = sealed_fields(kind.fact)
    return f"{', '.join(f'`{name}`' for name in declared if name in personal)}: {key}"


def _places(context: str) -> dict[str, str]:
    places = {}
    for half in ("commands", "queries"):
        if find_spec(f"interfaces.http.{context}.{half}") is None:
            continue
        routes: Routes = importlib.import_module(f"interfaces.http.{context}.{half}").ROUTES
        for route in routes:
            path = API + re.sub(r":\w+}", "}", route.path)
            if isinstance(route, CommandRoute):
                places[route.command.operation] = f"`POST {path}`"
            else:
                places[route.query.operation] = f"`GET {path}`"
    return places


if __name__ == "__main__":
    main()
