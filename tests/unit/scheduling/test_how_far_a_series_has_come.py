"""How far a series has come is told by its appointments."""

import pytest

from domain.scheduling.appointments.lifecycle import OPEN, AppointmentStatus
from domain.scheduling.series.state import SeriesState

PENDING, BOOKED, CANCELLED = AppointmentStatus.PENDING, AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED
FULFILLED, NO_SHOW = AppointmentStatus.FULFILLED, AppointmentStatus.NO_SHOW


def test_a_series_that_waits_for_an_answer() -> None:
    """While one of its visits waits for the clinic's answer, so does the series."""
    assert SeriesState.of({PENDING, BOOKED, CANCELLED}) is SeriesState.PENDING


@pytest.mark.parametrize("status", sorted(OPEN - {PENDING}))
def test_a_series_that_goes_on(status: AppointmentStatus) -> None:
    """A series goes on while one of its visits is still ahead or under way, whatever became of the others."""
    assert SeriesState.of({FULFILLED, CANCELLED, status}) is SeriesState.ACTIVE


@pytest.mark.parametrize("statuses", [{FULFILLED, NO_SHOW}, {CANCELLED}], ids=["held", "called off"])
def test_a_series_that_is_over(statuses: set[AppointmentStatus]) -> None:
    """A series is over when each of its visits took place, was missed or is off."""
    assert SeriesState.of(statuses) is SeriesState.ENDED
