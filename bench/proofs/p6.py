"""P6: every read model, built anew from the facts alone, is what it was: while commands go on, and after the switch."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from bench.booking import bodies, book
from bench.machine import ROOT
from bench.practice import Practice, people, practice
from bench.processes import worker
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.rebuild import rebuilding
from bench.registry import register
from bench.stage import Stage

from application.patients.views import PatientView
from application.scheduling.appointments.book_appointment import BookAppointment
from domain.patients.patient import Patient
from domain.shared.identifiers import PatientId
from infrastructure.clocks import SystemClock
from infrastructure.containers.row_models import row_models
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.postgres.followers import sequencer
from infrastructure.postgres.followers.comparing import hashed
from infrastructure.postgres.followers.rebuild import Rebuild
from infrastructure.postgres.followers.rows import RowModel
from infrastructure.postgres.one_person import LINKS
from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.provisioning import FOLLOWER, OWNER
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.scheduling.day_board import FOLLOWER as BOARD
from infrastructure.postgres.scheduling.day_board import TABLE, DayBoardFollower
from infrastructure.postgres.tables.patients import patient

PATIENTS, VISITS = 33_000, 1_000
PATIENTS_SHORT, VISITS_SHORT = 300, 40
"""Three facts a patient, one a visit."""
PROVIDERS = 10
GOLDEN = ROOT / "tests" / "integration" / "golden"
_PAUSE = 0.05
_CATCHING_UP = 600.0
_AT_ONCE = 1_000
"""Facts that are numbered in one transaction."""
_FACTS = "select count(*) from event"
_UNNUMBERED = "select (select count(*) from event) - (select coalesce(sum(feed_no), 0) from feed_head)"
_UNSEEN = """
select (select count(*) from event) - (select coalesce(sum(feed_no), 0) from checkpoint where follower = $1)
"""


class _Golden(msgspec.Struct):
    clear: dict[str, object]
    personal: dict[str, object] | None


class _Filled(NamedTuple):
    practice: Practice
    patients: Sequence[PatientId]
    visits: int


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Rebuild everything under load, once more when it is quiet, and the board; then load every golden fact."""
    async with worker(stage), _filled(stage, short=short) as filled:
        await _numbered(stage)
        models = row_models(filled.practice.container)
        watch, stop = Stopwatch(), asyncio.Event()
        booking = asyncio.create_task(_book_on(filled, stop))
        under_load = [await _differing(stage, filled, model) for model in models]
        stop.set()
        refused = await booking
        quiet = [await _differing(stage, filled, model) for model in models]
        board = await _board_differs(stage, filled)
        async with stage.connected() as superuser:
            facts = await superuser.fetchval(_FACTS)
    wrong = {
        "tables differ under load": sum(under_load),
        "differ after the switch": sum(quiet),
        "boards differ": int(board),
        "bookings refused meanwhile": refused,
        f"of {len(list(GOLDEN.glob('*.json')))} golden facts do not load": _unreadable(),
    }
    return Outcome(facts + refused, facts, 0, refused, watch.seconds, wrong)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Rebuild the patients' rows by a projection that asks what time it is."""
    async with _filled(stage, short=True) as filled:
        async with stage.connected(FOLLOWER) as connection:
            while (await sequencer.number(connection, await sequencer.current_place(connection), _AT_ONCE))[1]:
                pass
        watch = Stopwatch()
        keys = filled.practice.container.shared().keys()
        beside = {"links": LINKS, "withheld": "null"}
        rows = ReadModel(patient, Patient, PatientView, _shown_now, keys, subject=_itself, beside=beside)
        differing = await _differing(stage, filled, RowModel("patient", {Patient: (rows,)}))
    count = len(filled.patients)
    return Outcome(count, count, 0, 0, watch.seconds, {"tables differ": differing})


def _shown_now(registered: Patient) -> PatientView:
    return msgspec.structs.replace(PatientView.of(registered), updated_at=datetime.now(UTC))


