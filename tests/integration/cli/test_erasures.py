"""Who was erased stays erased, also where a backup remembers them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.embedded import EmbeddedPostgres
from infrastructure.postgres.provisioning import APP, provision
from integration.cli.installation import Installation, installed
from integration.cli.test_restore import dumped_and_restored
from integration.databases import IN_HASTE, Database, Databases
from integration.http.patients.registry import email, found, refused, registered
from integration.http.patients.test_erasing import erased
from integration.people import Clinic
from integration.stack import running

CANARY = "Quetzalcoatlus"
MAILBOX = "quetzal@example.org"


@dataclass(frozen=True, slots=True)
class Twice:
    """An installation, and another one that was restored from a backup from before an erasure."""

    live: Installation
    restored: Installation
    clinic: Clinic
    gone: str
    stays: str


@pytest.fixture
async def twice(databases: Databases, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> AsyncIterator[Twice]:
    """Register two people, back the database up, erase one of them, and restore the backup into another cluster."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("restored"), IN_HASTE) as server:
        await provision(server.dsn(), "restored")
        async with databases.fresh() as source:
            live = await installed(source, tmp_path)
            vault = LocalFileKeyVault(tmp_path / "vault.json")
            async with source.pool(APP) as pool, running(pool, vault=vault) as stack:
                clinic = await stack.open_clinic()
                gone = await registered(clinic.front_desk, email(MAILBOX), family=CANARY)
                stays = await registered(clinic.front_desk, given="Noor")
                await dumped_and_restored(source.url, server.dsn("restored"), tmp_path / "dump")
                await erased(clinic, gone)
                restored = await installed(Database(server, "restored"), tmp_path)
                yield Twice(live, restored, clinic, gone, stays)


async def read(twice: Twice, patient: str) -> tuple[httpx.Response, list[str]]:
    """Read a record in the restored installation, and search for it, as the front desk of the clinic."""
    vault = LocalFileKeyVault(Path(twice.restored.settings["POLYCLINIC_DATA_DIRECTORY"]) / "vault.json")
    async with twice.restored.database.pool(APP) as pool, running(pool, vault=vault) as stack:
        desk = await stack.admit(twice.clinic.front_desk.actor)
        return await desk.http.get(f"/patients/{patient}"), await found(desk, email=MAILBOX)


async def test_a_restored_backup_forgets_again(twice: Twice, tmp_path: Path) -> None:
    """The backup remembers who was erased since; with the list of erasures they are erased there too, nobody else."""
    await twice.restored.polyclinic("restore", "--bump-epoch")
    answer, seen = await read(twice, twice.gone)
    assert CANARY in answer.text
    assert seen == [twice.gone]
    listed = await twice.live.polyclinic("erasures", "list", "--json")
    assert [one["patient"] for one in listed.document["erasures"]] == [twice.gone]
    (tmp_path / "erasures.json").write_text(listed.out)
    reapply = ("erasures", "reapply", str(tmp_path / "erasures.json"))
    said = await twice.restored.polyclinic(*reapply, "--json")
    assert (said.code, said.document) == (0, {"erased_again": 1, "nothing_to_do": 0})
    answer, seen = await read(twice, twice.gone)
    assert refused(answer, 410, "request.erased")
    assert seen == []
    assert (await read(twice, twice.stays))[0].status_code == 200
    again = await twice.restored.polyclinic(*reapply)
    assert again.out.splitlines()[-1] == "Erased again: 0. Nothing was to be done for 1."


async def test_what_is_no_list_is_refused(own_installation: Installation, tmp_path: Path) -> None:
    """Another document changes nothing, and the mend is named."""
    (tmp_path / "other.json").write_text('{"clinics": []}')
    said = await own_installation.polyclinic("erasures", "reapply", str(tmp_path / "other.json"))
    assert (said.code, said.out) == (1, "")
    assert "polyclinic erasures list --json" in said.err


async def test_nobody_was_erased(own_installation: Installation) -> None:
    """Where nobody was erased the list says so."""
    said = await own_installation.polyclinic("erasures", "list")
    assert (said.code, said.out) == (0, "Nobody was erased.\n")
