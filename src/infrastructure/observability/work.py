"""Numbers of a worker: what became of jobs, what waits, how far followers are. No label names a clinic."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from application.shared.jobs import Attempt
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.jobs import JobCount

DURATIONS = (0.01, 0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0)
"""Seconds; the last is the longest that a kind of job takes unless it says otherwise."""


class Counted(Protocol):
    """Knows what waits."""

    @property
    def counts(self) -> Iterable[JobCount] | None:
        """The jobs that are not done; ``None`` while that is not known."""
        ...


class PrometheusJobMeter:
    """Counts and times attempts by kind and outcome."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Keep the numbers in a registry, beside those of requests."""
        self._attempts = Counter("polyclinic_job_attempts", "Attempts at jobs.", ("kind", "outcome"), registry=registry)
        self._durations = Histogram(
            "polyclinic_job_duration_seconds",
            "Time that an attempt at a job took.",
            ("kind",),
            buckets=DURATIONS,
            registry=registry,
        )

    def finished(self, attempt: Attempt, seconds: float) -> None:
        """Note how an attempt ended and how long it took."""
        self._attempts.labels(attempt.kind, attempt.outcome.value).inc()
        self._durations.labels(attempt.kind).observe(seconds)


class WorkCollector(Collector):
    """Tells what a worker measured last. What it cannot know at the moment has no number, rather than an old one."""

    def __init__(self, followers: FollowerProcess, jobs: Counted) -> None:
        self._followers = followers
        self._jobs = jobs

    def collect(self) -> Iterator[Metric]:
        """Give all numbers."""
        yield from self._sequencing()
        yield from self._following()
        counts = self._jobs.counts
        if counts is not None:
            yield self._depth(counts)

    def _sequencing(self) -> Iterator[Metric]:
        health = self._followers.sequencer.health
        if not health.connected:
            return
        for name, told, value in (
            ("sequencer_leading", "1 where this process numbers facts, 0 where it stands by.", float(health.leading)),
            ("sequencer_lag_facts", "Facts that have no number yet.", health.waiting),
            ("sequencer_lag_seconds", "Age of the oldest fact that has no number yet.", health.lag),
            ("watermark_age_seconds", "Time for which one open transaction has held back news.", health.watermark_age),
        ):
            yield GaugeMetricFamily(f"polyclinic_{name}", told, value)

    def _following(self) -> Iterator[Metric]:
        lag = GaugeMetricFamily(
            "polyclinic_follower_lag_facts", "Facts that wait, of all clinics.", labels=["follower"]
        )
        parked = GaugeMetricFamily(
            "polyclinic_follower_lanes_parked", "Lanes that wait for a person.", labels=["follower"]
        )
        for follower, found in self._followers.lags.items():
            lag.add_metric([follower], found.waiting)
            parked.add_metric([follower], found.parked)
        yield from (lag, parked)

    @staticmethod
    def _depth(counts: Iterable[JobCount]) -> Metric:
        depth = GaugeMetricFamily(
            "polyclinic_jobs", "Jobs that are not done, of all clinics.", labels=["kind", "state"]
        )
        for count in counts:
            depth.add_metric([count.kind, count.state], count.jobs)
        return depth
