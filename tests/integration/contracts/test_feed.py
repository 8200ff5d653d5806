"""The port ``Feed``: every storage tells the same facts in the same order."""

from application.integrations.ports import Feed
from application.integrations.queries import ReadFeed
from application.integrations.views import FeedPage
from application.published.patients import PatientRegistered
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.followers.sequencer import current_place, number
from infrastructure.postgres.provisioning import FOLLOWER
from integration.contracts.registry import REGISTER_MIA
from integration.databases import Database
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Feed,)


async def registered(stack: Stack, clinic: Clinic, database: Database, patients: int) -> None:
    """Register patients, and have their facts numbered."""
    for _ in range(patients):
        await stack.do(REGISTER_MIA, clinic.front_desk)
    async with connected(database.url, FOLLOWER) as connection:
        await number(connection, await current_place(connection), 10_000)


async def read(stack: Stack, clinic: Clinic, after: int = 0, limit: int = 100) -> FeedPage:
    """Read a stretch."""
    page: FeedPage = await stack.do(ReadFeed(after=after, limit=limit), clinic.owner)
    return page


async def test_facts_come_in_the_order_of_their_numbers(stack: Stack, clinic: Clinic, database: Database) -> None:
    """What is told is told in order, each fact under a number above the last."""
    await registered(stack, clinic, database, 3)
    page = await read(stack, clinic)
    assert [type(entry.fact) for entry in page.items] == [PatientRegistered] * 3
    assert [entry.number for entry in page.items] == sorted({entry.number for entry in page.items})


async def test_a_full_stretch_ends_at_its_last_fact(stack: Stack, clinic: Clinic, database: Database) -> None:
    """Where there is more, one goes on behind the last fact that came."""
    await registered(stack, clinic, database, 3)
    page = await read(stack, clinic, limit=2)
    assert page.next == page.items[-1].number
    assert len((await read(stack, clinic, after=page.next)).items) == 1


async def test_at_the_end_one_stays(stack: Stack, clinic: Clinic, database: Database) -> None:
    """Behind the last fact there is nothing, and one's place does not move."""
    await registered(stack, clinic, database, 1)
    end = (await read(stack, clinic)).next
    assert await read(stack, clinic, after=end) == FeedPage(items=(), next=end)


async def test_a_clinic_in_which_nothing_happened_has_an_empty_feed(stack: Stack, clinic: Clinic) -> None:
    """Nothing has happened that others hear of."""
    assert (await read(stack, clinic)).items == ()
