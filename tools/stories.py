"""Print what the domain's tests claim, context by context, as sentences for the experts: `make stories`."""

import ast
import sys
from pathlib import Path

UNIT_TESTS = Path(__file__).resolve().parent.parent / "tests" / "unit"


def main() -> None:
    """Read the tests without running them; fail when one has no sentence."""
    silent: list[str] = []
    for folder in sorted(path for path in UNIT_TESTS.rglob("*") if path.is_dir()):
        for topic in sorted(folder.glob("test_*.py")):
            print(f"\n{_title(folder.name)}: {_title(topic.stem.removeprefix('test_')).lower()}")
            for test in _tests(topic):
                sentence = " ".join((ast.get_docstring(test) or "").split())
                if sentence:
                    print(f"  - {sentence}")
                else:
                    silent.append(f"{topic.relative_to(UNIT_TESTS)}::{test.name}")
    if silent:
        sys.exit("These tests have no sentence; give each a docstring that says its rule:\n  " + "\n  ".join(silent))


def _tests(topic: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.walk(ast.parse(topic.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


if __name__ == "__main__":
    main()
