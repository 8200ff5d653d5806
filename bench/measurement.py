"""What was measured: one row of the table, and the table."""

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Literal

import msgspec

RESULTS = Path(__file__).parent / "results" / "latest.json"

Better = Literal["higher", "lower"]


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """One number, and what it is held against."""

    name: str
    value: float
    unit: str
    versus: str | None = None
    """The peer measured in the same run, in turns; ``None`` where the number speaks for itself."""
    ratio: float | None = None
    """The value through the peer's."""
    target: float | None = None
    """For the ratio where there is one, else for the value."""
    better: Better = "higher"

    @property
    def judged(self) -> float:
        """The number that the target speaks of."""
        return self.value if self.ratio is None else self.ratio

    @property
    def verdict(self) -> str:
        """Say whether the target is met; nothing where there is none."""
        if self.target is None:
            return ""
        met = self.judged >= self.target if self.better == "higher" else self.judged <= self.target
        return "met" if met else "MISSED"


def against(  # noqa: PLR0913 - one row of the table
    name: str,
    ours: Sequence[float],
    peer: Sequence[float],
    *,
    unit: str,
    versus: str,
    target: float | None = None,
    better: Better = "higher",
) -> Measurement:
    """Give the row of runs that took turns with a peer's: medians, and the median of the ratios turn by turn."""
    ratio = median(own / other for own, other in zip(ours, peer, strict=True))
    return Measurement(
        name=name, value=median(ours), unit=unit, versus=versus, ratio=ratio, target=target, better=better
    )


def alone(
    name: str, values: Sequence[float], *, unit: str, target: float | None = None, better: Better = "lower"
) -> Measurement:
    """Give the row of a number that is held against nothing but its target."""
    return Measurement(name=name, value=median(values), unit=unit, target=target, better=better)


_HEADINGS = ("measured", "value", "unit", "versus", "ratio", "target", "")


def table(rows: Sequence[Measurement]) -> str:
    """Write the rows as the table that a person reads."""
    lines = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    numeric = {1, 4, 5}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in numeric else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def keep(rows: Sequence[Measurement], path: Path = RESULTS) -> None:
    """Write the rows where the next reader, a program perhaps, finds them."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(msgspec.to_builtins(rows), indent=1) + "\n")


def _cells(row: Measurement) -> tuple[str, ...]:
    sign = "≥" if row.better == "higher" else "≤"
    return (
        row.name,
        _number(row.value),
        row.unit,
        row.versus or "",
        "" if row.ratio is None else f"{row.ratio:.2f}",
        "" if row.target is None else f"{sign} {row.target:g}",
        row.verdict,
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}"  # noqa: PLR2004 - three digits are read at a glance
