"""An anchor at somebody else's address: each checkpoint is sent to them, signed as standardwebhooks.com has it."""

import asyncio
from typing import Final

import httpx
import msgspec
from standardwebhooks import Webhook

from application.audit.checkpoints.ports import AnchoredOtherwise, AnchorUnreachable
from application.shared.clock import Clock
from domain.shared.identifiers import ClinicId

TYPE: Final = "audit.checkpoint"

_encode: Final = msgspec.json.Encoder().encode


class WebhookAnchor:
    """Sends each checkpoint, under an id that is always its own.

    Any 2xx says that it is kept, 409 that another of as many entries is; all else is sent again.
    """

    name: Final = "webhook"

    def __init__(self, client: httpx.AsyncClient, address: str, secret: str, clock: Clock, *, patience: float) -> None:
        """``secret`` is the receiver's, as the standard writes it (``whsec_...``); ``patience`` is in seconds."""
        self._client = client
        self._address = address
        self._signing = Webhook(secret)
        self._clock = clock
        self._patience = patience

    async def keep(self, clinic: ClinicId, size: int, note: str) -> None:
        """Send a checkpoint. Raises ``AnchorUnreachable``, ``AnchoredOtherwise``."""
        now = self._clock.now()
        told = {"type": TYPE, "timestamp": now, "data": {"clinic": clinic, "size": size, "note": note}}
        body, message = _encode(told).decode(), f"checkpoint-{clinic}-{size}"
        headers = {
            "Content-Type": "application/json",
            "Webhook-Id": message,
            "Webhook-Timestamp": str(int(now.timestamp())),
            "Webhook-Signature": self._signing.sign(message, now, body),
        }
        try:
            status = await self._told(body, headers)
        except (httpx.HTTPError, TimeoutError) as failure:
            raise AnchorUnreachable(type(failure).__name__) from failure
        if status == httpx.codes.CONFLICT:
            raise AnchoredOtherwise
        if not httpx.codes.is_success(status):
            raise AnchorUnreachable(str(status))

    async def _told(self, body: str, headers: dict[str, str]) -> int:
        """Send a delivery, and give the status. What else comes is not read: there might be no end of it."""
        async with (
            asyncio.timeout(self._patience),  # the client's own begins anew with every byte
            self._client.stream("POST", self._address, content=body, headers=headers) as answer,
        ):
            return answer.status_code
