"""Free slots are found across providers, in pages, by what the patient needs and where the patient will be."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from application.scheduling.queries import FindSlots
from application.scheduling.slots.place_hold import PlaceHold
from application.shared.refusals import Malformed, NotFound
from domain.identity.clinic import Clinic
from domain.scheduling.slots.search import SearchRangeTooLong
from domain.shared.identifiers import SiteId
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import (
    DOWNTOWN,
    DR_CHO,
    DR_LEE,
    EXAM,
    MIA,
    MONDAY_NOON,
    NEW_YORK,
    NINE,
    ROOM_A,
    ROOM_B,
    TEN,
    TOM,
    VIDEO,
    asking,
)

QUARTER = timedelta(minutes=15)
WEEKS = timedelta(days=20)


async def test_slots_come_by_start_then_provider() -> None:
    """Two providers who are free at nine both stand before anybody at a quarter past."""
    clinic = await FrontDesk().opens()
    free = await clinic.free(NINE + 2 * QUARTER)
    assert free == [(DR_LEE, NINE), (DR_CHO, NINE), (DR_LEE, NINE + QUARTER), (DR_CHO, NINE + QUARTER)]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"language": "ko"}, {DR_CHO}),
        ({"specialty": "cardiology"}, set()),
        ({"provider": (DR_LEE,)}, {DR_LEE}),
        ({"jurisdiction": "US-CA"}, set()),
    ],
)
async def test_wishes_narrow(wish: dict[str, Any], found: set[object]) -> None:
    """Only providers who fit, and who may practise where the patient will be."""
    clinic = await FrontDesk().opens()
    assert {provider for provider, _ in await clinic.free(TEN, **wish)} == found


async def test_pages_run_through_weeks() -> None:
    """Page after page gives every slot of three weeks once, in order, with holes where somebody is booked."""
    clinic = await FrontDesk().opens(DR_LEE)
    await clinic.booked(NINE + timedelta(days=9))
    found, after = [], None
    while True:
        page = await clinic.ask(
            FindSlots(
                earliest=NINE,
                until=NINE + WEEKS,
                visit_type=VIDEO.code,
                jurisdiction="US-NY",
                zone=NEW_YORK.name,
                after=after,
                limit=37,
            ),
            clinic.desk,
        )
        found += [slot.starts_at for slot in page.items]
        after = page.next
        if after is None:
            break
    assert found == sorted(set(found))
    assert len(found) == 20 * 31 - 2  # of the day that is booked, nine and a quarter past
    assert NINE + timedelta(days=9) not in found


async def test_a_patient_is_not_offered_their_own_time() -> None:
    """Mia, who is with Dr Cho at nine, sees no slot at nine; Tom does."""
    clinic = await FrontDesk().opens()
    await clinic.booked(provider=DR_CHO)
    wanted = FindSlots(
        earliest=NINE, until=TEN, visit_type=VIDEO.code, jurisdiction="US-NY", zone=NEW_YORK.name, provider=(DR_LEE,)
    )
    mias = await clinic.ask(wanted, clinic.mia)
    toms = await clinic.ask(wanted, clinic.tom)
    assert mias.items[0].starts_at == NINE + 2 * QUARTER
    assert toms.items[0].starts_at == NINE


async def test_the_desk_looks_for_somebody() -> None:
    """The desk that looks for Mia, who is with Dr Cho at nine, is not offered nine with Dr Lee; for Tom it is."""
    clinic = await FrontDesk().opens()
    await clinic.booked(provider=DR_CHO)
    for patient, first in ((MIA, NINE + 2 * QUARTER), (TOM, NINE)):
        found = await clinic.free(TEN, provider=(DR_LEE,), patient=patient)
        assert found[0] == (DR_LEE, first)


async def test_nobody_looks_for_somebody_else() -> None:
    """When Mia has visits is not told to Tom by what is left out of a search for her."""
    clinic = await FrontDesk().opens()
    wanted = FindSlots(
        earliest=NINE, until=TEN, visit_type=VIDEO.code, jurisdiction="US-NY", zone=NEW_YORK.name, patient=MIA
    )
    await clinic.refuses(wanted, clinic.tom, NotFound)


async def test_in_person_a_free_room_is_found() -> None:
    """While room A is taken, the slot names room B; once that is retired there is none."""
    clinic = await FrontDesk().opens()
    wanted = FindSlots(earliest=TEN, until=TEN + QUARTER, visit_type=EXAM.code, site=DOWNTOWN, provider=(DR_LEE,))

    async def rooms() -> list[object]:
        page = await clinic.ask(wanted, clinic.desk)
        return [slot.room for slot in page.items]

    assert await rooms() == [ROOM_A]
    await clinic.booked(TEN, visit_type=EXAM, provider=DR_CHO, room=ROOM_A)
    assert await rooms() == [ROOM_B]
    clinic.tell(Clinic, clinic.clinic, Clinic.RoomRetired(room_id=ROOM_B))
    assert await rooms() == []


async def test_nothing_is_found_behind_the_horizon_or_in_the_past() -> None:
    """A search is no error there, it finds nothing."""
    clinic = await FrontDesk().opens()
    assert await clinic.free(MONDAY_NOON, MONDAY_NOON - timedelta(days=7)) == []
    far = NINE + timedelta(days=400)
    assert await clinic.free(far + timedelta(days=60), far) == []


@pytest.mark.parametrize(
    ("wrong", "parameter"),
    [
        ({"zone": "Mars/Base"}, "zone"),
        ({"zone": None}, "zone"),
        ({"jurisdiction": None}, "jurisdiction"),
        ({"earliest": TEN, "until": NINE}, "until"),
        ({"after": "nonsense"}, "after"),
    ],
)
async def test_what_is_wrong_is_named(wrong: dict[str, Any], parameter: str) -> None:
    """The parameter that has to change."""
    clinic = await FrontDesk().opens()
    usual: dict[str, Any] = {
        "earliest": NINE,
        "until": TEN,
        "visit_type": VIDEO.code,
        "jurisdiction": "US-NY",
        "zone": NEW_YORK.name,
    }
    details = await clinic.refuses(FindSlots(**(usual | wrong)), clinic.desk, Malformed)
    assert details["errors"][0]["parameter"] == parameter


async def test_two_months_are_the_most() -> None:
    """A longer range is refused, an unknown site not found."""
    clinic = await FrontDesk().opens()
    usual: dict[str, Any] = {"earliest": NINE, "visit_type": VIDEO.code}
    home: dict[str, Any] = {"jurisdiction": "US-NY", "zone": NEW_YORK.name}
    too_long = FindSlots(until=NINE + timedelta(days=63), **usual, **home)
    await clinic.refuses(too_long, clinic.desk, SearchRangeTooLong)
    nowhere = FindSlots(until=TEN, site=SiteId(UUID(int=99)), **usual)
    await clinic.refuses(nowhere, clinic.desk, NotFound)


async def test_what_is_held_or_booked_is_not_offered() -> None:
    """The first free slot is the one behind a booking and a hold."""
    clinic = await FrontDesk().opens(DR_LEE)
    await clinic.booked()
    await clinic.do(PlaceHold(visit=asking(NINE + 2 * QUARTER)), clinic.desk)
    assert (await clinic.free(TEN + QUARTER))[0] == (DR_LEE, TEN)
    clinic.memory.clock.advance(timedelta(minutes=10))
    assert (await clinic.free(TEN + QUARTER))[0] == (DR_LEE, NINE + 2 * QUARTER)