def _itself(view: PatientView) -> UUID:
    return view.id


@asynccontextmanager
async def _filled(stage: Stage, *, short: bool) -> AsyncIterator[_Filled]:
    """Give a clinic with a past."""
    patients, visits = (PATIENTS_SHORT, VISITS_SHORT) if short else (PATIENTS, VISITS)
    async with practice(stage) as clinic:
        await clinic.hire(PROVIDERS)
        registered = await register(clinic, people(patients, "rebuilt"))
        await book(clinic, registered, visits)
        async with stage.connected() as superuser:
            await superuser.execute("analyze")  # as a database that has lived has been
        yield _Filled(clinic, registered, visits)


async def _numbered(stage: Stage) -> None:
    """Wait until the worker has given every fact its number: a rebuild follows the numbers."""
    async with stage.connected() as superuser, asyncio.timeout(_CATCHING_UP):
        while await superuser.fetchval(_UNNUMBERED):  # noqa: ASYNC110 - another process numbers them
            await asyncio.sleep(0.05)


async def _book_on(filled: _Filled, stop: asyncio.Event) -> int:
    """Book all the while, and count what was refused."""
    refused = 0
    for number, body in enumerate(itertools.islice(bodies(filled.practice, filled.patients), filled.visits, None)):
        if stop.is_set():
            break
        command = msgspec.convert(body, BookAppointment, strict=False)
        try:
            await filled.practice.story.perform(command, filled.practice.owner, f"on-{number}", datetime.now(UTC))
        except Exception:  # noqa: BLE001 - whatever it is, nobody may feel a rebuild
            refused += 1
        await asyncio.sleep(_PAUSE)
    return refused


async def _differing(stage: Stage, filled: _Filled, model: RowModel) -> int:
    """Rebuild a model, and count its tables that are not what they were."""
    async with rebuilding(stage, filled.practice.container, model) as building:
        await building.run()
    return sum(not table.agrees for table in building.compared)


async def _board_differs(stage: Stage, filled: _Filled) -> bool:
    """Rebuild the day board when it has seen everything, and tell whether it is another one."""
    shared, table = filled.practice.container.shared(), ProjectedTable(TABLE, "appointment")
    async with AsyncExitStack() as life:
        owner = await life.enter_async_context(stage.connected(OWNER))
        pool = await open_pool(stage.url, FOLLOWER, size=4, statement_cache=64)
        life.push_async_callback(close_pool, pool)
        async with asyncio.timeout(_CATCHING_UP):
            while await owner.fetchval(_UNSEEN, BOARD):  # noqa: ASYNC110 - another process follows
                await asyncio.sleep(0.1)

        async def told() -> tuple[int, str]:
            async with owner.transaction():
                return await hashed(owner, TABLE, table, shared.keys(), datetime.now(UTC))

        before = await told()
        await Rebuild(owner, pool, shared.codec(), SystemClock(), name=BOARD, table=TABLE, make=DayBoardFollower).run()
        return before != await told()


def _unreadable() -> int:
    """Count the facts, of every revision that ever was released, that today's code does not load."""
    codec, unreadable = Codec(REGISTRY), 0
    for path in GOLDEN.glob("*.json"):
        name, revision = path.stem.rsplit(".", 1)
        golden = msgspec.json.decode(path.read_bytes(), type=_Golden)
        personal = None if golden.personal is None else msgspec.json.encode(golden.personal)
        try:
            codec.decode(
                name,
                int(revision),
                msgspec.json.encode(golden.clear),
                personal,
                stream=UUID(int=1),
                version=1,
                at=datetime.now(UTC),
            )
        except Exception:  # noqa: BLE001 - whatever it is, the fact is lost to us
            unreadable += 1
    return unreadable


PROOF = Proof(
    "P6",
    "every read model rebuilt from its facts under load has the live one's hash; every golden fact loads",
    run,
    "a clock in a projection",
    control,
)
