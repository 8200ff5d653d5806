"""Lanes that an operator looks at, resumes and leads past a fact that nobody can take."""

from typing import Any

import pytest

from infrastructure.clocks import SystemClock
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.followers.catalogue import followers
from integration.cli.installation import Installation
from integration.cli.mishaps import KNOWN, NEWER, first_booking, followed, numbered, revised
from integration.http.scheduling.practice import Practice, practice
from integration.stack import Stack

_AUDITED = "select operation, outcome, role, cardinality(streams) as streams from audit_entry where clinic_id = $1"
_SKIPPED = f"{_AUDITED} and operation = 'followers.skip-fact'"


@pytest.fixture
async def at(stack: Stack, installation: Installation) -> Practice:
    """Give a clinic with a booked visit, which the board has not seen yet."""
    at = await practice(await stack.open_clinic())
    await at.booked()
    await numbered(installation.database)
    return at


@pytest.fixture
async def stands_at(at: Practice, installation: Installation, follower_pool: Pool) -> int:
    """Let a fact that only a release to come can read park the clinic's lane, and give the fact's number."""
    feed_no = await first_booking(installation.database, at.clinic.id)
    await revised(installation.database, at.clinic.id, feed_no, NEWER)
    await followed(follower_pool)
    return feed_no


async def lanes(installation: Installation, at: Practice) -> dict[str, dict[str, Any]]:
    """List the clinic's lanes, by their followers."""
    listed = await installation.polyclinic("followers", "list", "--clinic", at.clinic.slug, "--json")
    return {lane["follower"]: lane for lane in listed.document["lanes"]}


async def test_every_lane_is_listed(installation: Installation, at: Practice, follower_pool: Pool) -> None:
    """A lane tells how far it is and how far it could be: before the follower came by, and after."""
    before = await lanes(installation, at)
    await followed(follower_pool)
    after = (await lanes(installation, at))["day-board"]
    assert list(before) == sorted(one.name for one in followers(SystemClock()))
    assert {(lane["checkpoint"], lane["lag"] - lane["head"]) for lane in before.values()} == {(0, 0)}
    assert (after["checkpoint"], after["lag"], after["state"]) == (after["head"], 0, "running")


async def test_a_parked_lane_tells_why(installation: Installation, at: Practice, stands_at: int) -> None:
    """Which follower stands at which fact of which clinic, after how many tries, for which failure."""
    said = await installation.polyclinic("followers", "parked")
    [line] = [line for line in said.out.splitlines() if at.clinic.slug in line]
    checkpoint = f"{stands_at - 1:,}"
    assert line.split()[:4] == ["day-board", at.clinic.slug, "parked", checkpoint]
    assert line.split()[6:] == ["1", "UnknownFact", "scheduling.appointment.booked"]
    assert "polyclinic followers resume" in said.out


async def test_a_resumed_lane_goes_on(
    installation: Installation, at: Practice, stands_at: int, follower_pool: Pool
) -> None:
    """Once the cause is mended and the lane resumed, its follower takes the fact."""
    await revised(installation.database, at.clinic.id, stands_at, KNOWN)
    said = await installation.polyclinic("followers", "resume", "day-board", "--clinic", at.clinic.slug)
    assert (said.code, said.out) == (0, f"day-board goes on in {at.clinic.slug} behind fact {stands_at - 1}.\n")
    await followed(follower_pool)
    assert (await lanes(installation, at))["day-board"]["lag"] == 0


async def test_all_lanes_are_resumed_at_once(installation: Installation, at: Practice, stands_at: int) -> None:
    """After a release that mends the cause everywhere, one line resumes every lane."""
    assert stands_at
    said = await installation.polyclinic("followers", "resume", "--all", "--json")
    assert at.clinic.slug in [lane["slug"] for lane in said.document["resumed"]]
    assert (await installation.polyclinic("followers", "parked")).out == "No lane is parked.\n"


async def test_a_fact_is_stepped_over_by_its_number(
    installation: Installation, at: Practice, stands_at: int, follower_pool: Pool, auditor_pool: Pool
) -> None:
    """Whoever names the fact leads the lane past it, and the clinic's audit trail keeps that this was done."""
    resume = ("followers", "resume", "day-board", "--clinic", at.clinic.slug, "--skip")
    refused = await installation.polyclinic(*resume, str(stands_at + 1))
    said = await installation.polyclinic(*resume, str(stands_at))
    assert (refused.code, said.code) == (1, 0), said.err
    assert refused.err == f"Error: The lane stands at fact {stands_at}, not at {stands_at + 1}.\n"
    assert '"event.action":"fact_skipped"' in said.err
    await followed(follower_pool)
    assert (await lanes(installation, at))["day-board"]["lag"] == 0
    async with clinic_transaction(auditor_pool, at.clinic.id) as connection:
        [entry] = await connection.fetch(_SKIPPED, at.clinic.id)
    assert tuple(entry) == ("followers.skip-fact", f"day-board/{stands_at}", "operator", 1)


async def test_a_fact_is_never_stepped_over_by_the_way(installation: Installation) -> None:
    """Skipping without naming one lane is a wrong call."""
    said = await installation.polyclinic("followers", "resume", "--all", "--skip", "3")
    assert (said.code, said.out) == (2, "")
    assert "name FOLLOWER and --clinic" in said.err


async def test_a_lane_that_runs_is_not_resumed(installation: Installation, at: Practice) -> None:
    """Resuming what is not parked says so."""
    said = await installation.polyclinic("followers", "resume", "day-board", "--clinic", at.clinic.slug)
    assert (said.code, said.out) == (1, "")
    assert "is not parked" in said.err


async def test_an_unknown_clinic_is_named(installation: Installation) -> None:
    """A short name that no clinic has is told, with the verb that lists them."""
    said = await installation.polyclinic("followers", "list", "--clinic", "nowhere")
    assert (said.code, said.err) == (
        1,
        "Error: There is no clinic 'nowhere'. 'polyclinic clinic list' names all of them.\n",
    )
