"""A worker in a process of its own answers how it is doing, as every process does."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from infrastructure.clocks import SystemClock
from infrastructure.embedded.port import LOOPBACK, choose_port
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.catalogue import followers
from integration.background import eventually
from integration.cli.installation import Installation
from integration.cli.mishaps import NEWER, dead_job, first_booking, followed, numbered, revised
from integration.deploy.files import DEPLOY
from integration.http.scheduling.practice import Practice, practice
from integration.stack import Stack


@pytest.fixture(scope="module", autouse=True)
async def at(stack: Stack, installation: Installation, follower_pool: Pool, app_pool: Pool) -> Practice:
    """Give a clinic with a booked visit that the board's follower cannot take, and with a dead job."""
    at = await practice(await stack.open_clinic())
    await at.booked()
    await numbered(installation.database)
    await revised(installation.database, at.clinic.id, await first_booking(installation.database, at.clinic.id), NEWER)
    await followed(follower_pool)
    await dead_job(app_pool, at.clinic.id)
    return at


@pytest.fixture(scope="module")
async def worker(installation: Installation) -> AsyncIterator[httpx.AsyncClient]:
    """Run a worker until the module is done, and give a client of what it answers."""
    port = choose_port(None)
    async with (
        installation.running("worker", POLYCLINIC_WORKER_PORT=str(port)),
        httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{port}/api/monitoring", timeout=10) as client,
    ):

        async def answers() -> bool:
            try:
                return bool((await client.get("/ready")).json()["state"] == "ready")
            except httpx.TransportError:
                return False

        await eventually(answers)
        yield client


async def test_it_is_alive(worker: httpx.AsyncClient) -> None:
    """The image's health check, which asks the API of an API's container, asks a worker the same way."""
    port = str(worker.base_url.port)
    program = [sys.executable, "-I", str(DEPLOY / "health.py")]
    asked = await asyncio.create_subprocess_exec(*program, env=os.environ | {"POLYCLINIC_PORT": port})
    assert await asked.wait() == 0


async def test_ready_names_what_it_depends_on(worker: httpx.AsyncClient) -> None:
    """Each server with its state and latency; the watermark's age; each follower with its lag and parked lanes."""
    dependencies = (await worker.get("/ready")).json()["dependencies"]
    assert {name: found["state"] for name, found in dependencies.items()} == {
        "database": "up",
        "redis": "up",
        "sequencer": "up",
        "ledger": "up",
        "anchors": "up",
        **{f"follower {one.name}": "up" for one in followers(SystemClock())},
    }
    assert all(found["latency_ms"] >= 0 for found in dependencies.values())
    assert dependencies["sequencer"]["details"]["watermark_age_seconds"] >= 0
    board = dependencies["follower day-board"]["details"]
    assert (board["parked"], board["waiting"] > 0) == (1, True)


async def test_its_numbers_tell_what_waits(worker: httpx.AsyncClient, at: Practice) -> None:
    """Jobs by kind and outcome, how long they took, what waits and is dead, how far followers are: and no clinic."""

    async def told() -> str:
        text = (await worker.get("/metrics")).text
        return (
            text if 'kind="scheduling.tidy-expired-holds",outcome="done"' in text and "polyclinic_jobs{" in text else ""
        )

    numbers = await eventually(told)
    for line in (
        'polyclinic_job_duration_seconds_count{kind="scheduling.tidy-expired-holds"}',
        'polyclinic_jobs{kind="test.remind",state="dead"} 1.0',
        'polyclinic_follower_lanes_parked{follower="day-board"} 1.0',
        'polyclinic_follower_lag_facts{follower="day-board"}',
        "polyclinic_sequencer_leading 1.0",
        "polyclinic_sequencer_lag_facts 0.0",
        "polyclinic_watermark_age_seconds",
    ):
        assert line in numbers
    assert str(at.clinic.id) not in numbers
    assert at.clinic.slug not in numbers


async def test_a_taken_port_is_named(installation: Installation) -> None:
    """A worker whose port is taken ends with the setting that chooses another."""
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        said = await installation.polyclinic("worker", POLYCLINIC_WORKER_PORT=str(port))
    assert said.code == 1
    assert f"POLYCLINIC_WORKER_PORT={port + 1}" in said.err


async def test_it_stops_when_it_is_told(installation: Installation) -> None:
    """A worker that is told to stop ends with 0, its endpoint with it."""
    async with installation.running("worker", POLYCLINIC_WORKER_PORT=str(choose_port(None))) as process:
        assert process.stdout is not None
        await process.stdout.readline()  # it serves
    assert process.returncode == 0
