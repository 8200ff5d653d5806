"""The keys that wrap the keys of persons change while people work, and old ones go when nothing is left to them.

Two API processes share the vault's file; each of them has had the keys of everybody at hand since before the rotation.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.shared.key_vault import INSTALLATION, KeyRefused, RotatingKeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.key_ring import KeyRing
from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.provisioning import OWNER
from infrastructure.postgres.subject_keys import SubjectKeys
from infrastructure.postgres.wrapping_anew import WrappingAnew
from infrastructure.settings import load_settings
from integration.cli.installation import Installation, Said
from integration.cli.test_doctor import findings
from integration.databases import Databases
from integration.http.identity.installation import succeeded
from integration.http.identity.processes import Processes, bearer_of, processes
from integration.http.patients.registry import demographics

KEYS = "select clinic_id, subject_id, kek_id, wrapped from subject_key order by clinic_id, subject_id"


READ = ["Okafor"] * 2
TURNS = 5
BETWEEN_TURNS = 0.05
"""Seconds: what was registered meanwhile is read at the end, all of it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Two processes, and a vault between them."""

    two: Processes
    vault: RotatingKeyVault

    @property
    def of(self) -> Installation:
        """The installation."""
        return self.two.of

    async def register(self, process: int = 0) -> str:
        """Register somebody."""
        body = {"demographics": demographics(), "insist": True}
        registered = await self.two.post("/patients", body, self.two.owner, process)
        return str(registered["id"])

    async def read(self, patient: str) -> list[str]:
        """Give the name in a record as both processes read it."""
        owner = bearer_of(self.two.owner)
        records = [succeeded(await client.get(f"/patients/{patient}", headers=owner)) for client in self.two.http]
        return [record["demographics"]["name"]["family"] for record in records]

    async def worked_on(self, patients: list[str], rotating: asyncio.Task[Said]) -> tuple[list[str], Said]:
        """Read and register in turn while a key changes, some turns at least; give all patients, and what was said."""
        turns, everybody = 0, list(patients)
        while not rotating.done() or turns < TURNS:
            assert await self.read(patients[turns % len(patients)]) == READ
            everybody.append(await self.register(turns % 2))
            turns += 1
            await asyncio.sleep(BETWEEN_TURNS)
        return everybody, rotating.result()

    async def wrapped_by(self) -> set[str]:
        """Name the keys that wrap anything in the database."""
        async with self.of.database.connected(OWNER) as owner:
            return {row["kek_id"] for row in await owner.fetch(KEYS) if row["wrapped"] is not None}


@pytest.fixture
async def desk(databases: Databases, tmp_path: Path) -> AsyncIterator[Desk]:
    """Run two processes over one database."""
    async with databases.fresh() as database, processes(database, tmp_path) as running:
        yield Desk(running, LocalFileKeyVault(load_settings(running.of.settings).vault_path))


async def test_nobody_waits_for_a_rotation(desk: Desk) -> None:
    """While another key takes over, records are read and written in every process; then nothing needs the old one."""
    patients = [await desk.register() for _ in range(5)]
    old = await desk.wrapped_by()
    rotating = asyncio.create_task(desk.of.polyclinic("keys", "rotate", "--root", "--json"))
    patients, said = await desk.worked_on(patients, rotating)
    assert said.code == 0, said.err
    assert (said.document["went_on"], said.document["shut"]) == (False, 0)
    assert said.document["wrapped_anew"] >= 5
    assert await desk.wrapped_by() == {said.document["current"]} != old
    assert [await desk.read(patient) for patient in patients] == [READ] * len(patients)
    assert (await findings(desk.of))["wrapped keys"][0] == "ok"


async def test_a_rotation_that_was_broken_off_goes_on(desk: Desk) -> None:
    """A key that was drawn and wrapped nothing yet is not drawn again; the doctor says what is behind, and the mend."""
    patient = await desk.register()
    drawn = await desk.vault.rotate()
    state, _, mend = (await findings(desk.of))["wrapped keys"]
    assert (state, "keys rotate --root" in mend) == ("warning", True)
    said = await desk.of.polyclinic("keys", "rotate", "--root", "--json")
    assert (said.code, said.document["current"], said.document["went_on"]) == (0, drawn, True)
    assert await desk.wrapped_by() == {drawn}
    assert await desk.read(patient) == READ


async def test_one_clinics_key(desk: Desk) -> None:
    """A clinic's own key wraps that clinic's keys alone, until the next key for everybody."""
    patient = await desk.register()
    said = await desk.of.polyclinic("keys", "rotate", "--clinic", "lakeside", "--json")
    own = said.document["current"]
    assert await desk.vault.current(INSTALLATION) != own
    assert await desk.wrapped_by() == {own, await desk.vault.current(INSTALLATION)}
    assert await desk.read(patient) == READ
    said = await desk.of.polyclinic("keys", "rotate", "--root")
    assert said.code == 0, said.err
    assert await desk.wrapped_by() == {await desk.vault.current(INSTALLATION)}
    assert await desk.read(patient) == READ


async def test_the_old_key_is_destroyed_when_nothing_needs_it(desk: Desk) -> None:
    """Not while it wraps anything, nor soon after; then it is gone for ever, and everything opens without it."""
    patient, old = await desk.register(), await desk.vault.current(INSTALLATION)
    stored = await desk.vault.wrap(INSTALLATION, bytes(range(32)))
    await desk.vault.rotate()
    soon = await desk.of.polyclinic("keys", "retire")
    assert (soon.code, soon.out) == (1, "")
    assert "900 seconds" in soon.err
    await asyncio.sleep(6)
    needed = await desk.of.polyclinic("keys", "retire", "--idle", "5", "--json")
    assert needed.document == {"destroyed": [], "kept": 2, "grace_days": 0}
    await desk.of.polyclinic("keys", "rotate", "--root")
    await asyncio.sleep(6)
    said = await desk.of.polyclinic("keys", "retire", "--idle", "5", "--json")
    assert said.document == {"destroyed": [old], "kept": 1, "grace_days": 0}
    with pytest.raises(KeyRefused):
        await desk.vault.unwrap(INSTALLATION, stored)
    assert await desk.read(patient) == READ
    assert {finding[0] for subject, finding in (await findings(desk.of)).items() if "key" in subject} == {"ok"}


async def test_a_vault_in_the_environment_says_how(desk: Desk) -> None:
    """What comes with the environment is not changed from here, and the mend is named; a rotation goes on there too."""
    path = load_settings(desk.of.settings).vault_path
    refused = await desk.of.polyclinic("keys", "rotate", "--root", POLYCLINIC_KEY_VAULT_KEYS=path.read_text())
    assert (refused.code, refused.out) == (1, "")
    assert "POLYCLINIC_KEY_VAULT_FILE" in refused.err
    drawn = await desk.vault.rotate()
    said = await desk.of.polyclinic("keys", "rotate", "--root", "--json", POLYCLINIC_KEY_VAULT_KEYS=path.read_text())
    assert (said.code, said.document["current"]) == (0, drawn)
    assert await desk.wrapped_by() == {drawn}


class FailingVault(LocalFileKeyVault):
    """Fails when it has wrapped so many keys, as a process fails that is killed."""

    left = 0

    async def wrap(self, clinic: ClinicId, key: bytes) -> WrappedKey:
        """Wrap a key, or fail."""
        if self.left == 0:
            raise OSError("killed")
        self.left -= 1
        return await super().wrap(clinic, key)


async def test_broken_off_anywhere(own_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a rotation ends before its time, every key opens to what it was, and the next call finishes it."""
    monkeypatch.setattr("infrastructure.postgres.wrapping_anew.BATCH", 3)
    settings = load_settings(own_installation.settings)
    vault = LocalFileKeyVault(settings.vault_path)
    kept = {(ClinicId(UUID(int=clinic)), uuid4()): uuid4().bytes * 2 for clinic in (1, 2) for _ in range(7)}
    insert = "insert into subject_key (clinic_id, subject_id, key_id, kek_id, wrapped) values ($1, $2, $3, $4, $5)"
    async with connected(settings.owner_url, OWNER) as owner:
        for (clinic, subject), key in kept.items():
            wrapped = await vault.wrap(clinic, key)
            await owner.execute(insert, clinic, subject, uuid4(), wrapped.kek_id, wrapped.wrapped)
        for survived in range(len(kept)):
            drawn = await vault.rotate()
            failing = FailingVault(settings.vault_path)
            failing.left = survived
            with pytest.raises(OSError, match="killed"):
                await moved(WrappingAnew(owner, failing))
            assert await opened(owner, vault) == kept
            left = (await WrappingAnew(owner, vault).behind()).total()
            assert await moved(WrappingAnew(owner, vault)) == left
            assert {use.kek_id for use in await WrappingAnew(owner, vault).uses()} == {drawn}
            assert await opened(owner, vault) == kept


