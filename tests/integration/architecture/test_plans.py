"""No request reads a whole table, or a whole clinic: every statement finds its rows by an index.

PostgreSQL itself tells the plan of each statement as it ran, in the role that runs it and under row-level security,
over tables that hold many clinics' rows.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from application.scheduling.waitlist.fulfil_wait import FulfilWait
from application.scheduling.waitlist.offer_freed_time import OfferFreedTime
from application.scheduling.waitlist.tidy_waitlist import TidyWaitlist
from application.shared.access import ACCESS
from application.shared.jobs import Job, JobState
from application.shared.rights.outsiders import OPEN
from domain.shared.identifiers import AppointmentId, PatientId
from domain.shared.roles import Role
from infrastructure.postgres.connection import clinic_transaction
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.followers.checkpoints import Checkpoints, read
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.followers.health import SequencerHealth, Watermark
from infrastructure.postgres.followers.lane import Lanes, LaneSession
from infrastructure.postgres.followers.reading import LaneReader
from infrastructure.postgres.followers.sequencer import current_place, number
from infrastructure.postgres.jobs import INSERT, JobSweep, PostgresJobLedger
from infrastructure.postgres.provisioning import APP, AUDITOR, FOLLOWER, SWEEPER
from infrastructure.postgres.scheduling.day_board import DayBoardFollower
from infrastructure.postgres.scheduling.waiting_line import PostgresWaitlistLookout
from integration.architecture.explaining import EXPLAINING, TABLES, Plan, PlanLog
from integration.architecture.filling import fill
from integration.background import eventually
from integration.databases import Database, Databases
from integration.http.conventions.asking import in_every_way
from integration.http.conventions.placements import SIGNED_IN, Ids, ask, ids_of, operation
from integration.http.conventions.requests import ADA
from integration.http.identity.installation import OTHER_PASSWORD, PASSWORD, Installation, OpenedClinic, succeeded
from integration.http.scheduling.practice import Practice, done, patient_of, practice, provider_of
from integration.people import Clinic, actor
from integration.rates import generous
from integration.stack import ORIGIN, Stack, running
from interfaces.http.application import API, ROUTES, build
from interfaces.http.calls import CallFactory
from interfaces.http.routes import CommandRoute, QueryRoute

STAFF = (Role.OWNER, Role.FRONT_DESK, Role.CLINICIAN, Role.PATIENT, Role.OPERATOR)

ONE_A_CLINIC = {"feed_head", "checkpoint"}
"""One row for each clinic and follower: whoever looks after every clinic reads them all."""

BEFORE_SIGNING_IN = [route for route in ROUTES if route not in SIGNED_IN]

_NUMBERED = """
update sequencer set (epoch, xid, position) =
  (select epoch, xid, position from event order by epoch desc, xid desc, position desc limit 1)
"""

_HAS_NUMBER = "select true from feed where clinic_id = $1 and stream_id = $2 and version = 1"


@dataclass(slots=True)
class Explained:
    """The application over a database that writes down every plan."""

    stack: Stack
    clinic: Clinic
    at: Practice
    ids: Ids
    database: Database
    log: PlanLog
    installation: Installation
    """The same application, behind its own authenticator."""

    def plans(self) -> list[Plan]:
        """Give the plans of what ran since the last call."""
        return self.log.plans()


@pytest.fixture(scope="module")
async def explained(databases: Databases) -> AsyncIterator[Explained]:
    """Run the application over full tables, at one clinic that has something of everything."""
    async with databases.fresh() as database:
        async with database.pool(APP) as pool, running(pool) as stack:
            clinic = await stack.open_clinic()
            at = await practice(clinic)
            ids = await ids_of(at)
            vault = stack.container.vault()
        async with connected(database.url, FOLLOWER) as follower:
            await number(follower, await current_place(follower), 10_000)
        async with database.connected("postgres") as admin:
            await fill(admin)
            await admin.execute(_NUMBERED)
            for name, value in EXPLAINING.items():
                await admin.execute(f"alter database {database.name} set {name} = '{value}'")
        async with (
            database.pool(APP) as pool,
            database.pool(AUDITOR) as auditors,
            running(pool, vault=vault, auditors=auditors) as stack,
        ):
            clinic.people.update({role: await stack.admit(clinic[role].actor) for role in STAFF})
            calls = CallFactory(stack.container.identity.sessions.authenticator(), generous(), budget=10)
            served: Any = build(stack.use_cases, calls)
            transport = httpx.ASGITransport(served, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN + API, timeout=60) as http:
                log = PlanLog(database.server.log)
                log.plans()
                yield Explained(stack, clinic, at, ids, database, log, Installation(stack, served, http))


@pytest.mark.parametrize("route", SIGNED_IN, ids=operation)
async def test_every_row_is_found_by_an_index(explained: Explained, route: CommandRoute | QueryRoute) -> None:
    """No statement behind an operation reads a table of clinics, or all of a clinic's rows, to find a few."""
    person = explained.clinic[next(role for role in STAFF if role in ACCESS[operation(route)])]
    explained.plans()
    await ask(person, route, explained.ids)
    if isinstance(route, QueryRoute):
        assert [asked async for asked in in_every_way(person, route, explained.ids)]
    found_by_index(explained.plans())


