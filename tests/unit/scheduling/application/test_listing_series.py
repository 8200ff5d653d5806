"""Series are found without knowing their ids: a patient's, a provider's, those that wait for an answer."""

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from application.scheduling.queries import ListSeries
from application.scheduling.series.approve_series import ApproveSeries
from application.scheduling.series.book_series import BookSeries
from application.scheduling.series.cancel_series import CancelSeries
from application.scheduling.series.views import SeriesLine
from application.shared.actor import Actor
from domain.scheduling.series.occurrence import SeriesId
from domain.scheduling.series.state import SeriesState
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import DR_CHO, DR_LEE, HOME, MIA, NINE, TOM
from unit.scheduling.repeating import EVERY_TUESDAY, VISITS

MIAS = BookSeries(patient=MIA, visit=VISITS, recurrence=EVERY_TUESDAY, whereabouts=HOME)
TOMS = replace(MIAS, patient=TOM, visit=replace(VISITS, provider=DR_CHO))


async def entered(clinic: FrontDesk, command: BookSeries, by: Actor | None = None) -> SeriesId:
    """Book a series, as the front desk unless said."""
    return SeriesId(UUID((await clinic.do(command, by or clinic.desk))["id"]))


async def listed(clinic: FrontDesk, by: Actor | None = None, **wishes: Any) -> list[SeriesLine]:
    """List series, as the front desk unless said."""
    page = await clinic.ask(ListSeries(**wishes), by or clinic.desk)
    return list(page.items)


async def found(clinic: FrontDesk, by: Actor | None = None, **wishes: Any) -> list[SeriesId]:
    """Name the series that are listed."""
    return [line.id for line in await listed(clinic, by, **wishes)]


async def test_by_patient_and_by_provider() -> None:
    """Mia's series is found by her and by her provider; the list tells when it goes on."""
    clinic = await FrontDesk().opens()
    mias, toms = await entered(clinic, MIAS), await entered(clinic, TOMS)
    [line] = await listed(clinic, patient=MIA)
    assert (line.id, line.state, line.next_starts_at) == (mias, SeriesState.ACTIVE, NINE)
    assert await found(clinic, provider=DR_CHO) == [toms]
    assert await found(clinic, provider=DR_CHO, patient=MIA) == []


async def test_the_latest_comes_first() -> None:
    """Whatever was booked last is on the first page, and the page behind goes on where it ended."""
    clinic = await FrontDesk().opens()
    mias = await entered(clinic, MIAS)
    clinic.memory.clock.at = NINE - (NINE - clinic.memory.clock.at) / 2
    toms = await entered(clinic, TOMS)
    first = await clinic.ask(ListSeries(limit=1), clinic.desk)
    behind = await clinic.ask(ListSeries(limit=1, after=first.next), clinic.desk)
    assert ([line.id for line in first.items], [line.id for line in behind.items]) == ([toms], [mias])
    assert behind.next is None


async def test_what_waits_for_an_answer() -> None:
    """The front desk finds the series that patients asked for; once answered, it goes on, and called off it is over."""
    clinic = await FrontDesk().opens()
    await clinic.has(approval_required=True)
    series = await entered(clinic, MIAS, clinic.mia)
    await entered(clinic, TOMS)
    assert await found(clinic, state=(SeriesState.PENDING,)) == [series]
    await clinic.do(ApproveSeries(series=series), clinic.desk)
    assert await found(clinic, state=(SeriesState.PENDING,)) == []
    assert series in await found(clinic, state=(SeriesState.ACTIVE,))
    await clinic.do(CancelSeries(series=series), clinic.desk)
    [over] = await listed(clinic, state=(SeriesState.ENDED,))
    assert (over.id, over.next_starts_at) == (series, None)


async def test_to_each_their_own() -> None:
    """A patient lists their own series, a provider those in their own calendar."""
    clinic = await FrontDesk().opens()
    mias, toms = await entered(clinic, MIAS), await entered(clinic, TOMS)
    assert (await found(clinic, clinic.mia), await found(clinic, clinic.tom)) == ([mias], [toms])
    assert await found(clinic, clinic.dr_lee) == [mias]
    assert await found(clinic, clinic.mia, patient=TOM) == []
    assert await found(clinic, clinic.dr_lee, provider=DR_LEE, patient=TOM) == []
