"""Real PostgreSQL and real Valkey from Python wheels, for one machine: `make run` and the integration tests.

Each server lives in a directory of the project's own, no longer than the process that started it, and is ended by its
process id. Servers trust whoever reaches them: the socket is private to their account, TCP is bound to loopback only.
Production sets `DATABASE_URL` and `REDIS_URL` instead and does not install the wheels.
"""

from infrastructure.embedded.disk import telling_full_disk
from infrastructure.embedded.errors import (
    BinariesNotFound,
    DirectoryInUse,
    DiskFull,
    EmbeddedServerError,
    PortTaken,
    StartFailed,
)
from infrastructure.embedded.postgres import EmbeddedPostgres
from infrastructure.embedded.valkey import EmbeddedValkey

__all__ = [
    "BinariesNotFound",
    "DirectoryInUse",
    "DiskFull",
    "EmbeddedPostgres",
    "EmbeddedServerError",
    "EmbeddedValkey",
    "PortTaken",
    "StartFailed",
    "telling_full_disk",
]