@pytest.mark.parametrize("status", ["pending", "booked", "arrived", "checked-in"])
async def test_what_is_still_open_is_found_among_all_that_is_over(explained: Explained, status: str) -> None:
    """A list of the few appointments that wait for somebody does not walk through the clinic's whole past."""
    explained.plans()
    await done(await explained.at.desk.http.get("/appointments", params={"status": status}))
    found_by_index(explained.plans())


OF_OUTSIDERS = [route for route in SIGNED_IN if operation(route) in OPEN]


@pytest.mark.parametrize("route", OF_OUTSIDERS, ids=operation)
async def test_who_is_shared_is_found_by_an_index(explained: Explained, route: CommandRoute | QueryRoute) -> None:
    """Nor does a statement that looks up who agreed to data sharing read all patients of the clinic."""
    program = msgspec.structs.replace(actor(explained.clinic.id, Role.INTEGRATION), is_outside=True)
    outsider = await explained.stack.admit(program)
    explained.plans()
    await ask(outsider, route, explained.ids)
    if isinstance(route, QueryRoute):
        assert [asked async for asked in in_every_way(outsider, route, explained.ids)]
    plans = explained.plans()
    found_by_index(plans)
    assert "patient" in touched(plans)


async def open_a_clinic(installation: Installation) -> None:
    """Sign an operator in and open a clinic; let its owner accept and sign in."""
    await installation.opened()


async def refresh(installation: Installation) -> None:
    """Sign somebody in and refresh their session."""
    clinic, tokens = await _signed_in(installation)
    succeeded(await clinic.refresh(tokens["refresh_token"]))


async def sign_out(installation: Installation) -> None:
    """Sign somebody in and out."""
    clinic, tokens = await _signed_in(installation)
    succeeded(await installation.post(clinic.at("/sessions/end"), {"refresh_token": tokens["refresh_token"]}))


async def come_and_go_as_operator(installation: Installation) -> None:
    """Sign an operator in, refresh their session and end it."""
    email = await installation.an_operator()
    signed = succeeded(await installation.sign_operator_in(email))
    again = succeeded(await installation.post("/operator/sessions/refresh", _token(signed)))
    succeeded(await installation.post("/operator/sessions/end", _token(again)))


async def come_and_go_as_a_clinic(installation: Installation) -> None:
    """Say how often a clinic's people may ask, suspend it, reinstate it and close it."""
    clinic, operator = await installation.opened(), await installation.operator()
    rates = {"rates": {"clinic": 600}}
    for act, body in (("rates", rates), ("suspend", {"reason": "legal"}), ("reinstate", {}), ("close", {})):
        succeeded(await installation.post(clinic.at(f"/{act}"), body, bearer=operator))


async def look_at_the_door(installation: Installation) -> None:
    """See whose page it is on which one signs in."""
    succeeded(await installation.get((await installation.opened()).at("/sign-in-page")))


STORIES: dict[str, Callable[[Installation], Awaitable[None]]] = {
    "identity.open-clinic": open_a_clinic,
    "identity.suspend-clinic": come_and_go_as_a_clinic,
    "identity.reinstate-clinic": come_and_go_as_a_clinic,
    "identity.close-clinic": come_and_go_as_a_clinic,
    "identity.set-clinic-rates": come_and_go_as_a_clinic,
    "identity.get-sign-in-page": look_at_the_door,
    "identity.accept-invitation": open_a_clinic,
    "identity.sign-in": open_a_clinic,
    "identity.sign-in-operator": open_a_clinic,
    "identity.refresh-session": refresh,
    "identity.sign-out": sign_out,
    "identity.refresh-operator-session": come_and_go_as_operator,
    "identity.sign-out-operator": come_and_go_as_operator,
}
"""What whoever is not signed in at a clinic does, with tokens and passwords that are real."""