async def test_a_key_that_does_not_open_stays(own_installation: Installation) -> None:
    """A stored key that was altered is counted and left as it is; all others are wrapped anew."""
    vault = LocalFileKeyVault(load_settings(own_installation.settings).vault_path)
    insert = "insert into subject_key (clinic_id, subject_id, key_id, kek_id, wrapped) values ($1, $2, $3, $4, $5)"
    async with own_installation.database.connected(OWNER) as owner:
        for number in range(3):
            wrapped = await vault.wrap(INSTALLATION, bytes(range(32)))
            sealed = wrapped.wrapped if number else b"altered"
            await owner.execute(insert, INSTALLATION, uuid4(), uuid4(), wrapped.kek_id, sealed)
    said = await own_installation.polyclinic("keys", "rotate", "--root", "--json")
    assert (said.code, said.document["wrapped_anew"], said.document["shut"]) == (1, 2, 1)
    assert "1 stored keys do not open" in said.err


async def test_a_key_at_hand_is_read_again(own_installation: Installation) -> None:
    """A process that kept a stored key from before the rotation reads it again when the old key is gone."""
    vault, elapsed = LocalFileKeyVault(load_settings(own_installation.settings).vault_path), [0.0]
    ring = KeyRing(vault, time_to_live=10, monotonic=lambda: elapsed[0])
    keys, mia = SubjectKeys(ring, monotonic=lambda: elapsed[0]), uuid4()
    async with own_installation.database.connected(OWNER) as owner:
        sealed = (await made(keys, owner, mia)).key.seal(b"mia", b"here")
        elapsed[0] = 9
        await keys.find(owner, INSTALLATION, mia)
        await vault.rotate()
        await moved(WrappingAnew(owner, vault))
        await vault.retire(await vault.older())
        elapsed[0] = 30
        assert (await made(keys, owner, mia)).key.open(sealed, b"here") == b"mia"


async def made(keys: SubjectKeys, owner: Any, subject: UUID) -> Any:
    """Give the key of a subject of the installation."""
    return await keys.made(owner, INSTALLATION, subject)


async def moved(wrapping: WrappingAnew) -> int:
    """Wrap anew, and count."""
    return sum([count async for count in wrapping.run()])


async def opened(owner: Any, vault: LocalFileKeyVault) -> dict[tuple[ClinicId, UUID], bytes]:
    """Open every stored key."""
    return {
        (ClinicId(clinic), subject): await vault.unwrap(ClinicId(clinic), WrappedKey(kek_id=kek_id, wrapped=wrapped))
        for clinic, subject, kek_id, wrapped in await owner.fetch(KEYS)
    }
