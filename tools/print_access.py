"""Print the access table into `docs/access.md`; with `--check`, only look whether that was done."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "access.md"
sys.path.insert(0, str(ROOT / "src"))

from interfaces.http.documentation.access import access_markdown  # noqa: E402 - the path above comes first


def main() -> None:
    """Write `docs/access.md`, or fail where it says something else than the table."""
    printed = access_markdown()
    if "--check" not in sys.argv:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(printed)
    elif not PAGE.exists() or PAGE.read_text() != printed:
        sys.exit("docs/access.md is older than the access table; call `python tools/print_access.py`.")


if __name__ == "__main__":
    main()
