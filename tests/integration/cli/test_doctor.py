"""An installation that is looked over: well, and with one thing after another broken."""

from pathlib import Path

import pytest

from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey
from infrastructure.postgres.migrating import migrate
from infrastructure.postgres.pool import as_role
from infrastructure.postgres.provisioning import APP, FOLLOWER, OWNER, provision
from integration.cli.installation import Installation, installed
from integration.cli.mishaps import NEWER, dead_job, first_booking, followed, numbered, revised
from integration.databases import Database
from integration.http.scheduling.practice import practice
from integration.stack import running


async def findings(installation: Installation, **settings: str) -> dict[str, tuple[str, str, str]]:
    """Call the doctor, and give each subject's state, what was found and its mend."""
    said = await installation.polyclinic("doctor", "--json", **settings)
    found = said.document
    assert said.code == (1 if found["state"] == "broken" else 0), said.err
    return {each["subject"]: (each["state"], each["found"], each["mend"] or "") for each in found["findings"]}


async def test_a_well_installation_is_well(
    own_postgres: Database, valkey_server: EmbeddedValkey, tmp_path: Path
) -> None:
    """On a server that keeps what it acknowledges, nothing is found; a role that becomes too strong is."""
    installation = await installed(own_postgres, tmp_path, valkey_server.url)
    said = await installation.polyclinic("doctor")
    assert said.code == 0, said.out
    assert {line.split()[0] for line in said.out.splitlines()} == {"ok"}
    async with own_postgres.connected("postgres") as superuser:
        await superuser.execute("alter role polyclinic_auditor bypassrls")
    state, found, _ = (await findings(installation))["roles"]
    assert (state, found) == ("broken", "too strong: polyclinic_auditor")


async def test_an_unforced_table_is_found(own_installation: Installation) -> None:
    """A table of clinics from which its owner is exempt is named."""
    async with own_installation.database.connected(OWNER) as owner:
        await owner.execute("alter table patient no force row level security")
    state, found, mend = (await findings(own_installation))["row-level security"]
    assert (state, found) == ("broken", "open or missing: patient")
    assert "force row level security" in mend


async def test_a_server_that_may_forget_is_found(own_installation: Installation) -> None:
    """The tests' own servers are in haste: they would lose acknowledged facts in a crash."""
    state, found, _ = (await findings(own_installation))["durability"]
    assert (state, found) == ("broken", "fsync=off, synchronous_commit=off, full_page_writes=off")


async def test_a_server_that_tells_values_is_found(own_installation: Installation) -> None:
    """A server whose log repeats the row that a constraint refused is named, with what to set."""
    async with own_installation.database.connected("postgres") as superuser:
        name = own_installation.database.name
        await superuser.execute(f'alter database "{name}" set log_error_verbosity = verbose')
    state, found, mend = (await findings(own_installation))["database log"]
    assert (state, found) == ("warning", "may repeat values: log_error_verbosity=verbose")
    assert "log_error_verbosity=terse" in mend


async def test_a_process_that_owns_something_is_found(own_installation: Installation) -> None:
    """A table that belongs to the application's role is one that it could open to itself."""
    async with own_installation.database.connected("postgres") as superuser:
        await superuser.execute(f"alter table day_board owner to {APP}")
    state, found, _ = (await findings(own_installation))["ownership"]
    assert (state, found.split(",")[0]) == ("broken", f"{APP} owns day_board")


async def test_a_second_writer_of_the_ledger_is_found(own_installation: Installation) -> None:
    """A role that could add to the ledger beside the sealer is named, with what it may."""
    async with own_installation.database.connected(OWNER) as owner:
        await owner.execute(f"grant insert on ledger_batch to {FOLLOWER}")
    state, found, _ = (await findings(own_installation))["ledger rights"]
    assert (state, found) == ("broken", f"{FOLLOWER} may insert ledger_batch")


