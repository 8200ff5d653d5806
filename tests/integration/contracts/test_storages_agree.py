"""One story, told to each storage: every query, however it is asked and by whom, is answered alike, byte for byte.

Ids derive from commands, and commands from their keys, so the same requests make the same clinic twice.
"""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

import httpx
import pytest

from application.identity.ports import IdentityQueries
from application.patients.care.ports import BreakGlassQueries, CareTeamQueries
from application.patients.erasure.ports import ErasureQueries
from application.patients.ports import PatientQueries
from application.providers.ports import ProviderQueries
from application.scheduling.ports import SchedulingQueries
from application.scheduling.waitlist.ports import WaitlistQueries
from application.shared.access import ACCESS
from application.shared.actor import Actor
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from infrastructure.postgres.connection import Pool
from integration.clinics import open_clinic
from integration.http.conventions.asking import in_every_way
from integration.http.conventions.placements import SIGNED_IN, Ids, operation
from integration.http.scheduling.practice import NINE, done, patient_of, practice
from integration.people import Clinic
from integration.stack import Stack, running
from interfaces.http.routes import QueryRoute

PORTS = (
    IdentityQueries,
    PatientQueries,
    ErasureQueries,
    BreakGlassQueries,
    CareTeamQueries,
    ProviderQueries,
    SchedulingQueries,
    WaitlistQueries,
)

LAKESIDE = ClinicId(UUID("0b7a7d3e-3f0e-4c55-8f6e-5d0f5f4f9a10"))
ELSEWHERE = {
    "scheduling.get-day-board",  # follows the log, and waits for nobody here
    "integrations.read-feed",  # as above
    "identity.list-accounts",  # invitations take no key, so their accounts differ
    "audit.list-entries",  # an entry has an id of its own, and that of its request
    "audit.list-accesses",  # as above
    "audit.list-disclosures",  # as above
}
"""Operations whose own tests hold the storages together."""

OF_NOBODY = {
    "identity.get-account",
    "identity.get-api-key",
    "identity.list-account-sessions",
    "scheduling.explain-refusal",
    "scheduling.list-calendar-links",
}
"""Operations that are asked about what does not exist, because what exists was made without a key, or is refused anew
in each telling."""

QUERIES = [route for route in SIGNED_IN if isinstance(route, QueryRoute) and operation(route) not in ELSEWHERE]


@dataclass(frozen=True, slots=True)
class Telling:
    """The story as one storage holds it."""

    clinic: Clinic
    ids: Ids


@pytest.fixture(scope="module")
async def tellings(app_pool: Pool) -> AsyncIterator[list[Telling]]:
    """Tell the story to each storage."""
    # Under one vault, whose keys the ids of what commands make derive from.
    async with running(None) as memory, running(app_pool, vault=memory.container.vault()) as postgres:
        yield [await _tell(memory), await _tell(postgres)]


@pytest.mark.parametrize("route", QUERIES, ids=operation)
async def test_the_storages_agree(tellings: list[Telling], route: QueryRoute) -> None:
    """Whoever asks whatever, the answer does not tell which storage gave it."""
    shown = 0
    for role in ACCESS[operation(route)]:
        ways = [[_said(asked) async for asked in in_every_way(t.clinic[role], route, t.ids)] for t in tellings]
        for in_memory, on_postgres in zip(*ways, strict=True):
            assert in_memory == on_postgres
            shown += on_postgres[1] == 200
    assert shown or operation(route) in OF_NOBODY


def _said(asked: tuple[dict[str, object], httpx.Response]) -> tuple[object, ...]:
    params, answer = asked
    body = answer.json()
    if not answer.is_success:
        body.pop("instance")
        return params, answer.status_code, body
    return params, answer.status_code, answer.content, answer.headers.get("ETag")


