"""How fast a read model is built anew from its facts."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bench.booking import book
from bench.measurement import Measurement, alone
from bench.pace import Pace
from bench.practice import people, practice
from bench.processes import worker
from bench.registry import register
from bench.stage import Stage

from infrastructure.clocks import SystemClock
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.row_models import row_models
from infrastructure.postgres.followers.row_rebuild import RowRebuild
from infrastructure.postgres.followers.rows import RowModel
from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.provisioning import OWNER

_MODELS = ("patient", "appointment-and-hold")
_PROVIDERS = 10
_VISITS = 500
_MOST_PATIENTS = 10_000


@asynccontextmanager
async def rebuilding(stage: Stage, container: ApplicationContainer, model: RowModel) -> AsyncIterator[RowRebuild]:
    """Give what builds a model anew."""
    shared = container.shared()
    async with AsyncExitStack() as life:
        owner = await life.enter_async_context(stage.connected(OWNER))
        pool = await open_pool(stage.url, OWNER, size=4, statement_cache=64)
        life.push_async_callback(close_pool, pool)
        yield RowRebuild(
            owner, pool, shared.codec(), SystemClock(), model=model, store=shared.store(), keys=shared.keys()
        )


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Register and book, then rebuild patients and calendar in turns; a table's comparison and switch count too."""
    apart = await stage.another("rebuild")
    rates: dict[str, list[float]] = {name: [] for name in _MODELS}
    async with practice(apart) as clinic, worker(apart):
        await clinic.hire(_PROVIDERS)
        patients = await register(clinic, people(min(pace.patients, _MOST_PATIENTS), "rebuild"))
        await book(clinic, patients, _VISITS)
        async with apart.connected() as superuser:
            await superuser.execute("analyze")
        models = {model.name: model for model in row_models(clinic.container)}
        for _ in range(pace.rounds):
            for name, rate in rates.items():
                begun = time.perf_counter()
                async with rebuilding(apart, clinic.container, models[name]) as building:
                    facts = await building.run() or 0
                rate.append(facts / (time.perf_counter() - begun))
    return [
        alone(f"rebuild of {name}, feed read through", rate, unit="facts/s", better="higher")
        for name, rate in rates.items()
    ]
