"""Days and instants that no clinic's calendar holds."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from domain.shared.time import Instant, check_calendar
from domain.shared.values import WrongField


class Stay(msgspec.Struct, kw_only=True):
    """Two fields of which one need not be said, and goes by another name outside."""

    day: date = date(2030, 5, 14)
    until: Instant | None = msgspec.field(name="ends", default=None)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2200, 1, 1), date.min, date.max])
def test_a_day_outside_every_calendar_is_refused(day: date) -> None:
    """Days lie in the years 1900 to 2199, and the field that holds another is named."""
    with pytest.raises(WrongField, match=r"^a day lies in the years 1900 to 2199$") as refused:
        check_calendar(Stay(day=day))
    assert refused.value.field == "day"


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_an_instant_outside_every_calendar_is_refused(year: int) -> None:
    """So do instants, and the name is the one by which the field is sent."""
    with pytest.raises(WrongField, match=r"^an instant lies in the years 1900 to 2199$") as refused:
        check_calendar(Stay(until=datetime(year, 6, 1, tzinfo=UTC)))
    assert refused.value.field == "ends"


def test_what_is_not_said_is_no_mistake() -> None:
    """An authority without an end has no last day."""
    check_calendar(Stay(day=date(1900, 1, 1)))
    check_calendar(Stay(day=date(2199, 12, 31), until=datetime(2199, 12, 31, tzinfo=UTC)))
