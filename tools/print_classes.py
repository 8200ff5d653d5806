"""Print which fields of each context are of which class into `docs/security/data.md`; with `--check`, only look.

The words between two marks are the code's; all others are the page's.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import msgspec

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "security" / "data.md"
sys.path.insert(0, str(ROOT / "src"))

# The path above comes first.
from application.shared.paging import Page  # noqa: E402
from domain.shared.classes import PUBLIC_TYPES, class_of  # noqa: E402
from domain.shared.values import DataClass  # noqa: E402
from infrastructure.facts.catalogue import REGISTRY  # noqa: E402
from interfaces.http.application import ROUTES  # noqa: E402
from interfaces.http.routes import CommandRoute, QueryRoute  # noqa: E402

MARKED: Final = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
GUARDED: Final = tuple(DataClass)[1:]


def public() -> Iterator[str]:
    """Print the plain types that can tell of nobody."""
    yield "| a value of type | is |"
    yield "|---|---|"
    for kind, why in PUBLIC_TYPES.items():
        yield f"| `{kind.__name__}` | {why} |"


def fields() -> Iterator[str]:
    """Print, context by context, every fact, operation and answer that holds something that is not public."""
    found = [(name, what, row) for name, what, kind in (*_facts(), *_operations()) if (row := _row(kind))]
    for context in sorted({name.partition(".")[0] for name, _, _ in found}):
        yield f"### {context.capitalize()}"
        yield ""
        yield f"| where | what | {' | '.join(GUARDED)} |"
        yield "|---|---|" + "---|" * len(GUARDED)
        for name, what, row in found:
            if name.partition(".")[0] == context:
                yield f"| `{name}` | {what} | {row} |"
        yield ""


TABLES: Final = {"public": public, "fields": fields}


def filled(page: str) -> str:
    """Give a page with its tables as the code has them. Exits where it lacks the marks of one."""

    def table(marked: "re.Match[str]") -> str:
        begin, name, end = marked.groups()
        return "\n".join((begin, *TABLES[name](), "", end))

    if sorted(found[2] for found in MARKED.finditer(page)) != sorted(TABLES):
        sys.exit(f"docs/security/data.md needs the marks of {', '.join(TABLES)}, each once.")
    return MARKED.sub(table, page)


def main() -> None:
    """Write the tables into the page, or fail where it says something else than the code."""
    page = PAGE.read_text(encoding="utf-8")
    printed = filled(page)
    if "--check" not in sys.argv:
        PAGE.write_text(printed, encoding="utf-8")
    elif page != printed:
        sys.exit("docs/security/data.md is older than the code; call `python tools/print_classes.py`.")


def _facts() -> Iterator[tuple[str, str, Any]]:
    for kind in REGISTRY.types:
        yield kind.name, "fact", kind.fact


def _operations() -> Iterator[tuple[str, str, Any]]:
    for route in ROUTES:
        if isinstance(route, CommandRoute):
            yield route.command.operation, "command", route.command
            yield route.command.operation, "its answer", route.receipt
        else:
            yield route.query.operation, "query", route.query
            yield route.query.operation, "its answer", _item(route)


def _item(route: QueryRoute) -> Any:
    """Give what a query shows, of a page what stands on it."""
    return get_args(route.view)[0] if get_origin(route.view) is Page else route.view


def _row(kind: Any) -> str:
    """Name the fields by class; nothing where all are public."""
    of = {field.encode_name: class_of(field.type) for field in msgspec.structs.fields(kind)}
    cells = [_listed(name for name, found in of.items() if found is guarded) for guarded in GUARDED]
    return " | ".join(cells) if any(cells) else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    main()
