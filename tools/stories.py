"""The handbook of what the unit tests claim, for the experts: `make stories`.

Without an option it is printed; `--write` brings the documentation's page up to date, `--check` tells whether it is.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from handbook.chapters import chapters  # noqa: E402 - the path comes first
from handbook.listening import listened  # noqa: E402 - as above
from interfaces.http.documentation.handbook import FILE, Chapter, Example  # noqa: E402 - as above


def main() -> None:
    """Run the unit tests, and print, write or check what they tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--write", action="store_true")
    choice.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    told = chapters(listened())
    page = msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"
    if chosen.write:
        FILE.write_bytes(page)
    elif chosen.check:
        if not FILE.exists() or FILE.read_bytes() != page:
            sys.exit("The handbook tells something else than the tests; call `python tools/stories.py --write`")
    else:
        print("\n".join(_printed(told)))


def _printed(told: Iterable[Chapter]) -> Iterator[str]:
    for chapter in told:
        yield f"\n{chapter.number} {chapter.title}"
        for topic in chapter.topics:
            yield f"\n  {topic.number} {topic.title}"
            for claim in topic.claims:
                yield f"\n    {claim.number} {claim.sentence}"
                for example in claim.examples:
                    yield ""
                    yield from (f"        {line}" for line in _lines(example))


def _lines(example: Example) -> Iterator[str]:
    if example.given:
        yield f"Given    {' '.join(example.given)}"
    if example.when is not None:
        yield f"When     {example.when}"
    if example.refused is not None:
        yield f"Refused  {example.refused} [{example.code}]"
    else:
        yield f"Then     {' '.join(example.then) or 'Nothing.'}"


if __name__ == "__main__":
    main()
