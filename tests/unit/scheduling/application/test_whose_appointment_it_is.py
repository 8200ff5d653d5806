"""Patients act for themselves, clinicians on their own calendar, the front desk for anyone."""

from typing import Any
from uuid import UUID

import pytest

from application.scheduling.appointments.approve_appointment import ApproveAppointment
from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.decline_appointment import DeclineAppointment
from application.scheduling.appointments.request_appointment import RequestAppointment
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.scheduling.hours.add_time_off import AddTimeOff
from application.scheduling.hours.set_weekly_hours import SetWeeklyHours
from application.scheduling.queries import GetAppointment, ListAppointments
from application.shared.refusals import Forbidden, NotFound
from domain.scheduling.appointments.agenda import ProviderTaken
from domain.scheduling.appointments.lifecycle import AppointmentStatus, ApprovalRequired, NotARequest, Party
from domain.shared.identifiers import AppointmentId
from unit.scheduling.application.front_desk import FrontDesk, booking
from unit.scheduling.practice import DR_CHO, DR_LEE, ELEVEN, HOME, MIA, NINE, TEN, TOM, asking, every_day


async def test_a_patient_books_for_themselves_alone() -> None:
    """Another patient's id is unknown to them."""
    clinic = await FrontDesk().opens()
    await clinic.booked(by=clinic.mia)
    await clinic.refuses(booking(TEN, patient=TOM), clinic.mia, NotFound)


@pytest.mark.parametrize("verb", [CancelAppointment, RescheduleAppointment, GetAppointment])
async def test_another_patients_appointment_is_unknown(verb: Any) -> None:
    """It can be neither read, nor moved, nor cancelled, and does not seem to exist."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    wanted: dict[str, Any] = {"starts_at": TEN} if verb is RescheduleAppointment else {}
    await clinic.refuses(verb(appointment=appointment, **wanted), clinic.tom, NotFound)


async def test_a_clinician_works_on_their_own_calendar() -> None:
    """Dr Lee books anybody with Dr Lee, and nobody with Dr Cho."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked(by=clinic.dr_lee)
    await clinic.refuses(booking(TEN, provider=DR_CHO), clinic.dr_lee, NotFound)
    onto_another = RescheduleAppointment(appointment=appointment, starts_at=TEN, provider=DR_CHO)
    await clinic.refuses(onto_another, clinic.dr_lee, NotFound)
    await clinic.refuses(SetWeeklyHours(provider=DR_CHO, hours=every_day("08:00", "12:00")), clinic.dr_lee, NotFound)
    await clinic.do(SetWeeklyHours(provider=DR_LEE, hours=every_day("08:00", "12:00")), clinic.dr_lee)


async def test_a_list_holds_what_is_ones_own() -> None:
    """Each sees their own appointments, the front desk all of them."""
    clinic = await FrontDesk().opens()
    mias = await clinic.booked()
    toms = await clinic.booked(patient=TOM, provider=DR_CHO)

    async def listed(who: str) -> list[AppointmentId]:
        page = await clinic.ask(ListAppointments(), getattr(clinic, who))
        return [one.id for one in page.items]

    assert await listed("mia") == [mias]
    assert await listed("tom") == [toms]
    assert await listed("dr_lee") == [mias]
    assert sorted(await listed("desk")) == sorted([mias, toms])


async def test_a_list_is_filtered_and_paged() -> None:
    """By provider, patient, state and time; a page goes on where the one before ended."""
    clinic = await FrontDesk().opens()
    first, second = await clinic.booked(NINE), await clinic.booked(TEN)
    third = await clinic.booked(ELEVEN, patient=TOM)
    await clinic.do(CancelAppointment(appointment=second), clinic.desk)

    async def listed(**criteria: Any) -> list[AppointmentId]:
        page = await clinic.ask(ListAppointments(**criteria), clinic.desk)
        return [one.id for one in page.items]

    assert await listed(patient=MIA) == [first, second]
    assert await listed(provider=DR_CHO) == []
    assert await listed(status=(AppointmentStatus.BOOKED,)) == [first, third]
    assert await listed(earliest=TEN, until=ELEVEN) == [second]
    page = await clinic.ask(ListAppointments(limit=2), clinic.desk)
    assert page.next is not None
    assert await listed(limit=2, after=page.next) == [third]


async def test_a_clinic_that_wants_to_approve() -> None:
    """A patient asks, and the time is taken until the clinic has answered; the clinic itself books at once."""
    clinic = await FrontDesk().opens()
    await clinic.has(approval_required=True)
    await clinic.refuses(booking(), clinic.mia, ApprovalRequired)
    request = RequestAppointment(patient=MIA, visit=asking(), whereabouts=HOME)
    asked = AppointmentId(UUID((await clinic.do(request, clinic.mia))["id"]))
    await clinic.refuses(booking(patient=TOM), clinic.desk, ProviderTaken)
    await clinic.refuses(ApproveAppointment(appointment=asked), clinic.mia, Forbidden)
    await clinic.booked(TEN)


async def test_who_ended_it_is_kept() -> None:
    """A cancellation says on whose side it happened, and whether it was late."""
    clinic = await FrontDesk().opens()
    by_patient, by_clinic = await clinic.booked(), await clinic.booked(TEN)
    await clinic.do(CancelAppointment(appointment=by_patient, reason="I am well"), clinic.mia)
    await clinic.do(CancelAppointment(appointment=by_clinic), clinic.desk)
    shown = await clinic.shown(by_patient)
    assert (shown.ended_by, shown.ended_late, shown.closing_reason) == (Party.PATIENT, True, "I am well")
    assert (await clinic.shown(by_clinic)).ended_by is Party.CLINIC


async def test_an_answered_request_is_no_request() -> None:
    """What was booked at once cannot be declined."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.refuses(DeclineAppointment(appointment=appointment, reason="No"), clinic.desk, NotARequest)


async def test_a_front_desk_keeps_anybodys_hours() -> None:
    """Time off is entered for a provider who calls in sick."""
    clinic = await FrontDesk().opens()
    day = NINE.date()
    await clinic.do(AddTimeOff(provider=DR_CHO, first_day=day, last_day=day), clinic.desk)
    await clinic.refuses(AddTimeOff(provider=DR_CHO, first_day=day, last_day=day), clinic.mia, Forbidden)
