"""What is unsafe does not start, says why, and how it is mended."""

from pathlib import Path

import pytest

from infrastructure.examination.configuration import UNSAFE, configuration
from infrastructure.settings import load_settings
from integration.cli.installation import Installation

LONG, SHORT = "correct-horse-battery-staple", "battery"
ELSEWHERE = f"postgresql://polyclinic_app:{LONG}@db.example/polyclinic"
REDIS_ELSEWHERE = f"redis://:{LONG}@redis.example:6379/0"
VAULT = "POLYCLINIC_DATA_DIRECTORY"

WRONG = [
    ("rate of credential", {"POLYCLINIC_RATE_OF_CREDENTIAL": "0"}),
    ("rate of clinic", {"POLYCLINIC_RATE_OF_CLINIC": "0"}),
    ("rate of address", {"POLYCLINIC_RATE_OF_ADDRESS": "0"}),
    ("trusted proxies", {"POLYCLINIC_TRUSTED_PROXIES": "10.0.0.1, 0.0.0.0/0"}),
    ("trusted proxies", {"POLYCLINIC_TRUSTED_PROXIES": "*"}),
    ("trusted proxies", {"POLYCLINIC_TRUSTED_PROXIES": "::/0"}),
    ("trusted proxies", {"POLYCLINIC_TRUSTED_PROXIES": "2000::/3"}),
    ("allowed origins", {"POLYCLINIC_ALLOWED_ORIGINS": "http://portal.example"}),
    ("issuer", {"POLYCLINIC_ISSUER": "http://clinic.example"}),
    ("storage", {"POLYCLINIC_STORAGE": "memory"}),
    ("database password", {"DATABASE_URL": "postgresql://polyclinic_app@db.example/polyclinic?sslmode=require"}),
    ("database password", {"DIRECT_DATABASE_URL": f"postgresql://polyclinic_app:{SHORT}@10.0.0.1/p?sslmode=require"}),
    ("database encryption", {"DATABASE_URL": ELSEWHERE}),
    ("database encryption", {"OWNER_DATABASE_URL": f"{ELSEWHERE}?sslmode=disable"}),
    ("database encryption", {"DATABASE_URL": f"{ELSEWHERE}?sslmode=prefer"}),
    ("redis password", {"REDIS_URL": "rediss://redis.example:6379/0"}),
    ("redis encryption", {"REDIS_URL": REDIS_ELSEWHERE}),
    ("redis encryption", {"REDIS_URL": f"{REDIS_ELSEWHERE.replace('redis:', 'rediss:')}?ssl_cert_reqs=none"}),
    ("debugging", {"LITESTAR_DEBUG": "1"}),
    ("debugger", {"LITESTAR_PDB": "1"}),
    ("event loop debugging", {"PYTHONASYNCIODEBUG": "1"}),
    ("event loop debugging", {"PYTHONDEVMODE": "1"}),
    ("session keys", {"SSLKEYLOGFILE": "keys.log"}),
    ("two vaults", {"POLYCLINIC_KEY_VAULT_KEYS": "some", "POLYCLINIC_KEY_VAULT_FILE": "other.json"}),
    ("two vaults", {"POLYCLINIC_KEY_VAULT_KMS": "alias/polyclinic", "POLYCLINIC_KEY_VAULT_FILE": "other.json"}),
    ("key vault encryption", {"POLYCLINIC_KEY_VAULT_ENDPOINT": "http://kms.example"}),
]
"""What is found, and in which environment."""

RIGHT = [
    {"DATABASE_URL": f"{ELSEWHERE}?sslmode=verify-full", "REDIS_URL": REDIS_ELSEWHERE.replace("redis:", "rediss:")},
    {"DATABASE_URL": "postgresql://polyclinic_app@127.0.0.1/polyclinic", "REDIS_URL": "redis://localhost:6379"},
    {"DATABASE_URL": "postgresql://polyclinic_app@[::1]/polyclinic"},
    {"POLYCLINIC_TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::/32, 127.0.0.1"},
    {"POLYCLINIC_ALLOWED_ORIGINS": "https://portal.example, http://localhost:3000"},
    {"POLYCLINIC_ISSUER": "https://clinic.example"},
    {"LITESTAR_DEBUG": "0"},
    {"POLYCLINIC_KEY_VAULT_KMS": "alias/polyclinic", "POLYCLINIC_KEY_VAULT_ENDPOINT": "https://kms.example"},
    {"POLYCLINIC_KEY_VAULT_KMS": "alias/polyclinic/lakes", "POLYCLINIC_KEY_VAULT_ENDPOINT": "http://127.0.0.1:4566"},
]


