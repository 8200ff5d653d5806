"""The system looks at the visits ahead, and notes which of them need another provider."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest

from application.published.providers import ProviderReinstated, ProviderSuspended, VisitTypeOffered
from application.published.reaction import JobWanted
from application.scheduling.appointments import reassess_appointments
from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.reassess_appointments import ReassessAppointments, ReassessReceipt
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.scheduling.appointments.when_provider_standing_changes_reassess_appointments import (
    WHEN_PROVIDER_STANDING_CHANGES_REASSESS_APPOINTMENTS as REACTION,
)
from application.scheduling.queries import ListAppointments
from domain.providers.authority import AuthorityId
from domain.providers.provider import Provider
from domain.scheduling.appointments.reassignment import ReassignmentCause
from domain.shared.identifiers import AppointmentId, ProviderId
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import DR_CHO, DR_LEE, NINE, TEN, TOM

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)

suspended = Provider.Suspended(reason="A complaint")
reinstated = Provider.Reinstated()
revoked = Provider.AuthorityRevoked(authority_id=AuthorityId(UUID(int=1)), on=date(2030, 5, 16))


async def reassessed(clinic: FrontDesk, provider: ProviderId | None = None) -> int:
    """Have the system reassess page after page, and give how many visits were noted."""
    noted, command = 0, ReassessAppointments(provider=provider)
    while True:
        receipt = msgspec.convert(await clinic.do(command, clinic.system), ReassessReceipt)
        noted += receipt.noted
        if receipt.after is None:
            return noted
        command = ReassessAppointments(provider=provider, after=receipt.after)


async def marked(clinic: FrontDesk) -> set[AppointmentId]:
    """List the visits that need another provider, as the front desk."""
    page = await clinic.ask(ListAppointments(needs_reassignment=True), clinic.desk)
    return {view.id for view in page.items}


async def test_a_suspension_marks_the_providers_visits() -> None:
    """Every visit ahead of a suspended provider is marked, nobody else's; reinstated, none is."""
    clinic = await FrontDesk().opens()
    lees = {await clinic.booked(NINE), await clinic.booked(NINE + WEEK)}
    chos = await clinic.booked(TEN, provider=DR_CHO)
    clinic.tell(Provider, DR_LEE, suspended)
    assert await reassessed(clinic) == 2
    assert await marked(clinic) == lees
    assert (await clinic.shown(chos)).needs_reassignment is None
    assert await reassessed(clinic) == 0
    clinic.tell(Provider, DR_LEE, reinstated)
    assert await reassessed(clinic, provider=DR_LEE) == 2
    assert await marked(clinic) == set()


async def test_a_revocation_marks_what_lies_behind_it() -> None:
    """Of a licence that ends on Thursday, Tuesday's visit is kept and next week's marked."""
    clinic = await FrontDesk().opens()
    await clinic.booked(NINE)
    later = await clinic.booked(NINE + WEEK)
    clinic.tell(Provider, DR_LEE, revoked)
    await reassessed(clinic, provider=DR_LEE)
    assert await marked(clinic) == {later}
    assert (await clinic.shown(later)).needs_reassignment is ReassignmentCause.AUTHORITY_REVOKED


async def test_only_the_named_providers_visits() -> None:
    """Who looks at one provider leaves the others as they are."""
    clinic = await FrontDesk().opens()
    await clinic.booked(NINE)
    clinic.tell(Provider, DR_LEE, suspended)
    assert await reassessed(clinic, provider=DR_CHO) == 0


async def test_a_moved_or_cancelled_visit_is_marked_no_more() -> None:
    """Moved to somebody who may hold it, or called off, a visit needs nobody else."""
    clinic = await FrontDesk().opens()
    first, second = await clinic.booked(NINE), await clinic.booked(TEN)
    clinic.tell(Provider, DR_LEE, suspended)
    await reassessed(clinic)
    later = RescheduleAppointment(appointment=first, starts_at=NINE + 3 * HOUR, provider=DR_CHO)
    await clinic.do(later, clinic.desk)
    await clinic.do(CancelAppointment(appointment=second), clinic.desk)
    assert await marked(clinic) == set()


async def test_a_notice_time_that_comes_by_itself() -> None:
    """Where the clinic wants to be told three days ahead, a visit is marked when it is three days ahead."""
    clinic = await FrontDesk().opens()
    await clinic.has(reassignment_notice_days=3)
    later = await clinic.booked(NINE + WEEK)
    clinic.tell(Provider, DR_LEE, suspended)
    assert await reassessed(clinic) == 0
    clinic.memory.clock.at = NINE + WEEK - timedelta(days=3)
    assert await reassessed(clinic) == 1
    assert await marked(clinic) == {later}


async def test_many_visits_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the pages and the transactions, all are noted, each once."""
    monkeypatch.setattr(reassess_appointments, "PAGE", 3)
    monkeypatch.setattr(reassess_appointments, "BATCH", 2)
    clinic = await FrontDesk().opens()
    booked = {await clinic.booked(NINE + step * HOUR, patient=TOM) for step in range(7)}
    clinic.tell(Provider, DR_LEE, suspended)
    assert await reassessed(clinic) == 7
    assert await marked(clinic) == booked
    assert await reassessed(clinic) == 0


def test_what_is_heard() -> None:
    """Whatever a provider's standing rests on has their visits looked at; what they offer has nothing to do with it."""
    for heard in (ProviderSuspended(provider=DR_LEE), ProviderReinstated(provider=DR_LEE)):
        assert type(heard) in REACTION.hears
        assert REACTION.react(heard) == (JobWanted("scheduling.reassess-appointments", {"provider": DR_LEE}),)
    assert VisitTypeOffered not in REACTION.hears
