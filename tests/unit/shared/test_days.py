from datetime import date

import pytest

from domain.shared.time import check_days


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2200, 1, 1), date.min, date.max])
def test_a_day_outside_every_calendar_is_refused(day: date) -> None:
    """Days lie in the years 1900 to 2199."""
    with pytest.raises(ValueError, match="1900 to 2199"):
        check_days(day)


def test_a_day_that_is_not_said_is_no_mistake() -> None:
    """An authority without an end has no last day."""
    check_days(date(1900, 1, 1), None, date(2199, 12, 31))
