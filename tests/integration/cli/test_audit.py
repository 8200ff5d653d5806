"""The ledger leaves the system, and is verified where nothing of the system is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infrastructure.clocks import SystemClock
from infrastructure.containers.keys import key_vault, ledger_key_file
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.ledger.sealer import LedgerSealer
from infrastructure.postgres.provisioning import APP, SEALER
from infrastructure.settings import load_settings
from integration.cli.installation import Installation
from integration.http.patients.registry import record, registered
from integration.people import Clinic
from integration.stack import running

AWAY = {"DATABASE_URL": "", "POLYCLINIC_DATA_DIRECTORY": "/nowhere"}
"""The settings of a machine that is not the installation's."""

PETERS = "c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"  # pragma: allowlist secret - public
"""Somebody's public key, behind the name under which he signs."""


@pytest.fixture(scope="module")
async def clinic(installation: Installation) -> AsyncIterator[Clinic]:
    """Give a clinic in which a record was read, and all of that was sealed."""
    async with installation.database.pool(APP) as pool, running(pool) as stack:
        clinic = await stack.open_clinic()
        await record(clinic.front_desk, await registered(clinic.front_desk))
        settings = load_settings(installation.settings)
        async with key_vault(settings) as vault, connected(installation.database.url, SEALER) as connection:
            keys = ledger_key_file(settings, vault)
            await LedgerSealer(installation.database.url, keys, SystemClock()).seal_all(connection, await keys.load())
        yield clinic


async def exported(installation: Installation, clinic: Clinic, folder: Path) -> tuple[str, str]:
    """Write the clinic's ledger and a checkpoint of it into a folder; give the files' names."""
    ledger, note = folder / "ledger.ndjson", folder / "now.note"
    said = await installation.polyclinic("audit", "export", "--clinic", clinic.slug, "--to", str(ledger))
    assert said.code == 0, said.err
    note.write_text((await installation.polyclinic("audit", "checkpoint", "--clinic", clinic.slug)).out)
    return str(ledger), str(note)


async def test_an_export_is_verified_anywhere(installation: Installation, clinic: Clinic, tmp_path: Path) -> None:
    """Without database, keys or settings the export and the checkpoint are enough; the key may be named."""
    ledger, note = await exported(installation, clinic, tmp_path)
    key = (await installation.polyclinic("audit", "key", "--clinic", clinic.slug)).out.strip()
    said = await installation.polyclinic(
        "audit", "verify", ledger, "--checkpoint", note, "--key", key, "--json", **AWAY
    )
    assert said.code == 0, said.err
    assert said.document["checkpoints"] == 1
    assert said.document["entries"] >= 2


async def test_it_says_what_it_cannot_say(installation: Installation, clinic: Clinic, tmp_path: Path) -> None:
    """Without a checkpoint the verifier tells how little was shown."""
    ledger, _ = await exported(installation, clinic, tmp_path)
    said = await installation.polyclinic("audit", "verify", ledger, **AWAY)
    assert said.code == 0
    assert "No checkpoint was given" in said.out


async def test_the_first_bad_row_is_named(installation: Installation, clinic: Clinic, tmp_path: Path) -> None:
    """Whoever changes a word in an export is told which entry it is in, and how to go on."""
    ledger, note = await exported(installation, clinic, tmp_path)
    changed = await asyncio.to_thread(Path(ledger).read_text)
    lines = changed.splitlines(keepends=True)
    place = max(number for number, line in enumerate(lines) if '"line":"entry"' in line)
    lines[place] = lines[place].replace('"outcome":"done"', '"outcome":"identity.forbidden"')
    await asyncio.to_thread(Path(ledger).write_text, "".join(lines))
    said = await installation.polyclinic("audit", "verify", ledger, "--checkpoint", note, **AWAY)
    assert said.code == 1
    assert "An entry is not what was sealed" in said.err
    assert "Look for the entry of this number in a backup" in said.err


async def test_another_key_is_refused(installation: Installation, clinic: Clinic, tmp_path: Path) -> None:
    """A checkpoint that is signed by another key than the one that was named is not believed."""
    ledger, note = await exported(installation, clinic, tmp_path)
    other = f"polyclinic-ledger/x+{PETERS}"
    malformed = await installation.polyclinic("audit", "verify", ledger, "--checkpoint", note, "--key", other, **AWAY)
    assert malformed.code == 2
    foreign = f"PeterNeumann+{PETERS}"
    said = await installation.polyclinic("audit", "verify", ledger, "--checkpoint", note, "--key", foreign, **AWAY)
    assert said.code == 1
    assert "not signed by a key of the ledger" in said.err


async def test_what_is_no_export(installation: Installation, tmp_path: Path) -> None:
    """A file that is something else is refused by its line."""
    (tmp_path / "other.txt").write_text("hello\n")
    said = await installation.polyclinic("audit", "verify", str(tmp_path / "other.txt"), **AWAY)
    assert (said.code, "(line 1)" in said.err) == (1, True)
