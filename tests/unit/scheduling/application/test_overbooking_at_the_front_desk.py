"""Overbooking at the front desk: what is taken, what is shown, and what is offered instead."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.check_in import CheckIn
from application.scheduling.appointments.overbook_appointment import OverbookAppointment
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.shared.refusals import Forbidden, NotFound
from domain.scheduling.appointments.agenda import ProviderTaken
from domain.scheduling.appointments.overbooking import NothingToOverbook, OverbookedEnough
from domain.shared.identifiers import AppointmentId
from unit.scheduling.application.front_desk import FrontDesk, booking
from unit.scheduling.practice import AT_HOME, DR_CHO, HOME, MIA, NINE, TEN, TOM, asking

HALF = timedelta(minutes=30)
WHY = "She can come at no other time this week."


def overbooking(**other: Any) -> OverbookAppointment:
    """Put Mia on top of what is there at nine."""
    usual: dict[str, Any] = {"patient": MIA, "visit": asking(), "because": WHY, "whereabouts": HOME}
    return OverbookAppointment(**usual | other)


async def crowded() -> tuple[FrontDesk, AppointmentId, AppointmentId]:
    """Give a clinic in which Mia was put on top of Tom at nine, with both appointments."""
    clinic = await FrontDesk().opens()
    toms = await clinic.booked(patient=TOM)
    return clinic, toms, await overbooked(clinic)


async def overbooked(clinic: FrontDesk, **other: Any) -> AppointmentId:
    """Put Mia on top of what is there at nine, and give her appointment."""
    receipt = await clinic.do(overbooking(**other), clinic.desk)
    return AppointmentId(UUID(receipt["id"]))


async def test_it_is_shown_as_one() -> None:
    """Whoever reads the appointment sees that it was overbooked, and why; of the one beneath nothing has changed."""
    clinic, toms, mias = await crowded()
    view = await clinic.shown(mias)
    assert (view.status.value, view.overbooked, view.overbooked_because) == ("booked", True, WHY)
    assert (await clinic.shown(toms)).overbooked is False


async def test_the_search_is_as_before() -> None:
    """A time that is overbooked is as taken as before, and stays so while either of the visits stands."""
    clinic, toms, mias = await crowded()
    assert (await clinic.free(TEN, provider=(asking().provider,)))[0][1] == NINE + HALF
    await clinic.do(CancelAppointment(appointment=toms), clinic.desk)
    assert (await clinic.free(TEN, provider=(asking().provider,)))[0][1] == NINE + HALF
    await clinic.refuses(booking(patient=TOM), clinic.desk, ProviderTaken)
    await clinic.do(CancelAppointment(appointment=mias), clinic.desk)
    assert (await clinic.free(TEN, provider=(asking().provider,)))[0][1] == NINE


async def test_it_is_moved_where_there_is_room() -> None:
    """Moved, it takes a time of its own and is an overbooking no longer; where none is free it is not moved."""
    clinic, _, mias = await crowded()
    await clinic.booked(TEN, patient=TOM)
    await clinic.refuses(RescheduleAppointment(appointment=mias, starts_at=TEN), clinic.desk, ProviderTaken)
    await clinic.do(RescheduleAppointment(appointment=mias, starts_at=TEN + HALF), clinic.desk)
    view = await clinic.shown(mias)
    assert (view.overbooked, view.overbooked_because, view.starts_at) == (False, None, TEN + HALF)


async def test_the_visit_beneath_goes_on() -> None:
    """Whoever was booked first is seen as if nothing had happened."""
    clinic, toms, _ = await crowded()
    clinic.memory.clock.at = NINE
    await clinic.do(CheckIn(appointment=toms, place=AT_HOME, whereabouts=HOME), clinic.desk)
    assert (await clinic.shown(toms)).status.value == "checked-in"


async def test_as_often_as_the_clinic_allows() -> None:
    """Where the owner allows none, nobody is put on top of anybody; where one, one."""
    clinic = await FrontDesk().opens()
    await clinic.booked(patient=TOM)
    await clinic.has(overbookings_at_once=0)
    await clinic.refuses(overbooking(), clinic.desk, OverbookedEnough)
    await clinic.has(overbookings_at_once=1)
    await overbooked(clinic)


async def test_who_may_overbook() -> None:
    """The front desk, the owner, and clinicians in their own calendar; nobody else decides it."""
    clinic = await FrontDesk().opens()
    for provider in (asking().provider, DR_CHO):
        await clinic.booked(TEN if provider == DR_CHO else NINE, patient=TOM, provider=provider)
    await clinic.refuses(overbooking(), clinic.mia, Forbidden)
    await clinic.refuses(overbooking(visit=asking(TEN, provider=DR_CHO)), clinic.dr_lee, NotFound)
    await clinic.do(overbooking(), clinic.dr_lee)
    await clinic.refuses(overbooking(visit=asking(NINE + HALF)), clinic.owner, NothingToOverbook)
