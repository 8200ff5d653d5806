"""What checkpoints are brought to, for tests: storage that speaks S3, and somebody who receives webhooks."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

import httpx
from litestar import Litestar, Request, Response, post
from moto.server import ThreadedMotoServer
from obstore.store import S3Store
from standardwebhooks import Webhook, WebhookVerificationError

from infrastructure.anchors.object_storage import bucket
from integration.background import in_background
from interfaces.server import listen, serve

SECRET: Final = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"  # pragma: allowlist secret - the standard's example
BUCKET: Final = "ledger"
CREDENTIALS: Final = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1"}
"""Who asks, in the environment; the server takes any."""


@contextmanager
def storage() -> Iterator[str]:
    """Run a server that speaks S3 and has a bucket; give its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        httpx.put(f"{address}/{BUCKET}").raise_for_status()
        yield address
    finally:
        server.stop()


def store(address: str) -> S3Store:
    """Open a folder of the bucket, as the settings do."""
    return bucket(f"{BUCKET}/checkpoints", address, patience=5.0)


class Receiver:
    """Keeps what is sent with a signature that holds, and nothing else in its place."""

    def __init__(self) -> None:
        self.notes: dict[str, Any] = {}

    async def take(self, request: Request[Any, Any, Any]) -> Response[None]:
        """Verify a delivery with the standard's own library, and keep it."""
        try:
            told = Webhook(SECRET).verify(await request.body(), dict(request.headers))
        except WebhookVerificationError:
            return Response(None, status_code=401)
        kept = self.notes.setdefault(request.headers["Webhook-Id"], told["data"])
        return Response(None, status_code=204 if kept == told["data"] else 409)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Receive, and give the address."""

        @post("/", status_code=204)
        async def receive(request: Request[Any, Any, Any]) -> Response[None]:
            return await self.take(request)

        door = listen("127.0.0.1", 0)
        port = door.getsockname()[1]
        app = Litestar([receive], openapi_config=None)
        up = asyncio.Event()
        async with in_background(lambda stop: serve(app, door, stop, ready=up.set)):
            await up.wait()
            yield f"http://127.0.0.1:{port}/"
