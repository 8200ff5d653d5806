"""Sockets that send no whole head, a huge one, or no HTTP at all."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from integration.background import in_background
from integration.http.unwired import application
from interfaces.connection import LARGEST_HEAD, Connection
from interfaces.server import listen, serve

LONG = 60.0
"""Seconds after which a test gives up."""
PATIENCE = 0.5
"""Seconds that a head may take where patience is what the test is about."""

ASKED = b"GET /api/monitoring/health HTTP/1.1\r\nHost: polyclinic\r\n\r\n"


@pytest.fixture
async def impatient_port(monkeypatch: pytest.MonkeyPatch, port: int) -> int:
    """Serve with little patience for heads."""
    monkeypatch.setattr(Connection, "head_seconds", PATIENCE)
    return port


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """Serve as production does, with more patience than a machine under load takes for a head."""
    monkeypatch.setattr(Connection, "head_seconds", LONG)
    listening, ready = listen("127.0.0.1", 0), asyncio.Event()
    async with in_background(lambda stop: serve(application(), listening, stop, ready=ready.set)):
        await ready.wait()
        yield listening.getsockname()[1]


async def answers(port: int, *pieces: bytes, pause: float = 0) -> bytes:
    """Send pieces with pauses between them, and give what comes back until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def send() -> None:
        with suppress(ConnectionError):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)

    sending = asyncio.create_task(send())
    received = b""
    with suppress(ConnectionError):
        # Piece by piece: a socket that is reset in the end keeps what came before it.
        while piece := await asyncio.wait_for(reader.read(1 << 16), LONG):
            received += piece
    sending.cancel()
    writer.close()
    return received


def problem(answer: bytes) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Read an answer that is a problem: its status, its headers, its document."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, json.loads(body)


async def test_a_head_that_stops_half_way(impatient_port: int) -> None:
    """Half a head is waited for until the deadline; then it is refused, and the socket closed."""
    status, headers, told = problem(await answers(impatient_port, ASKED[:30]))
    assert (status, told["code"], told["seconds"]) == (408, "request.not-received", PATIENCE)
    assert headers["connection"] == "close"


async def test_a_head_that_drips(impatient_port: int) -> None:
    """A byte now and then is no progress: the deadline is the head's, not that of each byte."""
    drops = [ASKED[:-2], *(b"X-%d: y\r\n" % number for number in range(200))]
    status, _, _ = problem(await answers(impatient_port, *drops, pause=PATIENCE / 10))
    assert status == 408


async def test_empty_lines_are_no_request(impatient_port: int) -> None:
    """Line ends before a request are passed over by the protocol; they do not keep a socket."""
    assert await answers(impatient_port, *[b"\r\n"] * 200, pause=PATIENCE / 10) == b""


@pytest.mark.parametrize(
    "flood",
    [b"X-Long: " + b"x" * 10_000_000, b"X-Y: z\r\n" * 1_000_000],
    ids=["one header without an end", "headers without an end"],
)
async def test_a_head_without_an_end(port: int, flood: bytes) -> None:
    """A head that goes on and on is not kept until it ends; nothing is answered to a line that broke off otherwise."""
    answer = await answers(port, ASKED[:-2] + flood)
    assert answer == b"" or problem(answer)[0] == 431


async def test_a_large_head_is_told_so(port: int) -> None:
    """A head over the limit is answered with what is wrong with it."""
    status, _, told = problem(await answers(port, ASKED[:-2] + b"X-Long: ", b"x" * LARGEST_HEAD))
    assert (status, told["code"]) == (431, "request.headers-too-large")


@pytest.mark.parametrize(
    "noise",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\x00b\r\n\r\n",
        b"\x00" * 100,
    ],
)
async def test_what_is_no_http_is_answered_like_everything(port: int, noise: bytes) -> None:
    """Noise, and heads that can be read in two ways, get a problem with all the headers, and a closed socket."""
    status, headers, told = problem(await answers(port, noise))
    assert (status, told["code"]) == (400, "request.malformed")
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    assert told["instance"].endswith(headers["x-request-id"])


async def test_who_asks_in_order_is_served(port: int) -> None:
    """Requests one after another, in pieces or at once, are answered on one socket; idling between them is allowed."""
    last = ASKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    in_pieces = [ASKED[index : index + 20] for index in range(0, len(ASKED), 20)]
    answer = await answers(port, ASKED, *in_pieces, ASKED + ASKED, b"", last, pause=PATIENCE / 20)
    assert answer.count(b"HTTP/1.1 200 OK") == 5


async def test_a_socket_may_idle_between_requests(impatient_port: int) -> None:
    """The patience with a head begins with its first byte, not with the end of the request before."""
    last = ASKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    answer = await answers(impatient_port, ASKED, last, pause=PATIENCE * 3)
    assert answer.count(b"HTTP/1.1 200 OK") == 2


AMBIGUOUS = {
    "two kinds of length": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "the other way round": b"Transfer-Encoding: chunked\r\nContent-Length: 100\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 50\r\n\r\n{}",
    "a list of lengths": b"Content-Length: 2, 2\r\n\r\n{}",
    "a sign": b"Content-Length: +2\r\n\r\n{}",
    "a space before the colon": b"Content-Length : 2\r\n\r\n{}",
    "a folded line": b"Content-Length:\r\n 2\r\n\r\n{}",
    "another coding": b"Transfer-Encoding: identity\r\n\r\n{}",
    "chunked is not the last": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a chunk of less than nothing": b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
}
"""Ends of a request of which two programs could think differently (RFC 9112, 6.3 and 11.2)."""

POSTED = b"POST /api/v1/patients HTTP/1.1\r\nHost: polyclinic\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("end", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
async def test_nothing_is_smuggled_in(port: int, end: bytes) -> None:
    """Behind a request whose end is not certain nothing is taken for another one."""
    assert b"HTTP/1.1 200" not in await answers(port, POSTED + end + ASKED)


async def test_what_follows_in_order_is_served(port: int) -> None:
    """Behind a request with one length, the next one is answered."""
    two = POSTED + b"Content-Length: 2\r\n\r\n{}" + ASKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    assert b"HTTP/1.1 200" in await answers(port, two)