def found(environment: dict[str, str]) -> list[str]:
    """Give the subjects that are broken in an environment."""
    findings = configuration(load_settings(environment), environment)
    return [finding.subject for finding in findings if finding.state == "broken"]


@pytest.mark.parametrize(("subject", "environment"), WRONG)
def test_it_is_found(subject: str, environment: dict[str, str], tmp_path: Path) -> None:
    """Each thing that must not be is found for itself."""
    assert found({VAULT: str(tmp_path), **environment}) == [subject]


@pytest.mark.parametrize("environment", RIGHT)
def test_what_may_be_is_not_found(environment: dict[str, str], tmp_path: Path) -> None:
    """What is like it, and safe, is let through."""
    assert found({VAULT: str(tmp_path), **environment}) == []


@pytest.mark.parametrize("place", ["PG_VERSION", "postgres/PG_VERSION", "postgres/data/PG_VERSION"])
def test_keys_beside_the_data_are_found(tmp_path: Path, place: str) -> None:
    """Keys in a database's directory, or beside it, are copied with it."""
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).touch()
    assert found({VAULT: str(tmp_path)}) == ["keys beside the data"]
    assert found({VAULT: str(tmp_path), "POLYCLINIC_KEY_VAULT_KEYS": "some"}) == []
    assert found({VAULT: str(tmp_path), "POLYCLINIC_KEY_VAULT_KMS": "alias/polyclinic"}) == []


def test_a_folder_that_everybody_writes_is_found(tmp_path: Path) -> None:
    """Who may write a folder may put another file in a file's place."""
    tmp_path.chmod(0o777)
    assert found({VAULT: str(tmp_path)}) == ["folder of the keys"]


def test_every_row_is_tried() -> None:
    """No row of the table is untried."""
    tried = {subject for subject, _ in WRONG} | {"keys beside the data", "folder of the keys"}
    assert tried == {unsafe.subject for unsafe in UNSAFE}


async def test_nothing_is_started(own_installation: Installation) -> None:
    """The API and the worker refuse alike; each thing is named with its mend, and the way to let it through."""
    for process, port in (("api", "POLYCLINIC_PORT"), ("worker", "POLYCLINIC_WORKER_PORT")):
        unsafe = {"POLYCLINIC_RATE_OF_CLINIC": "0", "LITESTAR_DEBUG": "1", port: "0"}
        said = await own_installation.polyclinic(process, **unsafe)
        assert said.code == 1
        assert "rate-of-clinic: one clinic may ask without end" in said.err
        assert "Set POLYCLINIC_RATE_OF_CLINIC to requests a minute" in said.err
        assert "POLYCLINIC_ALLOW_UNSAFE=rate-of-clinic,debugging" in said.err


async def test_the_database_is_looked_at(own_installation: Installation) -> None:
    """What the doctor finds broken in the database stops a start too."""
    said = await own_installation.polyclinic("api", POLYCLINIC_ALLOW_UNSAFE="", POLYCLINIC_PORT="0")
    assert said.code == 1
    assert "durability: fsync=off" in said.err


async def test_only_known_names_let_through(own_installation: Installation) -> None:
    """A name that nobody looks at lets nothing through, and the names that there are stand in the sentence."""
    said = await own_installation.polyclinic("api", POLYCLINIC_ALLOW_UNSAFE="durabilty", POLYCLINIC_PORT="0")
    assert said.code == 1
    assert "names what nobody looks at: durabilty" in said.err
    assert "row-level-security" in said.err
