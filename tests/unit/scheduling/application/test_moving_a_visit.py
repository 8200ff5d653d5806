"""A visit moves in one step: the new time is taken and the old one given back, or all stays as it was."""

from datetime import date, timedelta
from uuid import UUID

import msgspec

from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.note_arrival import NoteArrival
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.shared.refusals import StaleVersion
from domain.providers.authority import Authority, AuthorityId, AuthorityKind
from domain.providers.provider import Provider
from domain.scheduling.appointments.agenda import ProviderTaken
from domain.scheduling.appointments.eligibility import WhereaboutsNotStated
from domain.scheduling.appointments.lifecycle import AppointmentClosed, OnlyClinicMoves, PatientIsHere
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.contacts import PhoneNumber
from unit.scheduling.application.front_desk import FrontDesk, booking
from unit.scheduling.practice import (
    AT_HOME,
    AT_THE_SITE,
    DR_CHO,
    DR_LEE,
    ELEVEN,
    EXAM,
    HOME,
    NEW_YORK,
    NINE,
    PHONE,
    ROOM_A,
    TEN,
    TOM,
)

IN_JERSEY = VisitPlace(jurisdiction="US-NJ", zone=NEW_YORK)
AT_LEOS = msgspec.structs.replace(HOME, call_back=PhoneNumber(number="+12025550145"))

licensed_in_jersey = Provider.AuthorityGranted(
    authority_id=AuthorityId(UUID(int=2)),
    authority=Authority(
        kind=AuthorityKind.LICENSE, profession="physician", jurisdiction="US-NJ", valid_from=date(2020, 1, 1)
    ),
    number="NJ-1",
)


async def test_the_old_time_is_free_and_the_new_one_taken() -> None:
    """Tom can have Mia's old time, and not her new one."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.do(RescheduleAppointment(appointment=appointment, starts_at=TEN), clinic.desk)
    await clinic.refuses(booking(TEN, patient=TOM), clinic.desk, ProviderTaken)
    await clinic.booked(NINE, patient=TOM)


async def test_onto_a_taken_time_it_stays() -> None:
    """A refused move changes nothing, and offers free slots."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.booked(TEN, patient=TOM)
    move = RescheduleAppointment(appointment=appointment, starts_at=TEN)
    refused = await clinic.refuses(move, clinic.desk, ProviderTaken)
    assert refused["next_free"][0].starts_at == TEN + timedelta(minutes=30)
    assert (await clinic.shown(appointment)).starts_at == NINE


async def test_half_an_hour_later_is_not_in_its_own_way() -> None:
    """A visit may move onto its own time."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked(TEN, visit_type=EXAM)
    move = RescheduleAppointment(appointment=appointment, starts_at=TEN + timedelta(minutes=15))
    await clinic.do(move, clinic.desk)


async def test_what_is_not_named_stays() -> None:
    """Another time alone keeps provider, kind of visit, place, room and whereabouts."""
    clinic = await FrontDesk().opens()
    appointment, by_video = await clinic.booked(TEN, visit_type=EXAM, room=ROOM_A), await clinic.booked(NINE)
    for one, later in ((appointment, ELEVEN), (by_video, TEN)):
        await clinic.do(RescheduleAppointment(appointment=one, starts_at=later), clinic.desk)
    shown = await clinic.shown(appointment)
    assert (shown.room, shown.visit_type, shown.provider) == (ROOM_A, EXAM.code, DR_LEE)
    assert (await clinic.shown(by_video)).whereabouts == HOME


async def test_whereabouts_are_those_of_the_place() -> None:
    """An address in New York helps nobody in New Jersey: who will be elsewhere states anew where to be found."""
    clinic = await FrontDesk().opens()
    clinic.tell(Provider, DR_LEE, licensed_in_jersey)
    appointment = await clinic.booked()
    there = RescheduleAppointment(appointment=appointment, starts_at=TEN, place=IN_JERSEY)
    await clinic.refuses(there, clinic.mia, WhereaboutsNotStated)
    await clinic.do(msgspec.structs.replace(there, whereabouts=AT_LEOS), clinic.mia)
    shown = await clinic.shown(appointment)
    assert (shown.place, shown.whereabouts) == (IN_JERSEY, AT_LEOS)


async def test_at_the_site_nobody_needs_an_address() -> None:
    """A visit by video that becomes an examination at the site keeps nothing of the patient's home."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    move = RescheduleAppointment(
        appointment=appointment, starts_at=TEN, visit_type=EXAM.code, place=AT_THE_SITE, whereabouts=HOME
    )
    await clinic.do(move, clinic.desk)
    assert (await clinic.shown(appointment)).whereabouts is None


async def test_everything_may_change_at_once() -> None:
    """From the examination room to a call with somebody else: the room is given back."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked(TEN, visit_type=EXAM, room=ROOM_A)
    move = RescheduleAppointment(
        appointment=appointment,
        starts_at=TEN,
        provider=DR_CHO,
        visit_type=PHONE.code,
        place=AT_HOME,
        whereabouts=HOME,
    )
    await clinic.do(move, clinic.desk)
    shown = await clinic.shown(appointment)
    assert (shown.room, shown.visit_type, shown.provider, shown.whereabouts) == (None, PHONE.code, DR_CHO, HOME)
    await clinic.booked(TEN, visit_type=EXAM, room=ROOM_A, patient=TOM)


async def test_where_the_clinic_approves_it_moves_what_is_booked() -> None:
    """A patient who was given nine cannot take ten without the clinic, whatever is free; the front desk can."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.has(approval_required=True)
    move = RescheduleAppointment(appointment=appointment, starts_at=TEN)
    await clinic.refuses(move, clinic.mia, OnlyClinicMoves)
    assert (await clinic.shown(appointment)).starts_at == NINE
    await clinic.do(move, clinic.desk)


async def test_what_is_off_is_not_moved() -> None:
    """A cancelled appointment stays cancelled."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.do(CancelAppointment(appointment=appointment), clinic.desk)
    move = RescheduleAppointment(appointment=appointment, starts_at=TEN)
    await clinic.refuses(move, clinic.desk, AppointmentClosed)


async def test_what_is_off_is_offered_no_other_time() -> None:
    """Moving a cancelled appointment onto a taken time is refused because it is off, not because the time is taken."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.do(CancelAppointment(appointment=appointment), clinic.desk)
    await clinic.booked(TEN, patient=TOM)
    move = RescheduleAppointment(appointment=appointment, starts_at=TEN)
    assert "next_free" not in await clinic.refuses(move, clinic.desk, AppointmentClosed)


async def test_who_is_here_is_offered_no_other_time() -> None:
    """Moving a visit whose patient has arrived onto a taken time is refused because the patient is here."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.booked(TEN, patient=TOM)
    clinic.memory.clock.at = NINE
    await clinic.do(NoteArrival(appointment=appointment), clinic.desk)
    move = RescheduleAppointment(appointment=appointment, starts_at=TEN)
    assert "next_free" not in await clinic.refuses(move, clinic.desk, PatientIsHere)


async def test_who_saw_an_older_version_moves_nothing() -> None:
    """The front desk that looks at yesterday's screen is told so."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.do(RescheduleAppointment(appointment=appointment, starts_at=TEN), clinic.desk, expected_version=1)
    again = RescheduleAppointment(appointment=appointment, starts_at=ELEVEN)
    await clinic.refuses(again, clinic.desk, StaleVersion, expected_version=1)
