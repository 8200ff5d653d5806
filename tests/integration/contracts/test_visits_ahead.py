"""The visits ahead: what every storage promises whoever looks which of them need another provider."""

from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest

from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.appointments.visits_ahead import AheadCursor, VisitAhead, VisitsAhead
from domain.shared.identifiers import ProviderId
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution
from integration.http.scheduling.practice import HOME, NINE, WHEREABOUTS, Practice, done, practice, provider_of
from integration.people import Clinic
from integration.stack import Stack

PORTS = (VisitsAhead,)

HOUR = timedelta(hours=1)


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic that can be booked."""
    return await practice(clinic)


async def page(
    stack: Stack, at: Practice, provider: str | None = None, after: AheadCursor | None = None, limit: int = 10
) -> tuple[VisitAhead, ...]:
    """Read a page in a transaction of its own."""
    ahead = cast("VisitsAhead", stack.container.scheduling.appointments.ahead())
    whose = ProviderId(UUID(provider)) if provider is not None else None
    async with attempt(stack, looking := execution(stack, at.desk)):
        return await ahead.page(whose, after, limit, looking)


def ids(visits: tuple[VisitAhead, ...]) -> list[str]:
    """Name the visits."""
    return [str(visit.appointment) for visit in visits]


async def test_visits_come_by_their_start(stack: Stack, at: Practice) -> None:
    """By start, then id; page after page, to the end; each with its place, its provider and what is noted."""
    booked = [await at.booked(NINE + step * HOUR) for step in (2, 0, 1)]
    inorder = [booked[1], booked[2], booked[0]]
    first = await page(stack, at, limit=2)
    assert ids(first) == inorder[:2]
    assert ids(await page(stack, at, after=first[-1].cursor, limit=2)) == inorder[2:]
    (visit, *_) = first
    assert (visit.starts_at, str(visit.provider), visit.noted) == (NINE, at.provider, None)
    assert (visit.place.jurisdiction, visit.place.zone.name) == (HOME["jurisdiction"], "America/New_York")


async def test_only_what_has_yet_to_begin(stack: Stack, at: Practice, clock: SetClock) -> None:
    """A cancelled visit, one that was checked in and one whose time has come are left out; who has arrived is not."""
    cancelled, here, waiting = [await at.booked(NINE + step * HOUR) for step in range(3)]
    asked = (await done(await at.desk.http.post("/appointments/request", json=at.booking(NINE + 3 * HOUR))))["id"]
    await done(await at.act(cancelled, "cancel"))
    clock.at = NINE + HOUR - timedelta(minutes=1)
    await done(await at.act(here, "check-in", {"place": HOME, "whereabouts": WHEREABOUTS}))
    clock.at = NINE + HOUR + timedelta(minutes=30)
    await done(await at.act(waiting, "arrive"))
    assert ids(await page(stack, at)) == [waiting, asked]
    clock.at = NINE + 2 * HOUR
    assert ids(await page(stack, at)) == [asked]


async def test_one_providers_visits(stack: Stack, at: Practice) -> None:
    """Of one provider, only theirs; of one whom nobody knows, none."""
    other = await provider_of(at.clinic)
    mine = await at.booked()
    visit = at.booking(NINE + HOUR)["visit"] | {"provider": other}
    theirs = await at.booked(NINE + HOUR, visit=visit)
    assert ids(await page(stack, at, at.provider)) == [mine]
    assert ids(await page(stack, at, other)) == [theirs]
    assert await page(stack, at, str(uuid4())) == ()


async def test_what_the_directory_says(stack: Stack, at: Practice) -> None:
    """A visit comes with its provider's standing, and desks give the same of those whom the clinic knows."""
    await at.booked()
    owner, provider = at.clinic.owner.http, f"/providers/{at.provider}"
    (held,) = (await done(await owner.get(provider)))["authorities"]
    await done(await owner.post(f"{provider}/authorities/{held['id']}/revoke", json={"on": "2030-05-15"}))
    await done(await owner.post(f"{provider}/leave", json={"last_day": "2030-06-30"}))
    await done(await owner.post(f"{provider}/suspend", json={"reason": "A complaint"}))
    (visit,) = await page(stack, at)
    (right,) = visit.standing.authorities
    assert (right.revoked, str(right.valid_until), visit.standing.suspended) == (True, "2030-05-14", True)
    assert visit.standing.leaves_at is not None
    assert visit.standing.leaves_at.isoformat() == "2030-07-01T04:00:00+00:00"
    desks, known = cast("BookingDesks", stack.container.scheduling.ports.desks()), ProviderId(UUID(at.provider))
    async with attempt(stack, deciding := execution(stack, at.desk)):
        assert await desks.standings({known, ProviderId(uuid4())}, deciding) == {known: visit.standing}
        assert await desks.standings((), deciding) == {}


async def test_another_clinics_visits_are_not_there(stack: Stack, at: Practice) -> None:
    """A clinic sees its own visits only, also where it names another's provider."""
    theirs = await practice(await stack.open_clinic())
    await theirs.booked()
    assert await page(stack, at) == ()
    assert await page(stack, at, theirs.provider) == ()