async def _tell(stack: Stack) -> Telling:
    clinic = Clinic(id=LAKESIDE, slug="lakeside")
    await open_clinic(stack, clinic, "America/New_York")
    await _sign_in(stack, clinic, {})
    place = await practice(clinic)
    hers = await place.booked()
    ada = await patient_of(clinic, given="Ada")
    await place.booked(NINE + timedelta(hours=2), patient=ada)
    moved = await place.booked(NINE + timedelta(days=1))
    await done(await place.act(moved, "cancel", {"reason": "feels better"}))
    later = place.booking(NINE + timedelta(hours=5))
    series = await place.series_booked()
    hold = (await done(await place.desk.http.post("/holds", json={"visit": later["visit"]})))["id"]
    wait = await place.waits(providers=[place.provider])
    offered = {"provider": place.provider, "starts_at": (NINE + timedelta(hours=3)).isoformat()}
    await done(await place.desk.http.post(f"/waitlist/{wait}/offer", json=offered))
    given_up = await place.waits(visit_type="examination")
    await done(await place.desk.http.post(f"/waitlist/{given_up}/leave", json={}))
    await done(await place.desk.http.post("/waitlist", json=place.wait(ada) | {"urgency": "urgent"}))
    await _sign_in(stack, clinic, {"patient": place.patient, "provider": place.provider})
    twice, married = [await patient_of(clinic, given=given) for given in ("Bea", "Beate")]
    linking = {"patient": married, "survivor": twice, "reason": "One person"}
    link = (await done(await place.desk.http.post("/patient-links", json=linking)))["id"]
    kept, waiting, gone = [await patient_of(clinic, given=given) for given in ("Cleo", "Dora", "Edda")]
    owner = clinic.owner.http
    legal_hold = (await done(await owner.post(f"/patients/{kept}/legal-holds", json={"matter": "A case"})))["id"]
    forgotten = await place.booked(NINE + timedelta(hours=6), patient=gone)
    await done(await place.act(forgotten, "cancel"))
    asking = [f"/patients/{patient}/erasure" for patient in (waiting, gone)]
    asked = [(await done(await place.desk.http.post(path, json={"reason": "ordered"})))["id"] for path in asking]
    await done(await owner.post(f"/erasures/{asked[1]}/approve", json={}))
    breaking = {"purpose": "treatment", "reason": "Stands in for a colleague"}
    adler = clinic[Role.CLINICIAN].http
    glass = (await done(await adler.post(f"/patients/{kept}/break-glass", json=breaking)))["id"]
    assigning = {"provider": place.provider, "role": "primary"}
    teams = [f"/patients/{whose}/care-team" for whose in (kept, place.patient, waiting)]
    *_, assigned = [(await done(await place.desk.http.post(path, json=assigning)))["id"] for path in teams]
    await done(await owner.post(f"{teams[-1]}/{assigned}/end", json={}))
    ids = {"link": link, "patient": place.patient, "provider": place.provider, "site": place.site, "room": place.room}
    nobody = str(UUID(int=9))
    ids |= {
        "appointment": hers,
        "series": series,
        "hold": hold,
        "entry": wait,
        "legal_hold": legal_hold,
        "erasure": asked[1],
        "break_glass": glass,
    }
    return Telling(clinic, ids | {"account": nobody, "api_key": nobody, "refusal": nobody})


async def _sign_in(stack: Stack, clinic: Clinic, own: dict[str, str]) -> None:
    """Sign somebody of each role in, the same in every storage, whose commands bear keys."""
    numbers = itertools.count(len(own))

    async def number(request: httpx.Request) -> None:
        if request.method == "POST":
            request.headers["Idempotency-Key"] = f"{len(own)}-{next(numbers)}"

    for role in Role:
        patient = PatientId(UUID(own["patient"])) if own and role is Role.PATIENT else None
        provider = ProviderId(UUID(own["provider"])) if own and role is Role.CLINICIAN else None
        account = AccountId(uuid5(clinic.id, role.value))
        person = await stack.admit(Actor(clinic.id, account, role, patient=patient, provider=provider))
        person.http.event_hooks["request"].append(number)
        clinic.people[role] = person
