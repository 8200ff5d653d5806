"""Sending one request from everywhere at once, and comparing what everybody is answered."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from application.shared.refusals import StillRunning
from integration.http.retries.keyed import Keyed, Request

_TRIES = 5
"""So often a request is sent whose outcome is unknown: a busy server cuts off whom it cannot listen to."""

_SAME = ("etag", "location", "consistency-token")
"""Headers that belong to the answer; the request's own id does not."""


@dataclass(frozen=True, slots=True)
class Senders:
    """Send requests of two clinics to the API's processes in turn, and count what must not be."""

    http: httpx.AsyncClient
    addresses: Iterator[str]
    ours: int
    """How many of ours send each request at once."""
    theirs: int
    """How many of the other clinic send theirs, at the same moment and under the same key."""
    seen: Counter[str] = field(default_factory=Counter)
    never: set[str] = field(default_factory=set)
    """Operations that nobody could have carried out."""

    async def use(self, mine: Sequence[Keyed], others: Sequence[Keyed]) -> None:
        """Use a key for each request, and each key again when everything was done."""
        used = [(one, str(uuid4())) for one in mine]
        answers = [await self._at_once(*one, other) for one, other in zip(used, others, strict=True)]
        for (keyed, key), first in zip(used, answers, strict=True):
            if first is not None:
                again = await self._post(keyed, keyed.request, key)
                self.seen["tried"] += 1
                self.seen["answered unlike"] += _whole(again) != _whole(first)

    async def _at_once(self, mine: Keyed, key: str, other: Keyed) -> httpx.Response | None:
        """Give the answer that all of ours got; ``None`` where there was none."""
        sent = [self._post(keyed, keyed.request, key) for keyed in [mine] * self.ours + [other] * self.theirs]
        answers = await asyncio.gather(*sent)
        alike = [self._good(answers[: self.ours]), self._good(answers[self.ours :])]
        if not all(alike):
            self.never.add(mine.operation)
            return None
        self.seen["answered unlike"] += sum(len({_whole(answer) for answer in same}) - 1 for same in alike)
        (first, *_), (foreign, *_) = alike
        self.seen["shared by clinics"] += first.json() == foreign.json()
        if mine.other is not None:
            reused = await self._post(mine, mine.other, key)
            self.seen["tried"] += 1
            self.seen["other body taken"] += reused.status_code != httpx.codes.UNPROCESSABLE_ENTITY
        return first

    def _good(self, answers: Sequence[httpx.Response]) -> list[httpx.Response]:
        good = [answer for answer in answers if answer.is_success]
        refused = sum(_may_come_again(answer) for answer in answers)
        self.seen["tried"] += len(answers)
        self.seen["acknowledged"] += len(good)
        self.seen["refused"] += refused
        self.seen["failures"] += len(answers) - len(good) - refused
        return good

    async def _post(self, keyed: Keyed, request: Request, key: str) -> httpx.Response:
        """Send a request, and again under its key where the connection was cut off before an answer."""
        for _ in range(_TRIES - 1):
            with suppress(httpx.TransportError):
                return await self._sent(keyed, request, key)
            self.seen["unknown"] += 1
        return await self._sent(keyed, request, key)

    async def _sent(self, keyed: Keyed, request: Request, key: str) -> httpx.Response:
        headers = {**keyed.headers, "Idempotency-Key": key}
        return await self.http.post(f"{next(self.addresses)}{request.path}", json=request.body, headers=headers)


def _may_come_again(answer: httpx.Response) -> bool:
    if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        return True
    return answer.status_code == httpx.codes.CONFLICT and answer.json()["code"] == StillRunning.code


def _whole(answer: httpx.Response) -> tuple[int, bytes, tuple[str, ...]]:
    return answer.status_code, answer.content, tuple(answer.headers.get(name, "") for name in _SAME)
