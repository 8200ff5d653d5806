"""An installation whose keys are kept by a key management service, from its first day to the end of its first key."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from application.shared.key_vault import INSTALLATION, RotatingKeyVault
from infrastructure.containers.keys import key_vault
from infrastructure.crypto.kms_key_vault import GRACE_DAYS
from infrastructure.settings import load_settings
from integration.cli.installation import Installation, installed
from integration.cli.test_doctor import findings
from integration.cli.test_wrapping_keys import READ, Desk
from integration.databases import Databases
from integration.http.identity.processes import bearer_of, processes, ready
from integration.http.patients.registry import demographics, refused
from integration.key_management import ALIAS, WHO_ASKS, at, key_management


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """Run a key management service."""
    with key_management() as address:
        yield address


@pytest.fixture
def elsewhere(service: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Give the settings of an installation whose keys are there, and somebody to ask as."""
    for name, value in WHO_ASKS.items():
        monkeypatch.setenv(name, value)
    return at(service, f"{ALIAS}/{uuid4()}")


@pytest.fixture
async def desk(databases: Databases, tmp_path: Path, elsewhere: dict[str, str]) -> AsyncIterator[Desk]:
    """Run two processes over one database, which ask the service."""
    async with (
        databases.fresh() as database,
        processes(database, tmp_path, 2, **elsewhere) as running,
        key_vault(load_settings(running.of.settings)) as vault,
    ):
        assert isinstance(vault, RotatingKeyVault)
        yield Desk(running, vault)


async def test_a_rotation_under_load(desk: Desk) -> None:
    """Another key takes over while people work, and the old one is given up and not missed."""
    assert not load_settings(desk.of.settings).vault_path.exists()
    patients, old = [await desk.register() for _ in range(3)], await desk.vault.current(INSTALLATION)
    assert await desk.wrapped_by() == {old}
    rotating = asyncio.create_task(desk.of.polyclinic("keys", "rotate", "--root", "--json"))
    patients, said = await desk.worked_on(patients, rotating)
    assert said.code == 0, said.err
    assert said.document["wrapped_anew"] >= 3
    assert await desk.wrapped_by() == {said.document["current"]} != {old}
    await asyncio.sleep(6)
    retired = await desk.of.polyclinic("keys", "retire", "--idle", "5")
    assert (retired.code, f"is destroyed in {GRACE_DAYS} days" in retired.out) == (0, True)
    assert [await desk.read(patient) for patient in patients] == [READ] * len(patients)
    assert {finding[0] for subject, finding in (await findings(desk.of)).items() if "key" in subject} == {"ok"}


async def test_the_doctor_knows(databases: Databases, tmp_path: Path, elsewhere: dict[str, str]) -> None:
    """The doctor says where the keys are, and tells a service that is away, or has no keys of ours, with its mend."""
    async with databases.fresh() as database:
        of = await installed(database, tmp_path, **elsewhere)
        assert (await findings(of))["keys"][:2] == ("ok", "the vault opens, at a key management service")
        assert await told(of, POLYCLINIC_KEY_VAULT_ENDPOINT="http://127.0.0.1:9") == (
            "broken",
            "the key management service gives none (ConnectError)",
        )
        state, found = await told(of, POLYCLINIC_KEY_VAULT_KMS="alias/nobody")
        assert (state, "no key is called alias/nobody/root" in found) == ("broken", True)
        state, found = await told(of, AWS_REGION="", AWS_CONFIG_FILE=str(tmp_path / "none"))
        assert (state, "AWS_REGION is empty" in found) == ("broken", True)


async def told(of: Installation, **settings: str) -> tuple[str, str]:
    """Give what the doctor says of the keys."""
    state, found, mend = (await findings(of, **settings))["keys"]
    assert "POLYCLINIC_KEY_VAULT_KMS" in mend
    return state, found


async def test_what_is_at_hand_outlives_the_service(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the service is away, records whose keys are at hand are read; who registers somebody is told to retry."""
    for name, value in WHO_ASKS.items():
        monkeypatch.setenv(name, value)
    with ExitStack() as life:
        settings = at(life.enter_context(key_management()))
        async with databases.fresh() as database, processes(database, tmp_path, 1, **settings) as running:
            body, headers = {"demographics": demographics(), "insist": True}, bearer_of(running.owner)
            patient = (await running.post("/patients", body, running.owner))["id"]
            (http,) = running.http
            assert (await http.get(f"/patients/{patient}", headers=headers)).status_code == 200
            life.close()
            assert (await http.get(f"/patients/{patient}", headers=headers)).status_code == 200
            refused(await http.post("/patients", json=body, headers=headers), 503, "request.unavailable")
            assert (await ready(http))["state"] == "ready"
