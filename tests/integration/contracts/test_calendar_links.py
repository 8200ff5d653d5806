"""Calendar links: what every storage promises their secrets, their list and what they lead to."""

from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest

from application.identity.clinics.reinstate_clinic import ReinstateClinic
from application.identity.clinics.suspend_clinic import SuspendClinic
from application.scheduling.calendars.issue_calendar_link import FEEDS
from application.scheduling.calendars.ports import CalendarFeeds, CalendarLinkList, CalendarSecrets, OpenCalendar
from application.scheduling.ports import Directory
from application.scheduling.queries import ListCalendarLinks
from application.shared.refusals import NotFound
from domain.identity.standing import SuspensionReason
from domain.scheduling.calendars.link import CalendarLinkId
from domain.shared.identifiers import PatientId, ProviderId
from domain.shared.roles import Role
from integration.contracts.registry import attempt, execution
from integration.http.scheduling.practice import HOME, NINE, SITE, Practice, done, practice
from integration.people import Clinic
from integration.stack import Stack

PORTS = (CalendarSecrets, CalendarFeeds, CalendarLinkList)

HOUR, MONTH = timedelta(hours=1), timedelta(days=30)


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic that can be booked."""
    return await practice(clinic)


def secrets_of(stack: Stack) -> CalendarSecrets:
    """Give the storage's secrets."""
    return cast("CalendarSecrets", stack.container.scheduling.calendars.secrets())


async def issued(at: Practice, of: str = "provider") -> tuple[CalendarLinkId, str]:
    """Issue a link, and give it and its secret."""
    whose = at.provider if of == "provider" else at.patient
    answer = await done(await at.desk.http.post(f"/{of}s/{whose}/calendar-links", json={}))
    return CalendarLinkId(UUID(answer["id"])), answer["address"].removeprefix(f"{FEEDS}/").removesuffix(".ics")


async def test_a_secret_opens_its_own_link(stack: Stack, at: Practice) -> None:
    """Each leads to whom it was issued for, in their clinic, until it is forgotten."""
    secrets = secrets_of(stack)
    (link, providers), (other, patients) = await issued(at), await issued(at, "patient")
    provider, patient = ProviderId(UUID(at.provider)), PatientId(UUID(at.patient))
    assert await secrets.opened(providers) == OpenCalendar(at.clinic.id, provider, None, link)
    assert await secrets.opened(patients) == OpenCalendar(at.clinic.id, None, patient, other)
    await done(await at.desk.http.post(f"/calendar-links/{link}/revoke", json={}))
    assert await secrets.opened(providers) is None
    assert await secrets.opened(patients) is not None


async def test_what_opens_nothing(stack: Stack, at: Practice) -> None:
    """Neither what is no secret, nor another's secret under a link's own id."""
    secrets = secrets_of(stack)
    (_, mine), (_, other) = await issued(at), await issued(at)
    for wrong in ("", "x", mine[:-43] + other[-43:], mine + "0", mine.replace("pcal", "pk")):
        assert await secrets.opened(wrong) is None


async def test_a_clinic_that_is_suspended(stack: Stack, at: Practice) -> None:
    """Its links open nothing until it is reinstated."""
    (_, secret), operator = await issued(at), at.clinic[Role.OPERATOR]
    await stack.do(SuspendClinic(reason=SuspensionReason.SECURITY), operator)
    assert await secrets_of(stack).opened(secret) is None
    await stack.do(ReinstateClinic(), operator)
    assert await secrets_of(stack).opened(secret) is not None


async def test_a_secret_counts_when_it_is_committed(stack: Stack, at: Practice) -> None:
    """What was taken back opens nothing."""
    async with attempt(stack, asking := execution(stack, at.desk)) as transaction:
        secret = await secrets_of(stack).mint(CalendarLinkId(uuid4()), asking)
        await transaction.rehearse()
    assert await secrets_of(stack).opened(secret) is None


async def test_what_a_feed_shows(stack: Stack, at: Practice) -> None:
    """The visits of one provider or patient, by start, with the site's name; what is off only for a while."""
    feeds = cast("CalendarFeeds", stack.container.scheduling.calendars.feeds())
    in_person = at.booking()["visit"] | {"visit_type": "examination", "place": HOME | {"site": at.site}}
    off, remote = await at.booked(NINE + 2 * HOUR), await at.booked(NINE + HOUR)
    exam = await at.booked(visit=in_person, whereabouts=None)
    await done(await at.act(off, "cancel"))
    now = stack.clock.now()
    provider, patient = ProviderId(UUID(at.provider)), PatientId(UUID(at.patient))
    some = CalendarLinkId(uuid4())
    for link in (OpenCalendar(at.clinic.id, provider, None, some), OpenCalendar(at.clinic.id, None, patient, some)):
        shown = await feeds.read(link, started_since=now - MONTH, off_since=now)
        assert [(str(one.appointment), one.status.value, one.site, one.version) for one in shown] == [
            (exam, "booked", SITE["name"], 1),
            (remote, "booked", None, 1),
            (off, "cancelled", None, 2),
        ]
        assert [one.starts_at for one in shown] == [NINE, NINE + HOUR, NINE + 2 * HOUR]
        assert {one.patient for one in shown} == {patient}
        later = await feeds.read(link, started_since=NINE + HOUR, off_since=now + HOUR)
        assert [str(one.appointment) for one in later] == [remote]
    nobody = OpenCalendar(at.clinic.id, ProviderId(uuid4()), None, some)
    assert await feeds.read(nobody, started_since=now - MONTH, off_since=now) == ()


async def test_links_come_in_the_order_of_their_issue(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """In pages, narrowed by whose they are, and each clinic's own."""
    links = cast("CalendarLinkList", stack.container.scheduling.calendars.link_list())
    (first, _), (second, _) = await issued(at), await issued(at, "patient")
    asking = execution(stack, at.desk)
    page = await links.links(ListCalendarLinks(limit=1), asking)
    rest = await links.links(ListCalendarLinks(limit=1, after=page.next), asking)
    assert {page.items[0].id, rest.items[0].id} == {first, second}
    assert rest.next is None
    narrowed = await links.links(ListCalendarLinks(patient=PatientId(UUID(at.patient))), asking)
    assert [link.id for link in narrowed.items] == [second]
    assert (await links.links(ListCalendarLinks(), execution(stack, other_clinic.front_desk))).items == ()


async def test_who_is_a_patient(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """Only whom the clinic registered."""
    directory, mia = cast("Directory", stack.container.scheduling.ports.directory()), PatientId(UUID(at.patient))
    async with attempt(stack, asking := execution(stack, at.desk)):
        await directory.demand_patient(mia, asking)
    for person, unknown in ((at.desk, PatientId(uuid4())), (other_clinic.front_desk, mia)):
        async with attempt(stack, asking := execution(stack, person)):
            with pytest.raises(NotFound):
                await directory.demand_patient(unknown, asking)
