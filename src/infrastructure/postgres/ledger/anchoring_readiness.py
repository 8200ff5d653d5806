"""What `ready` asks of the anchoring. It delays what can be proven, it stops nothing."""

from collections.abc import Mapping

from application.shared.refusals import Unavailable
from infrastructure.postgres.ledger.anchoring import LedgerAnchoring


class AnchoringReady:
    """Looks whether the ledger's checkpoints are taken where they are to be kept."""

    name = "anchors"
    needed = False

    def __init__(self, anchoring: LedgerAnchoring) -> None:
        self._anchoring = anchoring

    async def look(self) -> Mapping[str, int | float | str]:
        """Tell by anchor how many checkpoints it has not taken yet. Raises ``Unavailable``."""
        health = self._anchoring.health
        if not health.connected:
            raise Unavailable(part="database")
        return {"role": "leading" if health.leading else "standing by", **health.lacking}
