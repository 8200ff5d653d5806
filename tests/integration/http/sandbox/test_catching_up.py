"""Time passes at one stroke in a sandbox, and what would have been done meanwhile is done at once."""

from datetime import timedelta

import pytest

from integration.background import eventually
from integration.http.sandbox.conftest import MONDAY_EIGHT
from integration.http.sandbox.play import Play
from integration.http.scheduling.practice import done

HOUR = timedelta(hours=1)


@pytest.mark.usefixtures("working")
async def test_a_hold_that_ran_out_is_noted(play: Play) -> None:
    """Eleven minutes later nobody has used the hold, and its record says so, while outside it is the same moment."""
    visit = play.at.booking(MONDAY_EIGHT + 3 * HOUR)["visit"]
    hold = (await done(await play.at.desk.http.post("/holds", json={"visit": visit})))["id"]
    await play.pass_time(11)

    async def is_noted() -> bool:
        return bool((await done(await play.at.desk.http.get(f"/holds/{hold}")))["status"] == "expired")

    assert await eventually(is_noted)
