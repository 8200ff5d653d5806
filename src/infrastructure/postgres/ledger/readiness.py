"""What `ready` asks of the sealer. It delays what can be proven, it stops nothing."""

from collections.abc import Mapping

from application.shared.refusals import Unavailable
from infrastructure.postgres.ledger.sealer import LedgerSealer


class SealerReady:
    """Looks whether the audit trail's entries are being sealed."""

    name = "ledger"
    needed = False

    def __init__(self, sealer: LedgerSealer) -> None:
        """Ask this process's own sealer, which measures at each look."""
        self._sealer = sealer

    async def look(self) -> Mapping[str, int | float | str]:
        """Tell how many entries wait, and how many were removed before they were sealed. Raises ``Unavailable``."""
        health = self._sealer.health
        if not health.connected:
            raise Unavailable(part="database")
        role = "leading" if health.leading else "standing by"
        return {"role": role, "waiting": health.waiting, "missing": health.missing}
