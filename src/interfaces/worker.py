"""The worker process: follows the log, does jobs, and tells how it is doing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from socket import socket

from infrastructure.clocks import SystemClock
from infrastructure.containers.anchors import anchors
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.keys import ledger_key_file
from infrastructure.containers.opening import opened, role_pool
from infrastructure.containers.wiring import pipelines
from infrastructure.examination.starting import refuse_unsafe
from infrastructure.observability.ledger import AnchoringCollector, LedgerCollector
from infrastructure.observability.metrics import PrometheusMeter
from infrastructure.observability.readiness import servers_ready
from infrastructure.observability.work import PrometheusJobMeter, WorkCollector
from infrastructure.postgres.erasure.hearing import ErasuresHeard
from infrastructure.postgres.followers.catalogue import followers
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.followers.readiness import FollowerReady, SequencerReady
from infrastructure.postgres.ledger.anchoring import LedgerAnchoring
from infrastructure.postgres.ledger.anchoring_readiness import AnchoringReady
from infrastructure.postgres.ledger.readiness import SealerReady
from infrastructure.postgres.ledger.sealer import LedgerSealer
from infrastructure.postgres.listening import listening
from infrastructure.postgres.provisioning import FOLLOWER
from infrastructure.saq.process import WorkerProcess
from infrastructure.settings import Settings
from interfaces.http.monitoring import ReadinessCheck, monitored
from interfaces.jobs.kinds import job_kinds
from interfaces.server import serve


async def work(settings: Settings, listening: socket, stop: asyncio.Event) -> None:
    """Follow and work until ``stop`` is set, and answer all the while how that goes. Raises ``UnsafeConfiguration``."""
    await refuse_unsafe(settings, SystemClock())
    meter = PrometheusMeter()
    async with (
        opened(settings) as container,
        servers_ready(container.pool(), settings.redis_url) as servers,
        working(settings, container, meter) as checks,
    ):
        await serve(monitored([*servers, *checks], meter), listening, stop)


@asynccontextmanager
async def working(
    settings: Settings, container: ApplicationContainer, meter: PrometheusMeter
) -> AsyncIterator[Sequence[ReadinessCheck]]:
    """Follow and work beside whatever runs inside; at its end finish the batches and jobs that have begun.

    Gives what `ready` is to look at; ``meter`` tells the numbers.
    """
    stop = asyncio.Event()
    async with (
        role_pool(settings, FOLLOWER) as pool,
        listening(ErasuresHeard(container.shared().keys()), container.pool()),
        anchors(settings, container.shared().clock()) as kept_by,
        asyncio.TaskGroup() as group,
    ):
        shared = container.shared()
        clock = shared.clock()
        process = FollowerProcess(settings.direct_url, pool, shared.codec(), clock, followers(clock))
        worker = WorkerProcess(
            settings.direct_url,
            settings.redis_url,
            container.pool(),
            job_kinds(pipelines(container)),
            clock,
            meter=PrometheusJobMeter(meter.registry),
        )
        ledger_keys = ledger_key_file(settings, container.vault())
        sealer = LedgerSealer(settings.direct_url, ledger_keys, clock)
        every = timedelta(seconds=settings.checkpoint_every)
        anchoring = LedgerAnchoring(settings.direct_url, ledger_keys, clock, kept_by, every)
        meter.registry.register(WorkCollector(process, worker.dispatcher))
        meter.registry.register(LedgerCollector(sealer))
        meter.registry.register(AnchoringCollector(anchoring))
        checkpoints = process.runner.checkpoints
        lanes = [FollowerReady(checkpoints, follower.name) for follower in process.runner.followers]
        group.create_task(process.run(stop))
        group.create_task(worker.run(stop))
        group.create_task(sealer.run(stop))
        group.create_task(anchoring.run(stop))
        try:
            yield SequencerReady(process.sequencer), *lanes, SealerReady(sealer), AnchoringReady(anchoring)
        finally:
            stop.set()
