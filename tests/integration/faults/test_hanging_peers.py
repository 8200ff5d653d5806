"""Whom Polyclinic calls may hang, or answer byte by byte without an end: the call ends in time, and says so."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import httpx
import pytest

from application.audit.checkpoints.ports import Anchor, AnchorUnreachable
from domain.shared.identifiers import ClinicId
from infrastructure.anchors.object_storage import ObjectStorageAnchor, bucket
from infrastructure.anchors.webhook import WebhookAnchor
from infrastructure.clocks import SystemClock
from integration.kept_elsewhere import BUCKET, CREDENTIALS, SECRET

Peer = Callable[[asyncio.StreamWriter], Awaitable[None]]

PATIENCE = 1.0
"""Seconds for one call; short, so that the test is."""
LONG = 30.0
"""Seconds after which a test gives up: half of what the peers hang for."""


async def silence(_: asyncio.StreamWriter) -> None:
    """Take the call and say nothing."""
    await asyncio.sleep(60)


async def half_an_answer(writer: asyncio.StreamWriter) -> None:
    """Begin a head and never end it."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-")
    await silence(writer)


async def a_dripping_head(writer: asyncio.StreamWriter) -> None:
    """Send one more byte whenever somebody might give up."""
    writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(PATIENCE / 10)


PEERS = (silence, half_an_answer, a_dripping_head)


async def an_endless_body(writer: asyncio.StreamWriter) -> None:
    """Answer well, and go on for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


@asynccontextmanager
async def listening(peer: Peer) -> AsyncIterator[str]:
    """Have a peer take calls until the test is done; give its address."""
    calls: set[asyncio.Task[None]] = set()

    async def answer(writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError):
                await peer(writer)
        finally:
            writer.transport.abort()

    def called(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.add(asyncio.create_task(answer(writer)))

    server = await asyncio.start_server(called, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


def storage(_: httpx.AsyncClient, address: str) -> Anchor:
    """Speak S3 with it."""
    return ObjectStorageAnchor(bucket(BUCKET, address, patience=PATIENCE))


def webhook(client: httpx.AsyncClient, address: str) -> Anchor:
    """Send deliveries to it."""
    return WebhookAnchor(client, address, SECRET, SystemClock(), patience=PATIENCE)


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("anchor", [storage, webhook])
async def test_an_anchor_that_hangs_is_given_up(
    peer: Peer, anchor: Callable[[httpx.AsyncClient, str], Anchor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What keeps checkpoints may hang as it likes: it counts as away once patience is over, asked again or not."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    async with listening(peer) as address, httpx.AsyncClient() as client:
        with pytest.raises(AnchorUnreachable):
            async with asyncio.timeout(LONG):
                await anchor(client, address).keep(ClinicId(uuid4()), 7, "a note")


async def test_an_answer_without_end_is_not_read() -> None:
    """A receiver that says yes and goes on talking has said yes."""
    async with listening(an_endless_body) as address, httpx.AsyncClient() as client:
        await webhook(client, address).keep(ClinicId(uuid4()), 7, "a note")
