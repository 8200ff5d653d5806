"""P3: a retry is safe. Many send one request at once, to two processes; it is carried out once and answered alike.

Every command that takes a key is tried, found in the list of routes: it is sent by 64 senders of one clinic and, at the
same moment and under the same key, by some of another clinic; then with another body; and once more as it was, when
everything else has been done and much has changed. The senders are a program beside the tests
(``tests/integration/http/retries``), because it stands on what they stand on.
"""

import asyncio
from contextlib import ExitStack
from uuid import UUID, uuid4

import asyncpg
import msgspec
from bench.proofs.api_process import ApiProcess, product_environment
from bench.proofs.beside_tests import told_by
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.stage import Stage

ROUNDS, ROUNDS_SHORT = 12, 1
"""Each uses a key for every command."""
SENDERS, SENDERS_SHORT = 64, 8
NEIGHBOURS, NEIGHBOURS_SHORT = 4, 2

_TWICE = "select count(*) - count(distinct command_id) from audit_entry where outcome = 'done'"
"""Whoever carries a command out says so in the same transaction; whoever answers it again does not."""


class Told(msgspec.Struct, frozen=True):
    """What the senders tell."""

    commands: int
    never: list[str]
    seen: dict[str, int]
    seconds: float


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Send every command from everywhere at once, and compare the answers."""
    rounds, senders, neighbours = (
        (ROUNDS_SHORT, SENDERS_SHORT, NEIGHBOURS_SHORT) if short else (ROUNDS, SENDERS, NEIGHBOURS)
    )
    words = (f"--rounds={rounds}", f"--senders={senders}", f"--neighbours={neighbours}")
    with ExitStack() as life:
        addresses = [life.enter_context(ApiProcess(stage)).address for _ in range(2)]
        told = await told_by("http.retries", Told, *addresses, *words, environment=product_environment(stage))
    async with stage.connected() as superuser:
        twice = await superuser.fetchval(_TWICE)
    print(f"commands    {told.commands} take a key, each in {rounds} rounds")
    print(f"never       {', '.join(told.never) or '-'}")
    wrong = {name: told.seen.get(name, 0) for name in ("answered unlike", "shared by clinics", "other body taken")}
    wrong |= {"carried out twice": twice, "failures": told.seen.get("failures", 0), "commands untried": len(told.never)}
    unknown, refused = told.seen.get("unknown", 0), told.seen.get("refused", 0)
    return Outcome(told.seen["tried"], told.seen["acknowledged"], unknown, refused, told.seconds, wrong)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Look whether there is an answer, do the work, keep the answer."""
    keys = 12 if short else 100
    async with stage.connected() as superuser:
        await superuser.execute("create table naive_answer (key uuid, answer uuid); create table naive_work (key uuid)")
    watch = Stopwatch()
    async with asyncpg.create_pool(stage.url, min_size=SENDERS, max_size=SENDERS) as pool:

        async def send(key: UUID) -> UUID:
            kept: UUID | None = await pool.fetchval("select answer from naive_answer where key = $1", key)
            if kept is not None:
                return kept
            answer = uuid4()
            await pool.execute("insert into naive_work values ($1)", key)
            await pool.execute("insert into naive_answer values ($1, $2)", key, answer)
            return answer

        unlike = 0
        for _ in range(keys):
            key = uuid4()
            unlike += len(set(await asyncio.gather(*(send(key) for _ in range(SENDERS))))) - 1
        twice = await pool.fetchval("select count(*) from naive_work") - keys
    wrong = {"carried out twice": twice, "answered unlike": unlike}
    return Outcome(keys * SENDERS, keys * SENDERS, 0, 0, watch.seconds, wrong)


PROOF = Proof(
    "P3",
    "every command that takes a key, 1,000 keys, 64 senders each: carried out once, answered byte for byte",
    run,
    "check, then insert",
    control,
)
