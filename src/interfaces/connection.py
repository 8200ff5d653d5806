"""A connection as strangers may hold it: the head of a request is small, and is there in time.

Uvicorn waits for a head for ever and takes one of any size: a socket that sends a byte now and then, or never ends its
headers, would hold its place and fill the memory.
"""

import asyncio
from http import HTTPStatus
from typing import Any, Final

from uuid_utils.compat import uuid7
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from application.shared.refusals import Malformed
from domain.shared.errors import DomainError
from interfaces.http.calls import NotReceived
from interfaces.http.guarding import guarded
from interfaces.http.limits import HeadersTooLarge
from interfaces.http.problems import PROBLEM_JSON, told

IDLE_SECONDS: Final = 75
"""How long a connection may stay open without a request."""

HEAD_SECONDS: Final = 10.0
"""How long a request's head may take from its first byte to its last."""

LARGEST_HEAD: Final = 65_536
"""Bytes after which the end of a head is not waited for; what is allowed is far below (``interfaces.http.limits``)."""


class Connection(HttpToolsProtocol):
    """Uvicorn's connection, with limits on what comes before the application hears of a request."""

    head_seconds = HEAD_SECONDS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        """Wait for a first request as long as for any other."""
        super().connection_made(transport)
        self._head = 0
        self._has_begun = self._is_in_body = self._has_ended = False
        self._end: asyncio.TimerHandle | None = self.loop.call_later(IDLE_SECONDS, self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._in_time()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and count it where it belongs to a head."""
        self._has_ended = False
        super().data_received(data)
        if self._is_in_body or self._has_ended or self.transport.is_closing():
            return
        if not self._head:
            self._in_time()
            self._end = self.loop.call_later(self.head_seconds, self._late)
        self._head += len(data)
        if self._head > LARGEST_HEAD:
            self._refuse(HeadersTooLarge())

    def on_message_begin(self) -> None:
        """Note that a head has begun."""
        super().on_message_begin()
        self._head, self._has_begun, self._has_ended = 0, True, False

    def on_headers_complete(self) -> None:
        """Note that the head is whole; from now on the request has its own deadline."""
        self._in_time()
        self._is_in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that what comes next is another head."""
        super().on_message_complete()
        self._head, self._is_in_body, self._has_begun, self._has_ended = 0, False, False, True

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's form, and its English
        """Answer what is no HTTP as everything else is answered."""
        self._refuse(Malformed())

    def _late(self) -> None:
        self._end = None
        if self._has_begun:
            self._refuse(NotReceived(seconds=self.head_seconds))
        else:
            self.transport.close()

    def _in_time(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _refuse(self, refusal: DomainError) -> None:
        """Answer, unless an answer is under way, and close: what comes next could not be told from what came before."""
        self._in_time()
        if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr] # at first it is None
            self.transport.write(_answer(refusal, str(self.scheme)))
        self.transport.close()


def _answer(refusal: DomainError, scheme: str) -> bytes:
    name = uuid7()
    status, _, document = told(refusal, name)
    told_of: dict[str, Any] = {"content-type": PROBLEM_JSON, "content-length": len(document), "connection": "close"}
    told_of["x-request-id"] = name
    headers = guarded([(key.encode(), str(value).encode()) for key, value in told_of.items()], scheme)
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode(), *(b": ".join(header) for header in headers)]
    return b"\r\n".join([*lines, b"", document])
