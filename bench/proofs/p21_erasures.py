"""P21, its erasures: of whoever was erased nothing can be got back, by nobody, from nowhere.

Half of a clinic's guests are erased. Then whoever has the whole database and the vault tries every key that opens on
every value that is stored, and all that is left besides (rows, Redis, numbers, answers, an export of the trail, logs,
the files of the servers) is searched for what they had said. The same is done with a backup from before, restored into
another cluster, after `polyclinic erasures reapply`. Log and trail verify in both, and everybody else is there.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import httpx
from bench.proofs.api_process import ApiProcess
from bench.proofs.backups import backed_up, restored
from bench.proofs.bookable import Bookable, bookable
from bench.proofs.canaries import Canaries
from bench.proofs.command_line import told
from bench.proofs.credentials import credential
from bench.proofs.digger import dug
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.guests import Guest, Reception
from bench.proofs.haystack import Found, counted, files, stored
from bench.proofs.program import running
from bench.proofs.worker_process import WorkerProcess
from bench.stage import Stage

from application.shared.actor import Actor
from application.shared.refusals import Erased
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role
from infrastructure.containers.keys import key_vault
from infrastructure.containers.opening import opened
from infrastructure.embedded.port import LOOPBACK, choose_port
from infrastructure.postgres.connection import clinic_transaction

GUESTS, GUESTS_SHORT = 120, 6
"""Half of them are erased."""
PATIENCE = 60.0
"""Seconds in which the worker has sealed the trail."""

_STREAMS = "select distinct clinic_id, stream_id from event order by clinic_id, stream_id"
_GAPS = """
select count(*) from (
  select version, row_number() over (partition by clinic_id, stream_id order by version) as nth from event) numbered
 where version <> nth
"""
_UNSEALED = "select count(*) from audit_arrival"
_WRAPPED = "select wrapped from subject_key where subject_id = any($1::uuid[])"


class _House(NamedTuple):
    """A clinic with guests, half of whom are to go."""

    practice: Bookable
    second: dict[str, str]
    """The credential of a colleague of the owner's: an erasure takes two."""
    gone: Sequence[Guest]
    stay: Sequence[Guest]

    @property
    def of_the_gone(self) -> set[str]:
        """What those had said who go, and nobody else: there are fewer telephones and birthdays than guests."""
        return set[str]().union(*(guest.canaries for guest in self.gone)) - self.of_the_others

    @property
    def of_the_others(self) -> set[str]:
        """What those had said who stay."""
        return set[str]().union(*(guest.canaries for guest in self.stay))


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Receive people, back everything up, erase half of them, search, restore, erase again, and search again."""
    watch, port = Stopwatch(), choose_port(None)
    api = ApiProcess(stage).heard_in(stage.folder / "api.log")
    worker = WorkerProcess(stage, POLYCLINIC_WORKER_PORT=str(port)).heard_in(stage.folder / "worker.log")
    wrong: dict[str, int] = {}
    async with running(api, worker):
        house, refused = await _received(stage, api, Canaries(seed), GUESTS_SHORT if short else GUESTS)
        before, dump, keys = await _dug(stage), await backed_up(stage), await _wrapped(stage, house)
        wrong["not dug up before"] = len(house.of_the_gone - before) + len(house.of_the_others - before)
        wrong["not seen in data files before"] = len(keys) - await _standing(stage, keys)
        found = Found(house.of_the_gone)
        refused += await _erased(api, house)
        wrong |= {f"{name}, live": count for name, count in (await _looked_at(stage, api, house, found)).items()}
        async for straw in counted(f"http://{LOOPBACK}:{api.port}", f"http://{LOOPBACK}:{port}"):
            found.look(*straw)
        listed = stage.folder / "erasures.json"
        listed.write_text(await told(stage, "erasures", "list", "--json"))
        wrong["destroyed keys in data files"] = await _standing(stage, keys)
    async with restored(stage, dump) as another:
        await told(another, "restore", "--bump-epoch")
        remembered = len(await _dug(another) & house.of_the_gone)
        await told(another, "erasures", "reapply", str(listed))
        api = ApiProcess(another).heard_in(stage.folder / "another-api.log")
        async with running(api):
            looked_at = await _looked_at(another, api, house, found)
        wrong |= {f"{name}, restored": count for name, count in looked_at.items()}
    for straw in files(stage):
        found.look(*straw)
    wrong |= {f"in {heap}": hits for heap, hits in found.items()} | {"commands refused": len(refused)}
    print(f"erased      {len(house.gone)} guests, who had said {found.given:,} things; {len(house.stay)} stay")
    print(f"dug up      all of that before, {remembered:,} in a restored backup until they were erased there again")
    print(f"looked at   {found.bytes / 2**20:,.0f} MiB: {', '.join(found)}")
    print(f"found       {'; '.join(found.places[:12]) or '-'}")
    print(f"refused     {'; '.join(refused[:6]) or '-'}")
    return Outcome(found.given, found.given - found.total(), 0, len(refused), watch.seconds, wrong)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Restore a backup from before, and erase nobody again."""
    watch, api = Stopwatch(), ApiProcess(stage)
    async with running(api, WorkerProcess(stage)):
        house, refused = await _received(stage, api, Canaries(seed), GUESTS_SHORT)
        dump = await backed_up(stage)
        refused += await _erased(api, house)
    async with restored(stage, dump) as another:
        remembered = await _dug(another) & house.of_the_gone
    count = len(house.of_the_gone)
    return Outcome(count, count, 0, len(refused), watch.seconds, {"dug up, restored": len(remembered)})


