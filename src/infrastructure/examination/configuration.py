"""What settings, environment and files must not be: one table, which a start and the doctor both go through."""

import os
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit

from infrastructure.examination.finding import Finding, broken, ok
from infrastructure.settings import Settings

SHORTEST_SECRET: Final = 16
"""Characters of a password that a program brings: 64 bits where each is a hexadecimal digit (`openssl rand -hex 8`)."""

WIDEST_NETWORK: Final = {4: 8, 6: 16}
"""Bits that a network of proxies has at least, by the version of IP: a wider one holds strangers."""

ENCRYPTED: Final = {"require", "verify-ca", "verify-full"}
"""Values of ``sslmode`` with which nothing is sent in clear; ``prefer`` gives in to whoever says that it has no TLS."""

_EVERYBODY_WRITES: Final = 0o002


class Unsafe(NamedTuple):
    """One thing that no configuration may be."""

    subject: str
    is_so: Callable[[Settings, Mapping[str, str]], bool]
    """Given the settings and the environment."""
    found: str
    mend: str


def _is_here(host: str | None) -> bool:
    """Tell whether an address leads to this machine alone; without a host it is a socket of this machine."""
    if host in {None, "", "localhost"}:
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _far(*urls: str) -> list[SplitResult]:
    """Give those addresses that lead to other machines."""
    return [parts for url in urls if url and not _is_here((parts := urlsplit(url)).hostname)]


def _databases(settings: Settings) -> list[SplitResult]:
    return _far(settings.database_url, settings.direct_database_url, settings.owner_database_url)


def _is_guessable(parts: SplitResult) -> bool:
    return len(parts.password or "") < SHORTEST_SECRET


def _sends_in_clear(parts: SplitResult) -> bool:
    asked = parse_qs(parts.query)
    if parts.scheme.startswith("redis"):
        return parts.scheme != "rediss" or asked.get("ssl_cert_reqs") == ["none"]
    return asked.get("sslmode", ["prefer"])[-1] not in ENCRYPTED


def _trusts_strangers(settings: Settings, _: Mapping[str, str]) -> bool:
    return any(_is_wide(proxy.strip()) for proxy in settings.trusted_proxies.split(",") if proxy.strip())


def _is_wide(proxy: str) -> bool:
    try:
        network = ip_network(proxy, strict=False)
    except ValueError:
        return proxy == "*"
    return network.prefixlen < WIDEST_NETWORK[network.version]


