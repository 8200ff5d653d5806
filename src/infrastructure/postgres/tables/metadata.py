"""The one collection of tables, and the column that every clinic's table begins with."""

from typing import Final, Self

from sqlalchemy import Column, MetaData, Uuid


class _Schema(MetaData):
    """Tables of which there is one, however often a container that names some of them is copied."""

    def __deepcopy__(self, memo: object) -> Self:
        """Give itself: a copied table would drag a copy of every other along, with each container that is built."""
        return self


METADATA: Final = _Schema(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)


def clinic_id() -> "Column[object]":
    """Make the column that says whose row it is."""
    return Column("clinic_id", Uuid, primary_key=True)
