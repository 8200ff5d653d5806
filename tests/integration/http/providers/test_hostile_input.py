"""What strangers put into addresses and questions."""

import pytest

from integration.http.providers.directory import added
from integration.people import Clinic


@pytest.mark.parametrize("part", ["abc", "%00", "..", "00000000-0000-0000-0000-00000000000g", "a" * 5_000])
async def test_an_id_that_is_none_is_no_route(clinic: Clinic, part: str) -> None:
    """What is no id leads nowhere."""
    assert (await clinic.owner.http.get(f"/providers/{part}")).status_code in {400, 404}


@pytest.mark.parametrize(
    "as_of", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2030-05-14", "now", "\x00"]
)
async def test_a_past_that_cannot_be_is_malformed(clinic: Clinic, as_of: str) -> None:
    """A moment outside the calendar, or without an offset, is refused."""
    path = f"/providers/{await added(clinic.owner)}"
    assert (await clinic.owner.http.get(path, params={"as_of": as_of})).status_code == 400
