"""Reading the audit trail: what every storage promises of entries, and of whom they name."""

from datetime import timedelta
from typing import cast
from uuid import UUID

import msgspec
import pytest

from application.audit.ports import AuditEntries, Colleagues, Records, Sought
from application.audit.queries import EntryOutcome, ListEntries
from application.audit.views import EntryView
from application.shared.field_groups import FieldGroup
from application.shared.purposes import Purpose
from application.shared.refusals import NotFound
from domain.shared.identifiers import AccountId, PatientId, ProviderId
from domain.shared.roles import Role
from integration.clinics import join
from integration.clock import SetClock
from integration.contracts.registry import execution
from integration.http.patients.registry import record, registered
from integration.http.scheduling.practice import done, provider_of
from integration.people import Clinic
from integration.stack import Stack

PORTS = (AuditEntries, Colleagues, Records)

READ, REGISTERED = "patients.get-patient", "patients.register-patient"
SUSPENDED = "patients.record-suspended-disclosure"

TO_POLICE = {
    "to": "County Sheriff",
    "recipient_kind": "law-enforcement",
    "kinds": ["visits"],
    "why": "Search for a suspect",
    "disclosed_at": "2030-05-13T16:00:00Z",
}
LETTER = {"agency": "County Sheriff", "official": "R. Moreno", "form": "written", "stated_at": "2030-05-14T08:00:00Z"}


async def listed(stack: Stack, clinic: Clinic, query: ListEntries) -> list[EntryView]:
    """List entries, every page of them."""
    entries = cast("AuditEntries", stack.container.audit.entries())
    page = await entries.entries(query, execution(stack, clinic.owner))
    if page.next is None:
        return list(page.items)

    return [*page.items, *await listed(stack, clinic, msgspec.structs.replace(query, after=page.next))]


@pytest.fixture
async def mia(clinic: Clinic, clock: SetClock) -> PatientId:
    """Have the front desk register Mia, and read her record twice, a minute apart."""
    mia = await registered(clinic.front_desk, given="Mia")
    for _ in range(2):
        clock.advance(timedelta(minutes=1))
        await record(clinic.front_desk, mia)
    return PatientId(UUID(mia))


async def test_the_latest_comes_first(stack: Stack, clinic: Clinic, mia: PatientId) -> None:
    """What concerned a patient is listed from now backwards, on however many pages."""
    whole = await listed(stack, clinic, ListEntries(patient=mia))
    assert [entry.operation for entry in whole] == [READ, READ, REGISTERED]
    assert await listed(stack, clinic, ListEntries(patient=mia, limit=1)) == whole


async def test_what_an_entry_says(stack: Stack, clinic: Clinic, mia: PatientId) -> None:
    """Who, as what, of whom, why, and from which program."""
    entry = (await listed(stack, clinic, ListEntries(patient=mia)))[0]
    desk = clinic.front_desk.actor
    assert (entry.actor, entry.role, entry.patients) == (desk.id, Role.FRONT_DESK, (mia,))
    assert (entry.outcome, entry.refusal, entry.purpose) == (EntryOutcome.ALLOWED, None, Purpose.TREATMENT)
    assert entry.agent is not None
    assert entry.agent.startswith("python-httpx")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ListEntries(done=REGISTERED), 1),
        (ListEntries(purpose=Purpose.PAYMENT), 0),
        (ListEntries(outcome=EntryOutcome.REFUSED), 0),
        (ListEntries(outcome=EntryOutcome.ALLOWED), 3),
        (ListEntries(account=AccountId(UUID(int=9))), 0),
        (ListEntries(role=Role.FRONT_DESK), 3),
        (ListEntries(role=Role.CLINICIAN), 0),
        (ListEntries(field=FieldGroup.CONSENTS), 2),
        (ListEntries(field=FieldGroup.WAITLIST), 0),
        (ListEntries(broke_glass=False), 3),
        (ListEntries(broke_glass=True), 0),
    ],
)
async def test_filters(stack: Stack, clinic: Clinic, mia: PatientId, wanted: ListEntries, found: int) -> None:
    """Only what was asked for is listed."""
    assert len(await listed(stack, clinic, msgspec.structs.replace(wanted, patient=mia))) == found


