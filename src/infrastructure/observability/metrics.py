"""Numbers for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

DURATIONS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; the last is the deadline of a request."""


class PrometheusMeter:
    """Counts and times this process's requests, by route template: never by address, which holds ids."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        """Keep the numbers in ``registry``; by default in one of its own, with those of the process itself."""
        if registry is None:
            registry = CollectorRegistry()
            ProcessCollector(registry=registry)
            GCCollector(registry=registry)
        self.registry = registry
        self._requests = Counter(
            "polyclinic_http_requests",
            "Requests that were answered.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._durations = Histogram(
            "polyclinic_http_request_duration_seconds",
            "Time from a request's arrival to its answer's end.",
            ("method", "route"),
            buckets=DURATIONS,
            registry=registry,
        )
        self._in_flight = Gauge(
            "polyclinic_http_requests_in_flight", "Requests that are being served.", registry=registry
        )

    def started(self) -> None:
        """Note that a request is in flight."""
        self._in_flight.inc()

    def finished(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note that it no longer is."""
        self._in_flight.dec()
        self._requests.labels(method, route, str(status)).inc()
        self._durations.labels(method, route).observe(seconds)

    def exposition(self) -> tuple[bytes, str]:
        """Give all numbers as text, and its media type."""
        return generate_latest(self.registry), CONTENT_TYPE_PLAIN_1_0_0