@pytest.mark.parametrize("route", BEFORE_SIGNING_IN, ids=operation)
async def test_strangers_are_looked_up_by_an_index(explained: Explained, route: CommandRoute | QueryRoute) -> None:
    """Finding out who somebody is, is no reading of all who there are."""
    explained.plans()
    await STORIES[operation(route)](explained.installation)
    found_by_index(explained.plans())


async def test_ones_own_account_is_found_by_an_index(explained: Explained) -> None:
    """A password is changed, every session of the account ends, and the account is closed."""
    clinic = await explained.installation.opened()
    _, account, bearer = await clinic.member("owner")
    explained.plans()
    changing = {"current": PASSWORD, "new": OTHER_PASSWORD}
    succeeded(await explained.installation.post("/password", changing, bearer=bearer))
    succeeded(await explained.installation.post(f"/accounts/{account}/disable", bearer=clinic.owner))
    found_by_index(explained.plans())


async def test_a_programs_key_is_found_by_an_index(explained: Explained) -> None:
    """A request with a service key finds the key, and its clinic, by what may be shown of it."""
    clinic = await explained.installation.opened()
    key = {
        "name": "Lab",
        "holder": {"is": "the-clinic"},
        "scopes": ["patients.search-patients"],
        "expires_at": "2030-08-01T00:00:00Z",
    }
    issued = succeeded(await explained.installation.post("/api-keys", key, bearer=clinic.owner))
    explained.plans()
    succeeded(await explained.installation.get("/patients?name=Oka", bearer=issued["secret"]))
    plans = explained.plans()
    found_by_index(plans)
    assert {"api_key_directory", "api_key_secret", "api_key"} <= touched(plans)


async def test_a_kept_answer_is_found_by_an_index(explained: Explained) -> None:
    """A retry finds the first answer by its key."""
    headers = {"Idempotency-Key": str(uuid4())}
    explained.plans()
    for _ in range(2):
        await done(await explained.at.desk.http.post("/patients", json=ADA, headers=headers))
    plans = explained.plans()
    found_by_index(plans)
    assert "command" in touched(plans)


async def test_ones_own_write_is_looked_for_by_an_index(explained: Explained) -> None:
    """A follower takes the log on, in its own role; a query with a command's token asks how far it is."""
    registered = await explained.at.desk.http.post("/patients", json=ADA)
    explained.plans()
    await follow(explained, registered.json()["id"])
    found_by_index(explained.plans(), but=ONE_A_CLINIC)
    headers = {"Consistency-Token": registered.headers["Consistency-Token"]}
    for path, params in (("/day-board", {"day": "2030-05-18"}), ("/feed", {})):
        await done(await explained.clinic.owner.http.get(path, params=params, headers=headers))
    plans = explained.plans()
    found_by_index(plans)
    assert {"feed", "checkpoint"} <= touched(plans)


async def test_jobs_are_found_by_an_index(explained: Explained) -> None:
    """The sweeper finds what is due in every clinic, in its own role; a worker finds its job, and settles it."""
    now, clinic = explained.stack.clock.now(), explained.clinic.id
    assert explained.stack.pool is not None
    work = uuid4()
    async with clinic_transaction(explained.stack.pool, clinic) as connection:
        await connection.execute(INSERT, clinic, work, "test.work", "{}", now)
        await connection.execute("COMMIT")
    explained.plans()
    async with explained.database.connected(SWEEPER) as sweeper:
        sweep = JobSweep(sweeper)
        due = await sweep.due(now, resend_after=timedelta(minutes=1), limit=10)
        await sweep.unsent(due, now)
        await sweep.schedule("test.regular", now)
        await sweep.forget(now, 10)
    found_by_index(explained.plans(), but=ONE_A_CLINIC)
    ledger = PostgresJobLedger(explained.stack.pool)

    async def claimed() -> Job:
        job = await ledger.claim(clinic, work, now, now + timedelta(minutes=1))
        assert job is not None
        return job

    await ledger.hand_back(await claimed())
    await ledger.postpone(await claimed(), "Failed", now)
    job = await claimed()
    assert await ledger.extend(job, now + timedelta(minutes=2))
    await ledger.settle(job, JobState.DEAD, "Failed", now)
    assert await ledger.revive(clinic, work, now)
    plans = explained.plans()
    found_by_index(plans)
    assert "job" in touched(plans)


