"""Where a visitor comes from: what a proxy says counts where the settings trust it, and nowhere else."""

import asyncio
import json
from typing import Any

import pytest
from litestar import Request

from integration.background import in_background
from interfaces.http.client_addresses import client_address
from interfaces.server import listen, serve

VISITOR, ANOTHER = "203.0.114.7", "198.18.5.1"
"""Public addresses."""
LOOPBACK = "127.0.0.1"
CLOSE_PROXY, FAR_PROXY = "127.0.0.1", "10.1.0.0/16"

FORWARDED = "X-Forwarded-For"


async def seen(trusted: str, *headers: tuple[str, str]) -> dict[str, Any]:
    """Send a request from this machine through the real server, and give what the application sees of its sender."""

    async def tell(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        host, scheme = scope["client"][0], scope["scheme"]
        told = {"host": host, "scheme": scheme, "counted": client_address(Request(scope, receive, send))}
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})

    listening, ready = listen(LOOPBACK, 0), asyncio.Event()
    async with in_background(lambda stop: serve(tell, listening, stop, trusted_proxies=trusted, ready=ready.set)):
        await ready.wait()
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        head = ["GET / HTTP/1.1", "Host: polyclinic", "Connection: close", *map(": ".join, headers), "", ""]
        writer.write("\r\n".join(head).encode())
        answer = await asyncio.wait_for(reader.read(), 60)
        writer.close()
    _, _, body = answer.partition(b"\r\n\r\n")
    # Without a length the body comes in one chunk: its size, itself, and the empty one.
    told: dict[str, Any] = json.loads(body[body.index(b"{") : body.rindex(b"}") + 1])
    return told


async def test_without_trusted_proxies_nobodys_word_counts() -> None:
    """By default a client that writes the header itself is where its connection comes from."""
    told = await seen("", (FORWARDED, VISITOR), ("X-Forwarded-Proto", "https"), ("Forwarded", f"for={VISITOR}"))
    assert told == {"host": LOOPBACK, "scheme": "http", "counted": None}


async def test_another_than_the_trusted_proxy_is_not_believed() -> None:
    """The word of a machine that is not among the proxies is a claim."""
    told = await seen("10.9.9.9, 192.0.2.0/24", (FORWARDED, VISITOR), ("X-Forwarded-Proto", "https"))
    assert told == {"host": LOOPBACK, "scheme": "http", "counted": None}


async def test_a_trusted_proxy_is_believed() -> None:
    """What the proxy in front says is where the visitor comes from."""
    told = await seen(CLOSE_PROXY, (FORWARDED, VISITOR), ("X-Forwarded-Proto", "https"))
    assert told == {"host": VISITOR, "scheme": "https", "counted": VISITOR}


@pytest.mark.parametrize(
    "headers",
    [
        [(FORWARDED, f"{ANOTHER}, {VISITOR}")],
        [(FORWARDED, f"{LOOPBACK}, {VISITOR}")],
        [(FORWARDED, f"10.1.2.3, {VISITOR}")],
        [(FORWARDED, ANOTHER), (FORWARDED, VISITOR)],
        [(FORWARDED, f"{ANOTHER}, {VISITOR}, 10.1.2.3")],
        [(FORWARDED, f"{ANOTHER},{VISITOR} , 10.1.2.3,127.0.0.1")],
        [(FORWARDED, f"' or 1=1; --, {VISITOR}")],
        [(FORWARDED, f", , {VISITOR}")],
        [(FORWARDED, VISITOR), ("X-Real-IP", ANOTHER), ("Forwarded", f"for={ANOTHER}"), ("CF-Connecting-IP", ANOTHER)],
        [(FORWARDED, f"{VISITOR}:51823")],
    ],
)
async def test_what_a_client_wrote_before_the_proxy_is_passed_over(headers: list[tuple[str, str]]) -> None:
    """Each proxy adds to the end: the last address that is no proxy's of ours is the visitor's."""
    assert (await seen(f"{CLOSE_PROXY}, {FAR_PROXY}", *headers))["counted"] == VISITOR


@pytest.mark.parametrize(
    "claim", ["", "unknown", "evil.test", "_hidden", "127.0.0.1", "10.0.0.1", "::1", "fe80::1", "x" * 4_000, "\xff"]
)
async def test_who_says_nothing_usable_is_counted_as_nobody(claim: str) -> None:
    """What is no public address tells nobody apart, so nobody waits because of it."""
    assert (await seen(CLOSE_PROXY, (FORWARDED, claim)))["counted"] is None


@pytest.mark.parametrize(
    ("claim", "counted"),
    [
        ("2001:470:1f0b:9::17", "2001:470:1f0b:9::/64"),
        ("[2001:470:1f0b:9::18]:443", "2001:470:1f0b:9::/64"),
        (f"::ffff:{VISITOR}", VISITOR),
    ],
)
async def test_of_ipv6_the_network_counts(claim: str, counted: str) -> None:
    """A household has a network of its own, so another address of it is no other visitor."""
    assert (await seen(CLOSE_PROXY, (FORWARDED, claim)))["counted"] == counted


async def test_no_other_scheme_is_taken() -> None:
    """A proxy says http or https; anything else is passed over."""
    assert (await seen(CLOSE_PROXY, ("X-Forwarded-Proto", "javascript")))["scheme"] == "http"
