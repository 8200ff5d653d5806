"""Keys that are not at hand: opened side by side, each once, whoever else wants it or gives up meanwhile."""

import asyncio
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.shared.key_vault import KeyRefused, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.key_ring import KeyRing
from infrastructure.crypto.openings import AT_ONCE
from infrastructure.crypto.sealing import SealingKey
from integration.crypto.desk import Desk, settled

LAKESIDE = ClinicId(UUID(int=1))
MIAS_KEY, TOMS_KEY = UUID(int=3), UUID(int=4)
HERE = b"here"


async def page_of(ring: KeyRing, rows: int) -> dict[UUID, WrappedKey]:
    """Give the stored keys of as many persons."""
    return {UUID(int=100 + row): (await ring.new_key(LAKESIDE)).wrapped for row in range(rows)}


async def test_a_page_is_opened_side_by_side() -> None:
    """The keys of a page are under way together, not one behind the other."""
    ring = KeyRing(desk := Desk())
    page = await page_of(ring, AT_ONCE)
    desk.is_open.clear()
    reading = asyncio.create_task(ring.open_all(LAKESIDE, page))
    await settled()
    assert desk.served == AT_ONCE
    desk.is_open.set()
    assert (await reading).keys() == page.keys()


async def test_one_page_does_not_flood_the_vault() -> None:
    """However long a page and however many of them, a process has no more than its share under way."""
    ring = KeyRing(desk := Desk())
    page = await page_of(ring, 50)
    desk.is_open.clear()
    readings = [asyncio.create_task(ring.open_all(LAKESIDE, {key_id: page[key_id]})) for key_id in page]
    readings.append(asyncio.create_task(ring.open_all(LAKESIDE, page)))
    await settled()
    desk.is_open.set()
    await asyncio.gather(*readings)
    assert (desk.most_served, desk.asked.total()) == (AT_ONCE, 50)


async def test_each_key_is_given_to_its_row() -> None:
    """Whatever was at hand and whatever was not, each row gets the key that sealed it."""
    ring = KeyRing(Desk())
    new = {UUID(int=10 + row): await ring.new_key(LAKESIDE) for row in range(6)}
    stored = {key_id: one.wrapped for key_id, one in new.items()}
    await ring.open_all(LAKESIDE, dict(list(stored.items())[::2]))
    opened = await ring.open_all(LAKESIDE, stored)
    assert all(opened[key_id].open(one.key.seal(b"mia", HERE), HERE) == b"mia" for key_id, one in new.items())


async def test_what_is_at_hand_waits_for_nothing() -> None:
    """A page whose keys are all at hand is answered at once: the event loop is not even entered."""
    ring = KeyRing(Desk())
    page = await page_of(ring, 50)
    opened = await ring.open_all(LAKESIDE, page)
    with pytest.raises(StopIteration) as answered:
        ring.open_all(LAKESIDE, page).send(None)
    assert answered.value.value == opened


async def test_two_readers_of_one_key_ask_once() -> None:
    """A key that two want at the same moment is asked for once, and both get it."""
    ring = KeyRing(desk := Desk())
    wrapped = (await ring.new_key(LAKESIDE)).wrapped
    one, two = await asyncio.gather(*(ring.open(LAKESIDE, MIAS_KEY, wrapped) for _ in range(2)))
    assert one is two
    assert desk.asked.total() == 1


async def test_whoever_is_first_may_give_up() -> None:
    """Where the first to ask goes away, the second still gets the key, and nobody asks anew."""
    ring = KeyRing(desk := Desk())
    wrapped = (await ring.new_key(LAKESIDE)).wrapped
    desk.is_open.clear()
    first, second = (asyncio.create_task(ring.open(LAKESIDE, MIAS_KEY, wrapped)) for _ in range(2))
    await settled()
    first.cancel()
    await settled()
    desk.is_open.set()
    assert isinstance(await second, SealingKey)
    assert (first.cancelled(), desk.asked.total()) == (True, 1)


async def test_what_nobody_waits_for_is_given_up() -> None:
    """Where all have gone, the vault is left alone and whoever waited for a turn has it."""
    ring = KeyRing(desk := Desk())
    page = await page_of(ring, 50)
    desk.is_open.clear()
    reading = asyncio.create_task(ring.open_all(LAKESIDE, page))
    await settled()
    reading.cancel()
    await settled()
    assert (desk.served, desk.asked.total()) == (0, AT_ONCE)


async def test_whoever_comes_next_is_not_given_up_too() -> None:
    """Somebody who asks in the moment in which the last one goes away is answered."""
    ring = KeyRing(desk := Desk())
    wrapped = (await ring.new_key(LAKESIDE)).wrapped
    desk.is_open.clear()
    first = asyncio.create_task(ring.open(LAKESIDE, MIAS_KEY, wrapped))
    await settled()
    first.cancel()
    second = asyncio.create_task(ring.open(LAKESIDE, MIAS_KEY, wrapped))
    await settled()
    desk.is_open.set()
    assert isinstance(await second, SealingKey)


async def test_a_refusal_is_told_to_everybody() -> None:
    """A key that the vault refuses is refused to all who wait for it."""
    ring = KeyRing(desk := Desk())
    unknown = WrappedKey("another vault's", b"key")
    desk.is_open.clear()
    readings = [asyncio.create_task(ring.open(LAKESIDE, MIAS_KEY, unknown)) for _ in range(3)]
    await settled()
    desk.is_open.set()
    told = await asyncio.gather(*readings, return_exceptions=True)
    assert ([type(one) for one in told], desk.asked.total()) == ([KeyRefused] * 3, 1)