async def test_the_waitlist_is_found_by_an_index(explained: Explained) -> None:
    """A follower looks whether anybody waits; a job finds what was freed and who is next; what is over is noted."""
    clinic, system = explained.clinic, await explained.stack.admit(explained.clinic[Role.SYSTEM].actor)
    noah = await patient_of(clinic, "Noah")
    at = replace(explained.at, provider=await provider_of(clinic), patient=noah)
    appointment = await at.booked()
    await at.waits()
    await done(await at.act(appointment, "cancel"))
    explained.plans()
    async with (
        explained.database.pool(FOLLOWER, size=2) as pool,
        clinic_transaction(pool, explained.clinic.id) as connection,
    ):
        lookout, session = PostgresWaitlistLookout(), LaneSession(explained.clinic.id, connection, Flush())
        assert await lookout.is_anybody_waiting(session)
        assert await lookout.who_waits([PatientId(UUID(noah))], session)
    found_by_index(explained.plans())
    id_ = UUID(appointment)
    for job in (OfferFreedTime(stream=id_, version=2), FulfilWait(appointment=AppointmentId(id_)), TidyWaitlist()):
        await explained.stack.do(job, system)
    plans = explained.plans()
    found_by_index(plans)
    assert "waitlist_entry" in touched(plans)


async def test_reading_a_whole_table_would_be_seen(explained: Explained) -> None:
    """Control: a statement that no index serves is found out."""
    assert explained.stack.pool is not None
    explained.plans()
    async with clinic_transaction(explained.stack.pool, explained.clinic.id) as connection:
        await connection.execute("set local enable_indexscan = off; set local enable_bitmapscan = off")
        await connection.fetch("select count(*) from event where clinic_id is not null")
    assert [plan.whole for plan in explained.plans() if plan.whole] == [["event"]]


@pytest.mark.parametrize("setting", ["enable_bitmapscan", "enable_indexscan"])
async def test_reading_a_whole_clinic_would_be_seen(explained: Explained, setting: str) -> None:
    """Control: a statement that an index serves only down to the clinic is found out, whichever way it is read."""
    assert explained.stack.pool is not None
    explained.plans()
    async with clinic_transaction(explained.stack.pool, explained.clinic.id) as connection:
        await connection.execute(f"set local {setting} = off")
        await connection.fetch(
            "select id from appointment where clinic_id = $1 and visit_type = 'x' order by starts_at limit 5",
            explained.clinic.id,
        )
    assert [plan.sifted for plan in explained.plans() if plan.sifted] == [["appointment"]]


async def follow(explained: Explained, stream: str) -> None:
    """Let a stream's facts be numbered and the clinic's day board follow them, all in the follower's own role."""
    clinic, now = explained.clinic.id, explained.stack.clock.now()
    async with connected(explained.database.url, FOLLOWER) as follower:

        async def numbered() -> bool:
            place, count = await number(follower, await current_place(follower), 10_000)
            await Watermark().measure(follower, place, SequencerHealth(), count)
            return bool(await follower.fetchval(_HAS_NUMBER, clinic, stream))

        assert await eventually(numbered)  # once no older transaction is open any more
    async with explained.database.pool(FOLLOWER, size=3) as pool:
        board, checkpoints = DayBoardFollower(), Checkpoints(pool)
        lanes = Lanes(pool, LaneReader(explained.stack.container.shared.codec()), explained.stack.clock)
        assert clinic in await checkpoints.behind(board.name, now)
        while await lanes.step(board, clinic, 1_000):
            pass
        await checkpoints.lag(board.name)
        async with clinic_transaction(pool, clinic) as connection:
            at = await read(connection, clinic, board.name)
        await checkpoints.fail(clinic, board.name, at, failure="Failed", pause=None, now=now)
        await checkpoints.parked()
        assert await checkpoints.resume(clinic, board.name)


def found_by_index(plans: list[Plan], but: "set[str] | frozenset[str]" = frozenset()) -> None:
    """See that something was asked, and no table read from one end to the other, nor all rows of a clinic."""
    assert any(scan.table in TABLES for plan in plans for scan in plan.scans), "nothing was asked of any table"
    assert [(plan.whole, plan.sql) for plan in plans if set(plan.whole) - but] == []
    assert [(plan.sifted, plan.sql) for plan in plans if set(plan.sifted) - but] == []


def touched(plans: list[Plan]) -> set[str]:
    """Name every table that was read or written."""
    return {scan.table for plan in plans for scan in plan.scans}


async def _signed_in(installation: Installation) -> tuple[OpenedClinic, dict[str, Any]]:
    clinic = await installation.opened()
    email, _, _ = await clinic.member()
    return clinic, await clinic.sign_in(email)


def _token(signed: dict[str, Any]) -> dict[str, Any]:
    return {"refresh_token": signed["refresh_token"]}
