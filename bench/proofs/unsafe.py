"""Configurations in which nobody should be served: what is set or done, and what the refusal must say."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from infrastructure.postgres.provisioning import APP, AUDITOR, FOLLOWER, OWNER, SEALER, SWEEPER


class Case(NamedTuple):
    """One unsafe configuration; everything else about it is safe."""

    name: str
    says: str
    """Words of the mend that the refusal must name."""
    settings: Mapping[str, str] = {}
    done: str = ""
    """What an administrator did to the database."""
    undone: str = ""
    spoilt: Callable[[Path], object] | None = None
    """What was done to the folder of the keys."""


_SECRET: Final = "correct-horse-battery-staple"  # noqa: S105 - nobody's
_USUAL: Final = "postgres"
_DATABASE: Final = f"postgresql://polyclinic_app:{_SECRET}@192.0.2.1/polyclinic"
_REDIS: Final = f"redis://:{_SECRET}@192.0.2.1:6379/0"


def _too_strong(role: str, right: str) -> Case:
    return Case(
        f"{role} has {right}",
        "with alter role",
        done=f"alter role {role} {right}",
        undone=f"alter role {role} no{right}",
    )


def _allowed(role: str, right: str, table: str) -> Case:
    grant, revoke = f"grant {right} on {table} to {role}", f"revoke {right} on {table} from {role}"
    return Case(f"{role} may {right} {table}", "must stay as it was", done=grant, undone=revoke)


def _opened(name: str) -> Case:
    return Case(f"{name} is open to others", "chmod 600", spoilt=lambda folder: (folder / name).chmod(0o644))


CASES: Final = (
    Case(
        "one credential asks without end", "Set POLYCLINIC_RATE_OF_CREDENTIAL", {"POLYCLINIC_RATE_OF_CREDENTIAL": "0"}
    ),
    Case("one clinic asks without end", "Set POLYCLINIC_RATE_OF_CLINIC", {"POLYCLINIC_RATE_OF_CLINIC": "0"}),
    Case("strangers ask without end", "Set POLYCLINIC_RATE_OF_ADDRESS", {"POLYCLINIC_RATE_OF_ADDRESS": "0"}),
    Case("every proxy is believed", "Name the proxies", {"POLYCLINIC_TRUSTED_PROXIES": "*"}),
    Case("every IPv4 proxy is believed", "Name the proxies", {"POLYCLINIC_TRUSTED_PROXIES": "0.0.0.0/0"}),
    Case("every IPv6 proxy is believed", "Name the proxies", {"POLYCLINIC_TRUSTED_PROXIES": "::/0"}),
    Case("pages of all origins read", "takes exact origins", {"POLYCLINIC_ALLOWED_ORIGINS": "*"}),
    Case("pages in clear read", "Name origins with https://", {"POLYCLINIC_ALLOWED_ORIGINS": "http://portal.example"}),
    Case("an issuer in clear", "Begin POLYCLINIC_ISSUER", {"POLYCLINIC_ISSUER": "http://clinic.example"}),
    Case("nothing is kept", "Set POLYCLINIC_STORAGE", {"POLYCLINIC_STORAGE": "memory"}),
    Case("no deadline", "docs/operating.md", {"POLYCLINIC_REQUEST_BUDGET": "0"}),
    Case("a deadline without end", "docs/operating.md", {"POLYCLINIC_REQUEST_BUDGET": "inf"}),
    Case("a setting that nobody reads", "docs/operating.md", {"POLYCLINIC_DEBUG": "1"}),
    Case("failures are shown", "Unset LITESTAR_DEBUG", {"LITESTAR_DEBUG": "1"}),
    Case("a debugger waits", "Unset LITESTAR_PDB", {"LITESTAR_PDB": "1"}),
    Case("what takes long is logged", "Unset PYTHONASYNCIODEBUG", {"PYTHONASYNCIODEBUG": "1"}),
    Case("development mode", "PYTHONDEVMODE", {"PYTHONDEVMODE": "1"}),
    Case("TLS keys are written down", "Unset SSLKEYLOGFILE", {"SSLKEYLOGFILE": "tls.log"}),
    Case(
        "a database without password",
        "Give the roles a password",
        {"DATABASE_URL": "postgresql://polyclinic_app@192.0.2.1/p?sslmode=verify-full"},
    ),
    Case(
        "a database with a default password",
        "Give the roles a password",
        {"DATABASE_URL": f"postgresql://polyclinic_app:{_USUAL}@192.0.2.1/p?sslmode=verify-full"},
    ),
    Case("a database in clear", "Add ?sslmode=verify-full", {"DATABASE_URL": f"{_DATABASE}?sslmode=disable"}),
    Case("a database that may ask for clear", "Add ?sslmode=verify-full", {"DATABASE_URL": _DATABASE}),
    Case("listening in clear", "Add ?sslmode=verify-full", {"DIRECT_DATABASE_URL": _DATABASE}),
    Case("Redis without password", "Give Redis a password", {"REDIS_URL": "rediss://192.0.2.1:6379/0"}),
    Case("Redis with a short password", "Give Redis a password", {"REDIS_URL": "rediss://:redis@192.0.2.1:6379/0"}),
    Case("Redis in clear", "Begin REDIS_URL with rediss://", {"REDIS_URL": _REDIS}),
    Case(
        "anybody's Redis",
        "leave ssl_cert_reqs",
        {"REDIS_URL": f"{_REDIS.replace('redis', 'rediss')}?ssl_cert_reqs=none"},
    ),
    Case("more connections than there are", "Set POLYCLINIC_POOL_SIZE", {"POLYCLINIC_POOL_SIZE": "200"}),
    Case(
        "keys in two places", "not both", {"POLYCLINIC_KEY_VAULT_KEYS": "x", "POLYCLINIC_KEY_VAULT_FILE": "vault.json"}
    ),
    Case(
        "keys in two vaults",
        "not both",
        {"POLYCLINIC_KEY_VAULT_KMS": "alias/polyclinic", "POLYCLINIC_KEY_VAULT_FILE": "vault.json"},
    ),
    Case(
        "keys sent in clear",
        "Begin POLYCLINIC_KEY_VAULT_ENDPOINT with https://",
        {"POLYCLINIC_KEY_VAULT_KMS": "alias/polyclinic", "POLYCLINIC_KEY_VAULT_ENDPOINT": "http://192.0.2.1"},
    ),
    Case("keys of the service's own", "docs/operating.md", {"POLYCLINIC_KEY_VAULT_KMS": "alias/aws/s3"}),
    Case(
        "a key service that is away",
        "the way to the service",
        {
            "POLYCLINIC_KEY_VAULT_KMS": "alias/polyclinic",
            "POLYCLINIC_KEY_VAULT_ENDPOINT": "http://127.0.0.1:9",
            "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "any",
        },
    ),
    Case("keys that are none", "backup of the keys", {"POLYCLINIC_KEY_VAULT_KEYS": "changeme"}),
    Case("no vault", "backup of the keys", spoilt=lambda folder: (folder / "vault.json").unlink()),
    Case("no signing keys", "backup of the keys", spoilt=lambda folder: (folder / "signing-keys.json").unlink()),
    Case("a vault of nonsense", "backup of the keys", spoilt=lambda folder: (folder / "vault.json").write_text("{}")),
    _opened("vault.json"),
    _opened("signing-keys.json"),
    Case("others may replace keys", "chmod o-w", spoilt=lambda folder: folder.chmod(0o777)),
    Case(
        "keys in the database's folder",
        "Keep the vault elsewhere",
        spoilt=lambda folder: (folder / "PG_VERSION").touch(),
    ),
    _too_strong(APP, "superuser"),
    _too_strong(APP, "bypassrls"),
    _too_strong(FOLLOWER, "createrole"),
    _too_strong(SWEEPER, "createdb"),
    _too_strong(AUDITOR, "replication"),
    _too_strong(SEALER, "bypassrls"),
    Case(
        "the application is an owner",
        "memberships",
        done=f"grant {OWNER} to {APP}",
        undone=f"revoke {OWNER} from {APP}",
    ),
    Case(
        "the application owns a table",
        "reassign owned",
        done=f"alter table day_board owner to {APP}",
        undone=f"alter table day_board owner to {OWNER}",
    ),
    Case(
        "a table without row-level security",
        "enable row level security",
        done="alter table patient disable row level security",
        undone="alter table patient enable row level security",
    ),
    Case(
        "a table whose owner is exempt",
        "force row level security",
        done="alter table event no force row level security",
        undone="alter table event force row level security",
    ),
    _allowed(APP, "update", "event"),
    _allowed(FOLLOWER, "delete", "event"),
    _allowed(APP, "truncate", "audit_entry"),
    _allowed(SEALER, "update", "ledger_batch"),
    Case(
        "the follower adds to the ledger",
        f"{SEALER} alone adds to the ledger",
        done=f"grant insert on ledger_batch to {FOLLOWER}",
        undone=f"revoke insert on ledger_batch from {FOLLOWER}",
    ),
    Case(
        "the application makes functions",
        "revoke create on schema",
        done=f"grant create on schema public to {APP}",
        undone=f"revoke create on schema public from {APP}",
    ),
    Case(
        "acknowledged is not kept",
        "Set synchronous_commit to on",
        done=f"alter role {APP} set synchronous_commit = off",
        undone=f"alter role {APP} reset synchronous_commit",
    ),
    Case(
        "statements are logged",
        "Set log_statement",
        done=f"alter role {APP} set log_statement = 'all'",
        undone=f"alter role {APP} reset log_statement",
    ),
    Case(
        "migrations are behind",
        "polyclinic migrate",
        done="create table kept as table alembic_version; update alembic_version set version_num = '0006'",
        undone="update alembic_version set version_num = (select version_num from kept); drop table kept",
    ),
)
