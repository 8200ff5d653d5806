"""Read models that an operator builds anew."""

import asyncio
import signal

import pytest

from infrastructure.postgres.connection import Pool, lock_key
from infrastructure.postgres.provisioning import OWNER
from integration.background import eventually
from integration.cli.installation import Installation
from integration.cli.mishaps import NEWER, first_booking, followed, numbered, revised
from integration.http.scheduling.practice import Practice, practice
from integration.stack import Stack

_STATUS = "select status from day_board where clinic_id = $1"
_RULES = "select rules from availability where clinic_id = $1"
_FALSIFY = "update day_board set status = 'arrived'"
_SHADOW = "select to_regclass('rebuilt.day_board') is not null"
REBUILD = ("projections", "rebuild", "day-board")


async def booked(stack: Stack, installation: Installation, pool: Pool) -> Practice:
    """Give a clinic whose board shows a visit."""
    at = await practice(await stack.open_clinic())
    await at.booked()
    await numbered(installation.database)
    await followed(pool)
    return at


@pytest.fixture
async def at(stack: Stack, installation: Installation, follower_pool: Pool) -> Practice:
    """Give a clinic whose board shows a visit."""
    return await booked(stack, installation, follower_pool)


async def status(installation: Installation, at: Practice) -> str:
    """Read what the board says of the clinic's visit."""
    async with installation.database.connected("postgres") as superuser:
        found: str = await superuser.fetchval(_STATUS, at.clinic.id)
    return found


async def falsified(installation: Installation) -> None:
    """Let every line of the board lie."""
    async with installation.database.connected("postgres") as superuser:
        await superuser.execute(_FALSIFY)


@pytest.mark.usefixtures("at")
async def test_projections_are_listed(installation: Installation) -> None:
    """Each with its tables and what it has not seen yet."""
    said = await installation.polyclinic("projections", "list", "--json")
    listed = said.document["projections"]
    assert listed[0] == {"name": "day-board", "table": "day_board", "waiting": 0, "parked": 0}
    assert {"name": "patient", "table": "patient, patient_token", "waiting": 0, "parked": 0} in listed


async def test_a_rebuild_mends_what_had_gone_wrong(installation: Installation, at: Practice) -> None:
    """What is told on standard output is the outcome alone; how far it is goes to standard error."""
    await falsified(installation)
    said = await installation.polyclinic(*REBUILD, "--json")
    assert (said.code, said.document["name"], said.document["clinic"]) == (0, "day-board", None)
    assert said.document["facts"] > 0
    assert "Day-board ..." in said.err
    assert await status(installation, at) == "booked"


async def test_what_is_written_with_its_facts_is_mended_too(installation: Installation, at: Practice) -> None:
    """Commands write it; a rebuild writes it once more from the facts, and tells where other rows stood."""
    async with installation.database.connected("postgres") as superuser:
        live = await superuser.fetchval(_RULES, at.clinic.id)
        await superuser.execute("update availability set rules = '{}'")
        said = await installation.polyclinic("projections", "rebuild", "availability", "--json")
        assert (said.code, said.document["differing"]) == (0, ["availability"])
        assert await superuser.fetchval(_RULES, at.clinic.id) == live


async def test_what_is_written_with_its_facts_has_no_part_of_one_clinic(installation: Installation) -> None:
    """It changes places as a whole, and says so."""
    said = await installation.polyclinic("projections", "rebuild", "patient", "--clinic", "lakeside")
    assert (said.code, said.out) == (1, "")
    assert "for every clinic at once" in said.err


async def test_one_clinics_part_is_built_alone(
    installation: Installation, at: Practice, stack: Stack, follower_pool: Pool
) -> None:
    """Rebuilding a clinic's part leaves every other clinic's as it was, and nothing beside it."""
    other = await booked(stack, installation, follower_pool)
    await falsified(installation)
    said = await installation.polyclinic(*REBUILD, "--clinic", at.clinic.slug)
    assert said.out.startswith(f"day-board was built anew for {at.clinic.slug} from ")
    assert await status(installation, at) == "booked"
    assert await status(installation, other) == "arrived"
    async with installation.database.connected("postgres") as superuser:
        assert not await superuser.fetchval(_SHADOW)


async def test_a_rebuild_that_was_stopped_is_gone_on_with(installation: Installation, at: Practice) -> None:
    """Ctrl-C leaves the live board as it was; the next call finishes."""
    await falsified(installation)
    async with installation.database.connected("postgres") as reader, reader.transaction():
        await reader.execute("lock table day_board in access share mode")  # somebody reads without a pause

        async def has_begun() -> bool:
            async with installation.database.connected("postgres") as superuser:
                return bool(await superuser.fetchval(_SHADOW))

        async with installation.running(*REBUILD) as process:
            await eventually(has_begun)
            await asyncio.sleep(0.5)
            process.send_signal(signal.SIGINT)
            _, err = await process.communicate()
    assert (process.returncode, err.decode().splitlines()[-1]) == (
        130,
        "Stopped. The live one is as it was; the same command goes on with what was built.",
    )
    assert await status(installation, at) == "arrived"
    assert (await installation.polyclinic(*REBUILD)).code == 0
    assert await status(installation, at) == "booked"


async def test_two_do_not_rebuild_the_same(installation: Installation) -> None:
    """A second rebuild is told of the first, and changes nothing."""
    async with installation.database.connected(OWNER) as other:
        await other.execute("select pg_advisory_lock($1)", lock_key("rebuild", "day-board"))
        said = await installation.polyclinic(*REBUILD)
    assert (said.code, said.out) == (1, "")
    assert "Another process builds day-board anew" in said.err


async def test_a_fact_that_cannot_be_taken_keeps_the_live_one(installation: Installation, at: Practice) -> None:
    """A rebuild that cannot overtake the live board leaves it, and says where to look."""
    await revised(installation.database, at.clinic.id, await first_booking(installation.database, at.clinic.id), NEWER)
    said = await installation.polyclinic(*REBUILD)
    looked = await installation.polyclinic("followers", "list", "--follower", "day-board/rebuild", "--json")
    assert (said.code, said.out) == (1, "")
    assert "polyclinic followers list --follower day-board/rebuild" in said.err
    assert "UnknownFact" in [lane["failure"] for lane in looked.document["lanes"]]
    assert await status(installation, at) == "booked"
