"""The front desk looks for who could hold a visit instead of its provider, and passes it on."""

from datetime import timedelta

from application.scheduling.appointments.reassign_appointment import ReassignAppointment
from application.scheduling.hours.add_time_off import AddTimeOff
from application.scheduling.queries import FindReplacements
from application.scheduling.slots.views import ReplacementsView
from application.shared.refusals import Forbidden, NotFound
from domain.providers.profile import Profile
from domain.providers.provider import Provider
from domain.scheduling.appointments.agenda import ProviderTaken
from domain.shared.contacts import PersonName
from domain.shared.identifiers import AppointmentId, ProviderId
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import AT_THE_SITE, DR_CHO, DR_LEE, EXAM, NEW_YORK, NINE, ROOM_A, TEN, TOM, at

HALF_HOUR, HOUR = timedelta(minutes=30), timedelta(hours=1)


async def found(clinic: FrontDesk, appointment: AppointmentId) -> ReplacementsView:
    """Look for somebody else, as the front desk."""
    view: ReplacementsView = await clinic.ask(FindReplacements(appointment=appointment), clinic.desk)
    return view


async def test_who_is_free_then() -> None:
    """Dr Cho, who holds such visits and is free, is found, with what she has in common with Dr Lee."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    view = await found(clinic, appointment)
    assert [(other.provider, other.in_common) for other in view.at_its_time] == [(DR_CHO, 2)]
    assert view.nearest == ()


async def test_who_is_found_can_take_it() -> None:
    """The visit is passed on to who was found; Dr Lee is free again, and Dr Cho is not."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.do(ReassignAppointment(appointment=appointment, provider=DR_CHO), clinic.desk)
    shown = await clinic.shown(appointment)
    assert (shown.provider, shown.starts_at) == (DR_CHO, NINE)
    assert await clinic.free(NINE + HALF_HOUR) == [(DR_LEE, NINE), (DR_LEE, NINE + HALF_HOUR / 2)]


async def test_the_nearest_times_where_nobody_is_free() -> None:
    """Where nobody else is free, the times of others that are nearest to the visit come instead, the nearest first."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked(TEN)
    await clinic.booked(TEN, patient=TOM, provider=DR_CHO)
    view = await found(clinic, appointment)
    assert view.at_its_time == ()
    assert {slot.provider for slot in view.nearest} == {DR_CHO}
    minutes = [abs(slot.starts_at - TEN) / timedelta(minutes=1) for slot in view.nearest]
    assert minutes == [30, 30, 45, 45, 60]
    await clinic.refuses(ReassignAppointment(appointment=appointment, provider=DR_CHO), clinic.desk, ProviderTaken)


async def test_a_visit_in_person_keeps_its_room() -> None:
    """A visit in person is passed on in the room that it has."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked(visit_type=EXAM, place=AT_THE_SITE, room=ROOM_A)
    assert [other.provider for other in (await found(clinic, appointment)).at_its_time] == [DR_CHO]
    await clinic.do(ReassignAppointment(appointment=appointment, provider=DR_CHO), clinic.desk)
    assert (await clinic.shown(appointment)).room == ROOM_A


async def test_those_most_alike_come_first() -> None:
    """Who shares more languages and specialties with the visit's own provider comes before who shares fewer."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked(provider=DR_CHO)
    korean = Profile(zone=NEW_YORK, languages=("ko", "en"), specialties=("family-medicine", "dermatology"))
    name = PersonName(family="Park", given="Jin")
    clinic.tell(Provider, DR_LEE, Provider.ProfileSet(name=name, profile=korean))
    view = await found(clinic, appointment)
    assert [(other.provider, other.in_common) for other in view.at_its_time] == [(DR_LEE, 3)]


async def test_who_is_off_is_not_found() -> None:
    """Who has time off cannot hold the visit then."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    day = NEW_YORK.date(NINE)
    await clinic.do(AddTimeOff(provider=DR_CHO, first_day=day, last_day=day), clinic.desk)
    view = await found(clinic, appointment)
    assert view.at_its_time == ()
    assert view.nearest[0].starts_at == at("2030-05-13 16:30")


async def test_only_the_clinic_passes_on() -> None:
    """Neither the patient nor a provider passes a visit on, and an unknown one is not found."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    for somebody in (clinic.mia, clinic.dr_lee):
        await clinic.refuses(ReassignAppointment(appointment=appointment, provider=DR_CHO), somebody, Forbidden)
        await clinic.refuses(FindReplacements(appointment=appointment), somebody, Forbidden)
    nobody = ProviderId(clinic.clinic)
    await clinic.refuses(ReassignAppointment(appointment=appointment, provider=nobody), clinic.desk, NotFound)
    await clinic.refuses(FindReplacements(appointment=AppointmentId(clinic.clinic)), clinic.desk, NotFound)
