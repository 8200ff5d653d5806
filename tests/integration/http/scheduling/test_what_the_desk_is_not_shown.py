"""The front desk runs the day: who comes when, and not why. Whoever looks after the patient reads that."""

from uuid import UUID

from domain.shared.roles import Role
from integration.http.scheduling.practice import Practice, done
from integration.stack import Stack

COUGH = "The cough is back"
WELL = "Well again: it was the flu"

IN_WORDS = ["overbooked_because", "reason", "closing_reason"]
"""What of a visit somebody said in their own words."""


async def test_the_desk_does_not_read_why_somebody_comes(stack: Stack, at: Practice) -> None:
    """The desk writes down what a caller says, and reads it neither in the visit nor in a list; the provider does."""
    path = f"/appointments/{await at.booked(reason=COUGH)}"
    adler = await stack.somebody(at.clinic, Role.CLINICIAN, provider=UUID(at.provider))
    whole = await done(await adler.http.get(path))
    assert (whole["reason"], whole["withheld"]) == (COUGH, [])
    shown = await done(await at.desk.http.get(path))
    assert shown == whole | {"reason": None, "withheld": IN_WORDS}
    assert (await done(await at.desk.http.get("/appointments")))["items"] == [shown]
    then = await done(await at.desk.http.get(path, params={"as_of": whole["updated_at"]}))
    assert then == shown


async def test_nor_why_it_was_called_off(at: Practice) -> None:
    """Why somebody does not come may tell as much of them as why they would have."""
    visit = await at.booked(reason=COUGH)
    await done(await at.act(visit, "cancel", {"reason": WELL}))
    path = f"/appointments/{visit}"
    assert WELL not in (await at.desk.http.get(path)).text
    assert (await done(await at.clinic.owner.http.get(path)))["closing_reason"] == WELL


async def test_nor_why_somebody_waits(at: Practice) -> None:
    """It is the same on the waitlist."""
    body = at.wait() | {"reason": COUGH}
    wait = (await done(await at.desk.http.post("/waitlist", json=body)))["id"]
    shown = (await done(await at.desk.http.get(f"/waitlist/{wait}"))), (await done(await at.desk.http.get("/waitlist")))
    assert COUGH not in str(shown)
    assert "'withheld': ['reason']" in str(shown[1])
    assert COUGH in (await at.clinic.owner.http.get(f"/waitlist/{wait}")).text


async def test_that_there_is_nothing_is_not_told_either(at: Practice) -> None:
    """A visit without a reason looks to the desk like one that has one."""
    shown = await done(await at.desk.http.get(f"/appointments/{await at.booked()}"))
    assert (shown["reason"], shown["withheld"]) == (None, IN_WORDS)