def _is_public_in_clear(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and not _is_here(parts.hostname)


def _lies_beside_data(settings: Settings, _: Mapping[str, str]) -> bool:
    """Look for a database's files around the vault's: whoever copies the one then copies the other."""
    if settings.key_vault_keys or settings.key_vault_kms:
        return False
    folder = settings.vault_path.absolute().parent
    above = any((one / "PG_VERSION").exists() for one in (folder, *folder.parents))
    return above or any(any(folder.glob(place)) for place in ("*/PG_VERSION", "*/data/PG_VERSION"))


def _vaults(settings: Settings) -> int:
    return sum(map(bool, (settings.key_vault_keys, settings.key_vault_file, settings.key_vault_kms)))


def _may_be_replaced(settings: Settings, _: Mapping[str, str]) -> bool:
    return any(_is_written_by_everybody(folder) for folder in {settings.vault_path.parent, settings.data_directory})


def _is_written_by_everybody(folder: Path) -> bool:
    return folder.exists() and bool(folder.stat().st_mode & _EVERYBODY_WRITES)


UNSAFE: Final = (
    Unsafe(
        "rate of credential",
        lambda settings, _: not settings.rate_of_credential,
        "whoever is signed in may ask without end",
        "Set POLYCLINIC_RATE_OF_CREDENTIAL to requests a minute, such as 600.",
    ),
    Unsafe(
        "rate of clinic",
        lambda settings, _: not settings.rate_of_clinic,
        "one clinic may ask without end, and others wait for it",
        "Set POLYCLINIC_RATE_OF_CLINIC to requests a minute, such as 12000.",
    ),
    Unsafe(
        "rate of address",
        lambda settings, _: not settings.rate_of_address,
        "strangers may ask without end",
        "Set POLYCLINIC_RATE_OF_ADDRESS to requests a minute, such as 6000.",
    ),
    Unsafe(
        "trusted proxies",
        _trusts_strangers,
        "anybody's word counts for where a visitor comes from",
        "Name the proxies in POLYCLINIC_TRUSTED_PROXIES, each by its address or its own small network.",
    ),
    Unsafe(
        "allowed origins",
        lambda settings, _: any(map(_is_public_in_clear, settings.origins)),
        "a page that came in clear, which anybody on the way may have changed, may read answers",
        "Name origins with https:// in POLYCLINIC_ALLOWED_ORIGINS.",
    ),
    Unsafe(
        "issuer",
        lambda settings, _: _is_public_in_clear(settings.issuer),
        "tokens name an issuer whose keys would be fetched in clear",
        "Begin POLYCLINIC_ISSUER with https://.",
    ),
    Unsafe(
        "storage",
        lambda settings, _: settings.storage == "memory",
        "nothing is kept",
        "Set POLYCLINIC_STORAGE=postgres.",
    ),
    Unsafe(
        "database password",
        lambda settings, _: any(map(_is_guessable, _databases(settings))),
        "another machine's database is reached with no password, or with one that can be guessed",
        "Give the roles a password of 16 characters or more, such as `openssl rand -hex 32` makes, and name it in "
        "DATABASE_URL, DIRECT_DATABASE_URL and OWNER_DATABASE_URL.",
    ),
    Unsafe(
        "database encryption",
        lambda settings, _: any(map(_sends_in_clear, _databases(settings))),
        "another machine's database is reached in clear, or would be if it asked for that",
        "Add ?sslmode=verify-full to DATABASE_URL, DIRECT_DATABASE_URL and OWNER_DATABASE_URL.",
    ),
    Unsafe(
        "redis password",
        lambda settings, _: any(map(_is_guessable, _far(settings.redis_url))),
        "another machine's Redis is reached with no password, or with one that can be guessed",
        "Give Redis a password of 16 characters or more, and name it in REDIS_URL.",
    ),
    Unsafe(
        "redis encryption",
        lambda settings, _: any(map(_sends_in_clear, _far(settings.redis_url))),
        "another machine's Redis is reached in clear, or without looking whose certificate it is",
        "Begin REDIS_URL with rediss://, and leave ssl_cert_reqs as it is.",
    ),
    Unsafe(
        "debugging",
        lambda _, environment: environment.get("LITESTAR_DEBUG") == "1",
        "failures are answered with what the server was doing",
        "Unset LITESTAR_DEBUG.",
    ),
    Unsafe(
        "debugger",
        lambda _, environment: environment.get("LITESTAR_PDB") == "1",
        "a failure stops the process for somebody to look into it",
        "Unset LITESTAR_PDB.",
    ),
    Unsafe(
        "event loop debugging",
        lambda _, environment: bool(environment.get("PYTHONASYNCIODEBUG") or environment.get("PYTHONDEVMODE")),
        "what takes long is logged with what it was called with",
        "Unset PYTHONASYNCIODEBUG and PYTHONDEVMODE.",
    ),
    Unsafe(
        "session keys",
        lambda _, environment: bool(environment.get("SSLKEYLOGFILE")),
        "the keys of every TLS connection are written to a file",
        "Unset SSLKEYLOGFILE.",
    ),
    Unsafe(
        "two vaults",
        lambda settings, _: _vaults(settings) > 1,
        "keys are named twice, and which are meant is anybody's guess",
        "Set one of POLYCLINIC_KEY_VAULT_KEYS, POLYCLINIC_KEY_VAULT_FILE and POLYCLINIC_KEY_VAULT_KMS, not both.",
    ),
    Unsafe(
        "key vault encryption",
        lambda settings, _: _is_public_in_clear(settings.key_vault_endpoint),
        "the keys of persons are sent in clear to another machine",
        "Begin POLYCLINIC_KEY_VAULT_ENDPOINT with https://.",
    ),
    Unsafe(
        "keys beside the data",
        _lies_beside_data,
        "whoever copies the database's directory has the keys of what is sealed in it",
        "Keep the vault elsewhere: name its file in POLYCLINIC_KEY_VAULT_FILE.",
    ),
    Unsafe(
        "folder of the keys",
        _may_be_replaced,
        "every account of the machine may put keys of its own in the place of ours",
        "Run chmod o-w on the folder of the keys and on POLYCLINIC_DATA_DIRECTORY.",
    ),
)
"""Every row is refused at the start unless ``POLYCLINIC_ALLOW_UNSAFE`` names it."""


def configuration(settings: Settings, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Go through the table, and tell what is so that must not be."""
    found = [
        broken(unsafe.subject, unsafe.found, unsafe.mend) for unsafe in UNSAFE if unsafe.is_so(settings, environment)
    ]
    yield from found or [ok("configuration", f"none of {len(UNSAFE)} unsafe things is so")]