async def test_a_refusal_is_not_remembered() -> None:
    """Whoever asks again for a refused key has the vault decide anew."""
    ring = KeyRing(desk := Desk())
    unknown = WrappedKey("another vault's", b"key")
    for _ in range(2):
        with pytest.raises(KeyRefused):
            await ring.open(LAKESIDE, MIAS_KEY, unknown)
    assert desk.asked.total() == 2


async def test_a_refused_key_takes_no_other_with_it() -> None:
    """Where one key of a page is refused, so is the page; another page with the same persons is read."""
    ring = KeyRing(desk := Desk())
    page = await page_of(ring, 5)
    desk.is_open.clear()
    refused = asyncio.create_task(ring.open_all(LAKESIDE, {MIAS_KEY: WrappedKey("another vault's", b"key"), **page}))
    read = asyncio.create_task(ring.open_all(LAKESIDE, page))
    await settled()
    desk.is_open.set()
    with pytest.raises(KeyRefused):
        await refused
    assert (await read).keys() == page.keys()


async def test_failures_that_nobody_hears_are_no_news() -> None:
    """Where every key of a page fails, the page fails once, and nothing is reported as unnoticed."""
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: reported.append(what))
    ring = KeyRing(Desk())
    with pytest.raises(KeyRefused):
        await ring.open_all(LAKESIDE, {UUID(int=row): WrappedKey("none", bytes([row])) for row in range(40)})
    await settled()
    assert reported == []


async def test_a_key_that_was_forgotten_on_its_way_is_not_shared() -> None:
    """Who asks after an erasure does not get what was asked for before it: the vault decides anew."""
    ring = KeyRing(desk := Desk())
    wrapped = (await ring.new_key(LAKESIDE)).wrapped
    desk.is_open.clear()
    before = asyncio.create_task(ring.open(LAKESIDE, MIAS_KEY, wrapped))
    await settled()
    ring.forget(LAKESIDE, MIAS_KEY)
    after = asyncio.create_task(ring.open(LAKESIDE, MIAS_KEY, wrapped))
    await settled()
    desk.is_open.set()
    assert await before is not await after
    assert desk.asked.total() == 2


async def test_an_erasure_leaves_others_at_hand() -> None:
    """While one person's key is forgotten, another's that is on its way is kept when it comes."""
    ring = KeyRing(desk := Desk())
    wrapped = (await ring.new_key(LAKESIDE)).wrapped
    desk.is_open.clear()
    toms = asyncio.create_task(ring.open(LAKESIDE, TOMS_KEY, wrapped))
    await settled()
    ring.forget(LAKESIDE, MIAS_KEY)
    desk.is_open.set()
    await toms
    assert len(ring) == 1


async def test_a_key_wrapped_anew_is_not_mixed_up() -> None:
    """Who brings what wraps a key since does not wait for what wrapped it before, and only the later is kept."""
    ring = KeyRing(desk := Desk())
    old, new = (await ring.new_key(LAKESIDE)).wrapped, (await ring.new_key(LAKESIDE)).wrapped
    desk.is_open.clear()
    readings = [asyncio.create_task(ring.open(LAKESIDE, MIAS_KEY, wrapped)) for wrapped in (old, new)]
    await settled()
    desk.is_open.set()
    await asyncio.gather(*readings)
    await ring.open(LAKESIDE, MIAS_KEY, new)
    assert desk.asked == {old.wrapped: 1, new.wrapped: 1}


STEPS = st.lists(st.tuples(st.sampled_from(["ask", "leave", "forget", "close", "open", "wait"]), st.integers(0, 3)))


@given(steps=STEPS)
@settings(max_examples=200)
def test_whatever_happens_meanwhile(steps: list[tuple[str, int]]) -> None:
    """Readers come and go, persons are erased, the vault is slow: who stays gets the right key, and no turn is lost."""
    asyncio.run(_whatever_happens(steps))


async def _whatever_happens(steps: list[tuple[str, int]]) -> None:
    ring = KeyRing(desk := Desk())
    new = [await ring.new_key(LAKESIDE) for _ in range(4)]
    stored = {UUID(int=row): one.wrapped for row, one in enumerate(new)}
    readings: list[asyncio.Task[dict[UUID, SealingKey]]] = []
    gone = set()
    for what, which in steps:
        match what:
            case "ask":
                page = {UUID(int=row): stored[UUID(int=row)] for row in (which, (which + 1) % 4)}
                readings.append(asyncio.create_task(ring.open_all(LAKESIDE, page)))
            case "leave" if which < len(readings):
                readings[which].cancel()
                gone.add(which)
            case "forget":
                ring.forget(LAKESIDE, UUID(int=which))
            case "close":
                desk.is_open.clear()
            case "open":
                desk.is_open.set()
            case _:
                await settled()
    desk.is_open.set()
    told = await asyncio.gather(*readings, return_exceptions=True)
    for number, opened in enumerate(told):
        if number not in gone:
            assert isinstance(opened, dict)
            for key_id, key in opened.items():
                assert key.open(new[key_id.int].key.seal(b"mia", HERE), HERE) == b"mia"
    await settled()
    assert desk.served == 0
    assert (await ring.open_all(LAKESIDE, stored)).keys() == stored.keys()
