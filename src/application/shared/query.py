"""What a query is made of."""

from typing import ClassVar

import msgspec

from domain.shared.errors import DomainError
from domain.shared.time import check_calendar
from domain.shared.values import Public

Withheld = Public[tuple[str, ...]]
"""The names of the fields that were left out of what somebody is shown."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A question. The first line of a subclass's docstring is its summary in the API."""

    operation: ClassVar[str]
    refusals: ClassVar[tuple[type[DomainError], ...]] = ()

    def __post_init__(self) -> None:
        check_calendar(self)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, as the API shows it. What is personal or clinical is sealed wherever the view is stored.

    A field that is added later has a default, which stands for it where a stored view was written without it.
    """