async def _received(stage: Stage, api: ApiProcess, canaries: Canaries, count: int) -> tuple[_House, list[str]]:
    async with opened(stage.settings) as container:
        practice = await bookable(container, "house", patients=0)

        def other(role: Role) -> dict[str, str]:
            return credential(container, Actor(clinic=practice.owner.clinic, id=AccountId(uuid4()), role=role))

        second, clinician = other(Role.OWNER), other(Role.CLINICIAN)
    async with httpx.AsyncClient(base_url=api.address, headers=practice.headers, timeout=30) as http:
        reception = Reception(http, practice, canaries, iter(practice.slots(count)), clinician)
        guests = [await reception.receive() for _ in range(count)]
    async with stage.connected() as superuser, asyncio.timeout(PATIENCE):
        while await superuser.fetchval(_UNSEALED):  # noqa: ASYNC110 - the worker is another process
            await asyncio.sleep(0.1)
    return _House(practice, second, guests[::2], guests[1::2]), reception.refused


async def _erased(api: ApiProcess, house: _House) -> list[str]:
    """Erase those who go, each by two people, and give what was refused."""
    refused = []
    async with httpx.AsyncClient(base_url=api.address, headers=house.practice.headers, timeout=30) as http:
        for guest in house.gone:
            asked = await http.post(f"/patients/{guest.id}/erasure", json={"reason": "patient-asked"})
            approve = f"/erasures/{asked.json().get('id')}/approve"
            approved = await http.post(approve, json={}, headers=house.second)
            refused += [f"{answer.status_code} {answer.text}" for answer in (asked, approved) if not answer.is_success]
    return refused


async def _looked_at(stage: Stage, api: ApiProcess, house: _House, found: Found) -> dict[str, int]:
    """Dig, read, ask, export and verify, and count what is not as it must be."""
    seen = await _dug(stage)
    async for straw in stored(stage):
        found.look(*straw)
    shown = hidden = 0
    async with httpx.AsyncClient(base_url=api.address, headers=house.practice.headers, timeout=30) as http:
        for guest in house.gone:
            body, headers = guest.registration
            for path in guest.paths:
                answer = await http.get(path)
                shown += path == guest.paths[0] and answer.status_code != httpx.codes.GONE
                found.look("answers", path.partition("?")[0], answer.content)
            found.look("answers", "a retry", (await http.post("/patients", json=body, headers=headers)).content)
        for guest in house.stay:
            hidden += (await http.get(guest.paths[0])).status_code != httpx.codes.OK
    return {
        "dug up": len(seen & house.of_the_gone),
        "shown": shown,
        "others' lost": len(house.of_the_others - seen) + hidden,
        "streams broken": await _broken_streams(stage),
        "trail broken": await _trail_broken(stage, house, found),
    }


async def _broken_streams(stage: Stage) -> int:
    """Load every stream, and count those that neither can be nor tell that they were erased; and gaps in the log."""
    async with stage.connected() as superuser:
        streams, broken = await superuser.fetch(_STREAMS), int(await superuser.fetchval(_GAPS))
    async with opened(stage.settings) as container:
        store = container.shared().store()
        for clinic, stream in streams:
            async with clinic_transaction(container.pool(), ClinicId(clinic)) as reader:
                try:
                    await store.load(reader, ClinicId(clinic), stream)
                except Erased:
                    continue
                except Exception:  # noqa: BLE001 - whatever it is, the stream is lost
                    broken += 1
    return broken


async def _trail_broken(stage: Stage, house: _House, found: Found) -> int:
    """Export the audit trail, search that, and have it verified."""
    clinic = str(house.practice.owner.clinic)
    ledger, note = (stage.folder / f"{stage.database}.{kind}" for kind in ("ndjson", "note"))
    ledger.unlink(missing_ok=True)
    # In this order: what is sealed between the two is in the export, and a checkpoint of it would find it cut short.
    note.write_text(await told(stage, "audit", "checkpoint", "--clinic", clinic))
    await told(stage, "audit", "export", "--clinic", clinic, "--to", str(ledger))
    found.look("exports", ledger.name, ledger.read_bytes())
    said = await told(stage, "audit", "verify", str(ledger), "--checkpoint", str(note), "--json")
    return int('"checkpoints":1' not in said.replace(" ", ""))


async def _dug(stage: Stage) -> set[str]:
    """Give the canaries that somebody gets out of a database who has the vault."""
    async with stage.connected() as superuser, key_vault(stage.settings) as vault:
        return (await dug(superuser, vault)).canaries


async def _wrapped(stage: Stage, house: _House) -> list[bytes]:
    """Give the stored keys of those who go."""
    async with stage.connected() as superuser:
        rows = await superuser.fetch(_WRAPPED, [UUID(guest.id) for guest in house.gone])
    return [row["wrapped"] for row in rows]


async def _standing(stage: Stage, keys: Sequence[bytes]) -> int:
    """Have the table of keys written anew, and count the stored keys that stand in a data file.

    Freed by vacuum alone, some stand in the free part of a page until another row takes their place; and the
    write-ahead log has them until it is recycled. No time can be promised for either.
    """
    async with stage.connected() as superuser:
        await superuser.execute("vacuum full subject_key")
        await superuser.execute("checkpoint")
    return await asyncio.to_thread(_counted, stage.folder / "postgres" / "data" / "base", keys)


def _counted(folder: Path, keys: Sequence[bytes]) -> int:
    data = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return sum(key in data for key in keys)


PROOF = Proof(
    "P21-erasures",
    "of the erased nothing is got back: with every key that is left, from any heap, or from a backup from before",
    run,
    "a restored backup in which nobody is erased again",
    control,
)