async def test_a_window_of_time(stack: Stack, clinic: Clinic, mia: PatientId, clock: SetClock) -> None:
    """From an instant on, and before another."""
    now, minute = clock.now(), timedelta(minutes=1)
    assert len(await listed(stack, clinic, ListEntries(patient=mia, since=now))) == 1
    assert len(await listed(stack, clinic, ListEntries(patient=mia, until=now))) == 2
    assert len(await listed(stack, clinic, ListEntries(patient=mia, since=now - minute, until=now))) == 1


@pytest.mark.usefixtures("mia")
async def test_a_whole_clinic_is_listed_for_a_month(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """Where nobody says whose entries, or since when, those of the last 30 days are listed."""
    begun = clock.now()
    clock.advance(timedelta(days=30))
    assert [entry.at for entry in await listed(stack, clinic, ListEntries(done=READ))] == [begun]
    assert len(await listed(stack, clinic, ListEntries(done=READ, since=begun - timedelta(hours=1)))) == 2
    assert len(await listed(stack, clinic, ListEntries(done=READ, until=begun))) == 1


async def test_what_was_refused(stack: Stack, clinic: Clinic, mia: PatientId) -> None:
    """A look that was refused names the rule, and is no access."""
    await clinic[Role.AUDITOR].http.get(f"/patients/{mia}")
    (refused,) = await listed(stack, clinic, ListEntries(patient=mia, outcome=EntryOutcome.REFUSED))
    assert (refused.actor, refused.refusal) == (clinic[Role.AUDITOR].actor.id, "request.forbidden")
    entries = cast("AuditEntries", stack.container.audit.entries())
    sought = Sought(frozenset({mia}), None, None, None, 10)
    assert [one.operation for one in await entries.accesses(sought, execution(stack, clinic.owner))] == [
        READ,
        READ,
        REGISTERED,
    ]


async def test_what_was_done_about_a_suspended_disclosure(
    stack: Stack, clinic: Clinic, mia: PatientId, clock: SetClock
) -> None:
    """It is no access before the suspension is over, for whom it is kept from; a page is filled without it."""
    suspending = {"told": TO_POLICE, "statement": LETTER | {"until": (clock.now() + timedelta(days=1)).isoformat()}}
    await done(await clinic.owner.http.post(f"/patients/{mia}/suspended-disclosures", json=suspending))
    entries = cast("AuditEntries", stack.container.audit.entries())
    latest = Sought(frozenset({mia}), None, None, None, 1)

    async def found(sought: Sought) -> list[str]:
        return [one.operation for one in await entries.accesses(sought, execution(stack, clinic.owner))]

    assert await found(latest) == [READ]
    assert await found(latest._replace(suspended=True)) == [SUSPENDED]
    clock.advance(timedelta(days=1))
    assert await found(latest) == [SUSPENDED]


async def test_accesses_of_two_records(stack: Stack, clinic: Clinic, mia: PatientId) -> None:
    """What concerned both records of a person is one access; a window and a place to go on from hold too."""
    noor = PatientId(UUID(await registered(clinic.front_desk, given="Noor")))
    await clinic.front_desk.http.get("/patients", params={"name": "Okafor"})
    entries = cast("AuditEntries", stack.container.audit.entries())
    asking, both = execution(stack, clinic.owner), frozenset({mia, noor})
    found = await entries.accesses(Sought(both, None, None, None, 10), asking)
    assert len(found) == 5
    assert len(await entries.accesses(Sought(both, None, None, None, 2), asking)) == 2
    behind = Sought(both, None, None, (found[1].at, found[1].id), 10)
    assert await entries.accesses(behind, asking) == found[2:]
    first, last = found[-1].at, found[0].at
    assert found[-1] in await entries.accesses(Sought(both, first, last, None, 10), asking)


async def test_other_clinics_are_apart(stack: Stack, clinic: Clinic, other_clinic: Clinic, mia: PatientId) -> None:
    """Nobody reads another clinic's trail, by whatever id."""
    assert await listed(stack, other_clinic, ListEntries(patient=mia)) == []
    assert await listed(stack, other_clinic, ListEntries(account=clinic.front_desk.actor.id)) == []


async def test_whose_record_there_is(stack: Stack, clinic: Clinic, other_clinic: Clinic, mia: PatientId) -> None:
    """A record is known in its own clinic; a provider is none, and neither is what nobody has."""
    records = cast("Records", stack.container.audit.records())
    await records.demand(mia, execution(stack, clinic.owner))
    provider = PatientId(UUID(await provider_of(clinic)))
    for patient, where in ((mia, other_clinic), (provider, clinic), (PatientId(UUID(int=7)), clinic)):
        with pytest.raises(NotFound):
            await records.demand(patient, execution(stack, where.owner))


async def test_what_a_provider_did(stack: Stack, clinic: Clinic, mia: PatientId) -> None:
    """What the accounts did that are a provider's, and whose records; behind which glass is found, too."""
    provider = await provider_of(clinic)
    adler = await stack.somebody(clinic, Role.CLINICIAN, provider=UUID(provider))
    await join(stack, (adler.actor,))
    breaking = {"purpose": "treatment", "reason": "Stands in for a colleague"}
    await done(await adler.http.post(f"/patients/{mia}/break-glass", json=breaking))
    await record(adler, str(mia))
    trail, asking = stack.container.audit.trail(), execution(stack, clinic.owner)
    did = ListEntries(provider=ProviderId(UUID(provider)))
    found = (await trail.list(did, asking)).items
    told = [(entry.operation, entry.patients, entry.broke_glass) for entry in found]
    assert told[:2] == [(READ, (mia,), True), ("patients.break-glass", (mia,), False)]
    assert {entry.actor for entry in found} == {adler.actor.id}
    behind = msgspec.structs.replace(did, broke_glass=True)
    assert [entry.operation for entry in (await trail.list(behind, asking)).items] == [READ]
    assert (await trail.list(ListEntries(provider=ProviderId(UUID(int=7))), asking)).items == ()


async def test_whose_accounts_are_a_providers(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """A provider's are found in their own clinic; somebody who is none has none."""
    provider = ProviderId(UUID(await provider_of(clinic)))
    adler = await stack.somebody(clinic, Role.CLINICIAN, provider=provider)
    await join(stack, (adler.actor,))
    colleagues = cast("Colleagues", stack.container.audit.colleagues())
    assert await colleagues.accounts(provider, execution(stack, clinic.owner)) == {adler.actor.id}
    assert await colleagues.accounts(ProviderId(UUID(int=7)), execution(stack, clinic.owner)) == frozenset()
    assert await colleagues.accounts(provider, execution(stack, other_clinic.owner)) == frozenset()


async def test_who_is_a_provider(stack: Stack, clinic: Clinic) -> None:
    """An account that is a provider's gives the provider and the name; others are left out."""
    provider = await provider_of(clinic)
    adler = await stack.somebody(clinic, Role.CLINICIAN, provider=UUID(provider))
    await join(stack, (adler.actor,))
    colleagues = cast("Colleagues", stack.container.audit.colleagues())
    accounts = [adler.actor.id, clinic.front_desk.actor.id, UUID(int=7)]
    known = await colleagues.of(accounts, execution(stack, clinic.owner))
    assert {account: str(one.provider) for account, one in known.items()} == {adler.actor.id: provider}
    assert await colleagues.of([], execution(stack, clinic.owner)) == {}