async def test_what_stands_still_is_found(own_installation: Installation) -> None:
    """A parked lane is broken, a dead job deserves a look; each names the verbs that mend it."""
    async with own_installation.database.pool(APP) as pool, running(pool) as stack:
        at = await practice(await stack.open_clinic())
        await at.booked()
        await numbered(own_installation.database)
        feed_no = await first_booking(own_installation.database, at.clinic.id)
        await revised(own_installation.database, at.clinic.id, feed_no, NEWER)
        async with own_installation.database.pool(FOLLOWER) as following:
            await followed(following)
        await dead_job(pool, at.clinic.id)
    found = await findings(own_installation)
    assert found["lanes"][:2] == ("broken", "1 parked")
    assert "polyclinic followers resume" in found["lanes"][2]
    assert found["jobs"][:2] == ("warning", "1 dead")
    assert "polyclinic jobs requeue" in found["jobs"][2]


async def test_an_old_schema_is_found(postgres_server: EmbeddedPostgres, tmp_path: Path) -> None:
    """A database that the release before made tells which migrations are missing; what needs them is not looked at."""
    await provision(postgres_server.dsn(), "older")
    await migrate(as_role(postgres_server.dsn("older"), OWNER), "0006")
    found = await findings(await installed(Database(postgres_server, "older"), tmp_path))
    assert found["migrations"][0] == "broken"
    assert found["migrations"][2] == "Run 'polyclinic migrate'."
    assert "lanes" not in found


async def test_a_server_that_is_away_is_found(own_installation: Installation) -> None:
    """Neither server there: each is told with its mend, within seconds, and nothing else is claimed."""
    away = {"DATABASE_URL": "postgresql://s3cret@127.0.0.1:1/polyclinic", "REDIS_URL": "redis://127.0.0.1:1/0"}
    found = await findings(own_installation, **away)
    assert found[f"database as {APP}"] == (
        "broken",
        "no answer (ConnectionRefusedError)",
        "Check DATABASE_URL, and that PostgreSQL runs.",
    )
    assert found["redis"][0] == "broken"
    assert "row-level security" not in found


async def test_a_pooler_that_is_away_is_found(own_installation: Installation) -> None:
    """Requests take another way than the doctor: that it leads nowhere is found, and the rest is looked at."""
    url = own_installation.settings["DATABASE_URL"]
    found = await findings(own_installation, DATABASE_URL="postgresql://127.0.0.1:1/x", DIRECT_DATABASE_URL=url)
    assert found["database through a pooler"][0] == "broken"
    assert found["migrations"][0] == "ok"


@pytest.mark.parametrize("name", ["vault.json", "signing-keys.json", "ledger-keys.json"])
async def test_keys_that_others_may_read_are_found(own_installation: Installation, name: str) -> None:
    """A file of keys that is open to others is broken, and the command that closes it is named."""
    path = Path(own_installation.settings["POLYCLINIC_DATA_DIRECTORY"]) / name
    path.chmod(0o644)
    state, found, mend = (await findings(own_installation))["keys"]
    assert (state, found) == ("broken", f"{name} is open to others")
    assert f"chmod 600 '{path}'" in mend


async def test_missing_keys_are_found(own_installation: Installation, tmp_path: Path) -> None:
    """Without keys nothing personal can be read: their backup is asked for first."""
    state, found, mend = (await findings(own_installation, POLYCLINIC_DATA_DIRECTORY=str(tmp_path)))["keys"]
    assert (state, found) == ("broken", "vault.json is missing")
    assert mend.startswith("Put the backup of the keys in its place")


async def test_a_setting_that_nobody_knows_is_found(own_installation: Installation) -> None:
    """A misspelt setting is a finding too."""
    said = await own_installation.polyclinic("doctor", POLYCLINIC_POOL_SIZES="3")
    assert (said.code, said.out.split()[:2]) == (1, ["broken", "settings"])
    assert "pool_sizes" in said.out
