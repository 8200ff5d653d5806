"""Every operation, said well and said badly, with canaries in it, and in everything that comes along with a request."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import msgspec
from msgspec import inspect

from application.shared.access import ACCESS
from application.shared.withholding import REHEARSED
from domain.shared.classes import class_of
from domain.shared.roles import Role
from domain.shared.values import DataClass
from infrastructure.clocks import SystemClock
from integration.http.canaries.planting import Place, Planting, places
from integration.http.conventions.placements import ASKED, NAMES, WITH_OWN_PASSWORD, operation, path_of, placed
from integration.http.exploration.prepared import Prepared
from integration.http.exploration.spare import LAST
from integration.http.isolation.neighbours import PASSWORD
from interfaces.http.application import ROUTES
from interfaces.http.calls import Standing
from interfaces.http.routes import CommandRoute, QueryRoute
from unit.identity.application.device import Device

COMMANDS: Final = [route for route in ROUTES if isinstance(route, CommandRoute)]
QUERIES: Final = [route for route in ROUTES if isinstance(route, QueryRoute)]

ENDING: Final = (
    "identity.disable-totp",
    "identity.change-password",
    "identity.sign-out-everywhere",
    "identity.suspend-clinic",
    "identity.reinstate-clinic",
    "identity.close-clinic",
)
"""What ends the owner's way in, and then, until every process has heard otherwise, everybody's."""

_WORKING = {name: ASKED[name] for name in ("visit_type", "starts_at")}
_SECRET: Final = frozenset(
    field.encode_name
    for route in COMMANDS
    for field in msgspec.structs.fields(route.receipt)
    if class_of(field.type) is DataClass.SECRET
)
_OWN_PASSWORD: Final = {"password": PASSWORD, "current": PASSWORD}
_AT_ONCE: Final = 6


@dataclass(frozen=True, slots=True)
class Saying:
    """Says, and counts what it is answered."""

    of: Prepared
    failing: str
    """Where an API is whose rehearsals fail."""
    http: httpx.AsyncClient
    planting: Planting
    statuses: Counter[int] = field(default_factory=Counter)
    never: set[str] = field(default_factory=set)
    unplanted: set[Place] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)
    devices: list[Device] = field(default_factory=list)
    """Those of the owner, who enrols one on the way."""

    async def everything(self, only: frozenset[str]) -> None:
        """Say what is refused of every operation, then have every command carried out, those that end things last."""
        self.secrets.add(PASSWORD)
        self.secrets.update(sent["Authorization"].rpartition(" ")[2] for sent in self.of.headers.values() if sent)
        self.secrets.update(act["access_token"] for act in self.of.spare.values() if "access_token" in act)
        wanted = [route for route in ROUTES if not only or operation(route) in only]
        commands = [route for route in wanted if isinstance(route, CommandRoute)]
        slots = asyncio.Semaphore(_AT_ONCE)

        async def aside(route: CommandRoute | QueryRoute) -> None:
            async with slots:
                await (self._refused(route) if isinstance(route, CommandRoute) else self._asked(route))

        await asyncio.gather(*(aside(route) for route in wanted))
        for route in sorted(commands, key=_lateness):
            await self._carried_out(route)
        asked = [route.command if isinstance(route, CommandRoute) else route.query for route in wanted]
        self.unplanted.update(set[Place]().union(*map(places, asked)) - self.planting.planted)

    async def _refused(self, route: CommandRoute) -> None:
        """Send what is torn, misshapen, unknown, astray, stale or not allowed, as a rehearsal, and have one fail."""
        path, headers, word = self._path(route), _rehearsing(self._headers(route)), self.planting.canaries.word
        whole = json.dumps(self._body(route)).encode()
        await self._send(path, whole[: -len(whole) // 3], headers)
        await self._send(path, {**self._body(route), word(): word()}, headers)
        await self._send(path, _misshapen(self._body(route)), headers)
        await self._send(path, self._body(route), headers, at=self.failing)
        for body in self.planting.in_every_way(route.command, self._example(route)):
            await self._send(path, body, headers)
        for role in {*self.of.headers, Role.VISITOR} - set(ACCESS[operation(route)]):
            await self._send(path, self._body(route), _rehearsing(self.of.headers.get(role, {})))
        if operation(route) not in WITH_OWN_PASSWORD:  # a try at a password is counted in a rehearsal too
            await self._send(self._path(route, **dict.fromkeys(NAMES, word())), self._body(route), headers)
            await self._send(path, self._body(route), {**headers, "If-Match": '"999"'})
            await self._send(path, self._body(route), headers)

    async def _carried_out(self, route: CommandRoute) -> None:
        """Carry it out; where it takes a key, hear the same again under it, and be refused another body."""
        path, headers, keyed = self._path(route), self._headers(route), route.command.keyed
        for body in (self._all(route), self._body(route), self._example(route)):
            sent = {**headers, "Idempotency-Key": f"{self.planting.canaries.word()}@example.org"} if keyed else headers
            answer = await self._send(path, body, sent)
            if answer.is_success:
                if keyed:
                    await self._send(path, body, sent)
                    await self._send(path, self._body(route), sent)
                return
        self.never.add(route.command.operation)

    async def _asked(self, route: QueryRoute) -> None:
        """Ask with canaries for whatever is sought, and with one in each other place."""
        path, headers, word = self._path(route), self._headers(route), self.planting.canaries.word
        sought = {
            field.encode_name: self._sought(field)
            for field in msgspec.structs.fields(route.query)
            if f"{{{field.encode_name}" not in route.path and field.name != "after" and _is_text(field)
        }
        self.planting.planted |= {place for place in places(route.query) if place.name in sought}
        known = {name: value for name, value in ASKED.items() if name in route.query.__struct_encode_fields__}
        for asked in (
            {**sought, **known},
            {**known, "after": word()},
            {**known, word(): word()},
            {"as_of": word(), "limit": word()},
        ):
            await self._send(path, None, headers, asked=asked)
        await self._send(self._path(route, **dict.fromkeys(NAMES, word())), None, headers)

    def _sought(self, field: msgspec.structs.FieldInfo) -> str:
        canaries = self.planting.canaries
        forms = {"birth_date": canaries.birth_date, "phone": canaries.phone}
        return forms.get(field.name, canaries.word)()

    async def _send(
        self,
        path: str,
        body: Any,
        headers: Mapping[str, str],
        *,
        asked: Mapping[str, str] | None = None,
        at: str | None = None,
    ) -> httpx.Response:
        word = self.planting.canaries.word
        along = {"User-Agent": word(), "Referer": f"https://{word()}.example.org/", "Cookie": f"{word()}={word()}"}
        said = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        answer = await self.http.request(
            "GET" if body is None else "POST",
            f"{at or self.of.address}{path}",
            params=asked,
            content=said,
            headers={"Content-Type": "application/json", "traceparent": word(), **along, **headers},
        )
        self.statuses[answer.status_code] += 1
        if answer.is_success and answer.headers.get("Content-Type", "").startswith("application/json"):
            told = answer.json()
            self.secrets.update(set(_secrets(told)) - {REHEARSED})  # the word for a secret that was not handed out
            if "uri" in told and "Prefer" not in headers:
                self.devices.append(Device(SystemClock(), told["secret"]))
        return answer

    def _path(self, route: CommandRoute | QueryRoute, **astray: str) -> str:
        spare = self.of.spare.get(operation(route), {})
        return path_of(route, {**self.of.ids, "clinic_slug": self.of.slug, **spare, **astray})

    def _headers(self, route: CommandRoute | QueryRoute) -> Mapping[str, str]:
        if within := self.of.spare.get(operation(route), {}).get("access_token"):
            return {"Authorization": f"Bearer {within}"}
        allowed = ACCESS[operation(route)]
        return self.of.headers[Role.OWNER if Role.OWNER in allowed else next(iter(allowed))]

    def _example(self, route: CommandRoute) -> dict[str, Any]:
        named = {**self.of.ids, **_WORKING, **_OWN_PASSWORD}
        if self.devices:
            named["code"] = self.devices[-1].shown
        body: dict[str, Any] = placed(dict(route.example or {}), named)
        return {**body, **placed(body, self.of.spare.get(route.command.operation, {}))}

    def _body(self, route: CommandRoute) -> dict[str, Any]:
        return self.planting.in_said(route.command, self._example(route))

    def _all(self, route: CommandRoute) -> dict[str, Any]:
        return self.planting.in_all(route.command, self._example(route))


def _lateness(route: CommandRoute) -> tuple[int, bool, bool]:
    named = route.command.operation
    ending = ENDING.index(named) + 1 if named in ENDING else 0
    return ending, route.standing is not Standing.SIGNED_IN, named in LAST


def _rehearsing(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {**headers, "Prefer": "tx=rollback"}


def _misshapen(body: Any) -> Any:
    """Put every text into a list, where it is no text."""
    return (
        {name: [_misshapen(value)] if isinstance(value, str) else _misshapen(value) for name, value in body.items()}
        if isinstance(body, dict)
        else body
    )


def _is_text(field: msgspec.structs.FieldInfo) -> bool:
    kind = inspect.type_info(field.type)
    kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    bare = [inner.type if isinstance(inner, inspect.Metadata) else inner for inner in kinds]
    return any(isinstance(inner, inspect.StrType | inspect.DateType) for inner in bare)


def _secrets(answer: Any) -> Iterable[str]:
    if isinstance(answer, dict):
        for name, value in answer.items():
            if name in _SECRET:
                values = value if isinstance(value, list) else [value]
                yield from (
                    one.rpartition("/")[2].removesuffix(".ics")
                    for one in values
                    if isinstance(one, str) and "@" not in one
                )
            else:
                yield from _secrets(value)
    if isinstance(answer, list):
        for inner in answer:
            yield from _secrets(inner)
