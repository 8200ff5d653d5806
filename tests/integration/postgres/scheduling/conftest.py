"""A practice to book at."""

import pytest

from integration.http.scheduling.practice import Practice, practice
from integration.people import Clinic


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic that can be booked."""
    return await practice(clinic)
