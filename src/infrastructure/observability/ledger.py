"""Numbers of the ledger over the audit trail, of all clinics together."""

from collections.abc import Iterator

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from infrastructure.postgres.ledger.anchoring import LedgerAnchoring
from infrastructure.postgres.ledger.sealer import LedgerSealer


class LedgerCollector(Collector):
    """Tells what a sealer found at its last look; nothing while it is not connected."""

    def __init__(self, sealer: LedgerSealer) -> None:
        self._sealer = sealer

    def collect(self) -> Iterator[Metric]:
        """Give all numbers."""
        health = self._sealer.health
        if not health.connected:
            return
        for name, told, value in (
            ("sealer_leading", "1 where this process seals the audit trail, 0 where it stands by.", health.leading),
            ("unsealed_entries", "Entries of the audit trail that no batch holds yet.", health.waiting),
            ("missing_entries", "Entries that were removed before they were sealed: somebody tampers.", health.missing),
        ):
            yield GaugeMetricFamily(f"polyclinic_ledger_{name}", told, float(value))


class AnchoringCollector(Collector):
    """Tells what the anchoring found at its last look; nothing while it is not connected."""

    def __init__(self, anchoring: LedgerAnchoring) -> None:
        self._anchoring = anchoring

    def collect(self) -> Iterator[Metric]:
        """Give all numbers, by anchor."""
        health = self._anchoring.health
        for name, told, values in (
            ("unanchored_checkpoints", "Checkpoints that an anchor has not taken yet.", health.lacking),
            ("contradicted_clinics", "Clinics of which an anchor keeps another ledger.", health.contradicted),
        ):
            family = GaugeMetricFamily(f"polyclinic_ledger_{name}", told, labels=["anchor"])
            for anchor, value in values.items():
                family.add_metric([anchor], float(value))
            yield family
