"""A ledger of the test's own, sealed and exported as the worker and the command line do it."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from domain.audit.batch import Ledger
from domain.audit.checkpoint import Checkpoint
from domain.shared.identifiers import ClinicId
from infrastructure.clocks import SystemClock
from infrastructure.crypto.signed_notes import signed
from infrastructure.crypto.signing_keys import SigningKeyFile, SigningKeys
from infrastructure.crypto.verified_ledger import verified
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.ledger.exporting import exported, ledger_now
from infrastructure.postgres.ledger.sealer import LedgerSealer
from infrastructure.postgres.provisioning import AUDITOR, SEALER
from integration.databases import Database


@dataclass(frozen=True, slots=True)
class Sealing:
    """A database, and the keys that seal in it."""

    database: Database
    keys: SigningKeys
    sealer: LedgerSealer

    @classmethod
    def over(cls, database: Database, folder: Path, keys: SigningKeys | None = None) -> "Sealing":
        """Seal in a database."""
        file = SigningKeyFile(folder / "ledger-keys.json", InMemoryKeyVault())
        return cls(
            database, keys or SigningKeys.generate(), LedgerSealer(database.url, file, SystemClock(), every=0.02)
        )

    async def seal(self, keys: SigningKeys | None = None) -> int:
        """Seal what waits; give how many entries that were."""
        async with connected(self.database.url, SEALER) as connection:
            return await self.sealer.seal_all(connection, keys or self.keys)

    async def export(self, clinic: ClinicId) -> list[bytes]:
        """Export a clinic's ledger."""
        async with connected(self.database.url, AUDITOR) as connection:
            return [msgspec.json.encode(line) async for line in exported(connection, clinic)]

    async def note(self, clinic: ClinicId) -> str:
        """Make a checkpoint of it."""
        async with connected(self.database.url, AUDITOR) as connection:
            ledger = await ledger_now(connection, clinic)
        made = Checkpoint.of(clinic, ledger.tree.size, ledger.tree.root)
        return signed(made.body(), made.origin, self.keys.private)

    async def verified(self, clinic: ClinicId, *notes: str) -> Ledger:
        """Verify a clinic's ledger, from an export of it."""
        return verified(await self.export(clinic), notes)
