"""Settings, read once from the environment.

Every setting is ``POLYCLINIC_<NAME>``; ``DATABASE_URL`` and ``REDIS_URL`` keep the names that platforms give them.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from application.shared.mendable import Mendable


class SettingsRefused(Mendable):
    """A setting is missing or cannot be what it says; the message names it and its mend."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this process is to run."""

    database_url: str = ""
    """PostgreSQL, possibly through PgBouncer; the role in it is replaced by the role of the process."""
    direct_database_url: str = ""
    """PostgreSQL itself, for what PgBouncer cannot carry (migrations, LISTEN). Empty: as ``database_url``."""
    owner_database_url: str = ""
    """PostgreSQL itself with the owner's password, for what changes the schema. Empty: as ``direct_url``."""
    redis_url: str = ""
    storage: Literal["postgres", "memory"] = "postgres"
    data_directory: Path = Path(".data")
    """Where embedded servers and the local key vault keep their files."""
    key_vault_file: Path | None = None
    """The local key vault; by default ``vault.json`` in the data directory."""
    key_vault_keys: str = ""
    """The vault's key material itself, where it comes with the environment instead of a file."""
    key_vault_kms: str = ""
    """What the aliases of the keys begin with where AWS KMS keeps them; who asks, stands in ``AWS_...``."""
    key_vault_endpoint: str = ""
    """Where the key management service is, if not at Amazon's."""
    pool_size: Annotated[int, msgspec.Meta(ge=1, le=500)] = 10
    """Connections to PostgreSQL per process."""
    statement_cache: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 1024
    """Prepared statements kept per connection; 0 behind a PgBouncer older than 1.21."""
    request_budget: Annotated[float, msgspec.Meta(gt=0, le=120)] = 10.0
    """Seconds that a request may take."""
    rate_of_credential: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)] = 600
    """Requests a minute of one sign-in or service key; 0 counts none."""
    rate_of_clinic: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)] = 12_000
    """Requests a minute of everybody who is signed in at one clinic; 0 counts none."""
    rate_of_address: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)] = 6_000
    """Requests a minute from one public address, or of all visitors whose address is private; 0 counts none."""
    trusted_proxies: str = ""
    """Addresses or networks of proxies, with commas between, whose word counts for where a visitor comes from."""
    allowed_origins: str = ""
    """Origins whose pages may read answers in a browser, with commas between; each exactly, none by default."""
    allow_unsafe: str = ""
    """What may be unsafe here all the same, by name, with commas between: for a machine to try it on."""
    checkpoint_every: Annotated[float, msgspec.Meta(ge=1, le=604_800)] = 3_600.0
    """Seconds between two checkpoints of a clinic's ledger, while it grows."""
    anchor_folder: Path | None = None
    """A folder that keeps checkpoints; better on a disk out of this machine's reach."""
    anchor_bucket: str = ""
    """A bucket that keeps checkpoints, and behind a slash a folder of it; who asks, stands in ``AWS_...``."""
    anchor_endpoint: str = ""
    """Where the bucket is, if not at Amazon's."""
    anchor_webhook: str = ""
    """An address to which checkpoints are sent."""
    anchor_webhook_secret: str = ""
    """What signs them, as its receiver has it (``whsec_...``)."""
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8000
    worker_port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8001
    """Where a worker answers how it is doing; on ``host`` too."""
    issuer: str = "polyclinic"
    """``iss`` of access tokens."""

    def __post_init__(self) -> None:
        """Take nothing that has not the form of what it is, and no webhook that would not be signed."""
        if not all(_ORIGIN.fullmatch(origin) for origin in self.origins):
            message = (
                "`allowed_origins` takes exact origins with commas between, such as https://portal.example, "
                "no pattern and no path"
            )
            raise ValueError(message)
        if self.key_vault_kms and not _ALIAS.fullmatch(self.key_vault_kms):
            message = "`key_vault_kms` takes what aliases begin with, such as alias/polyclinic, and not alias/aws/"
            raise ValueError(message)
        if self.anchor_webhook and not self.anchor_webhook_secret:
            message = "`anchor_webhook` needs `anchor_webhook_secret`: a receiver must know who sends"
            raise ValueError(message)

    @property
    def origins(self) -> frozenset[str]:
        """The allowed origins, each for itself."""
        return frozenset(origin for part in self.allowed_origins.split(",") if (origin := part.strip()))

    @property
    def allowed(self) -> frozenset[str]:
        """The names of what may be unsafe, each for itself."""
        return frozenset(name for part in self.allow_unsafe.split(",") if (name := part.strip()))

    @property
    def vault_path(self) -> Path:
        """Where the local key vault is."""
        return self.key_vault_file or self.data_directory / "vault.json"

    @property
    def signing_keys_path(self) -> Path:
        """Where the keys that sign access tokens are, sealed by the vault."""
        return self.data_directory / "signing-keys.json"

    @property
    def ledger_keys_path(self) -> Path:
        """Where the keys that sign the audit trail's batches are, sealed by the vault."""
        return self.data_directory / "ledger-keys.json"

    @property
    def direct_url(self) -> str:
        """PostgreSQL without a pooler between."""
        return self.direct_database_url or self.database_url

    @property
    def owner_url(self) -> str:
        """PostgreSQL without a pooler between, with the schema's owner's password."""
        return self.owner_database_url or self.direct_url


_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?")
_ALIAS = re.compile(r"alias/(?!aws/)[A-Za-z0-9_-]{1,60}(/[A-Za-z0-9_-]{1,60})?")

_PLAIN = {
    "DATABASE_URL": "database_url",
    "DIRECT_DATABASE_URL": "direct_database_url",
    "OWNER_DATABASE_URL": "owner_database_url",
    "REDIS_URL": "redis_url",
}
_PREFIX = "POLYCLINIC_"


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises ``SettingsRefused`` for an unknown name or a value out of range."""
    values = {field: environment[name] for name, field in _PLAIN.items() if environment.get(name)}
    for name, value in environment.items():
        if name.startswith(_PREFIX):
            values[name.removeprefix(_PREFIX).lower()] = value
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as wrong:
        message = f"a {_PREFIX}... setting is not usable: {wrong}; see docs/operating.md for what each may be"
        raise SettingsRefused(message) from wrong


def _path(kind: type, value: str) -> object:
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)
