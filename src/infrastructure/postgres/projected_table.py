"""Where the rows of an aggregate stand."""

from typing import NamedTuple


class ProjectedTable(NamedTuple):
    """A table that a projection writes, one or more rows an aggregate."""

    name: str
    aggregate: str
    """The column that names the aggregate."""
    lapses: str | None = None
    """The column with the instant from which a row counts for nothing, and may be dropped by whoever comes next."""
