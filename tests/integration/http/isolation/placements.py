"""Every place in an operation's request where something of another clinic can stand.

Found in the types: ids in the path, in the query, in the body however deep and however optional; and beside them
secrets and addresses, past moments, cursors, consistency tokens and idempotency keys.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import msgspec
from msgspec import inspect

from application.shared.consistency import issue
from domain.shared.roles import Role
from integration.examples import example
from integration.http.conventions.placements import ASKED, NAMES, Ids, operation, path_of, placed, singular
from integration.http.isolation.neighbours import NOBODYS, Neighbours
from integration.http.scheduling.practice import NINE
from integration.stack import ORIGIN
from interfaces.http.routes import CommandRoute, QueryRoute
from interfaces.http.scheduling.calendars import SUFFIX

WORKING = {"visit_type": "follow-up-video", "starts_at": NINE.replace(hour=15).isoformat()}
"""What a practice offers, instead of what the routes' examples name."""

MOMENT = "2030-05-14T09:00:00Z"

_SECRET = 43
"""Letters of a link's secret."""

Put = Callable[[Ids], Any]


class Ask(NamedTuple):
    """A request."""

    method: str
    path: str
    body: Any = None
    params: Any = None
    headers: dict[str, str] = {}  # noqa: RUF012 - of a tuple, never changed

    @property
    def text(self) -> str:
        """Everything that it says."""
        return f"{self.path} {self.body} {self.params} {self.headers}"

    def rehearsed(self) -> "Ask":
        """Give the same request, of which nothing is kept."""
        return self._replace(headers={**self.headers, "Prefer": "tx=rollback"})


class Trial(NamedTuple):
    """A request with something of theirs in it, and the same request with something of nobody's."""

    placement: str
    foreign: Ask
    nothing: Ask | None = None
    """``None`` where nothing of nobody's says the same: then only what the answer shows counts."""
    before: Ask | None = None
    """What their own person asks first."""

    @property
    def place(self) -> str:
        """In what kind of place it is."""
        return self.placement.partition(" ")[0]


def trials(route: CommandRoute | QueryRoute, of: Neighbours) -> Iterator[Trial]:
    """Give every trial of an operation, but for the keys of theirs."""
    nothing = {name: str(uuid4()) for name in NAMES}
    names = tuple(name for name in NAMES if f"{{{name}:" in route.path)
    for changed in dict.fromkeys((names, *((name,) for name in names))):
        if changed:
            foreign, unknown = ({name: ids[name] for name in changed} for ids in (of.their_ids, nothing))
            yield Trial(f"path {' '.join(changed)}", _asked(route, of, foreign), _asked(route, of, unknown))
    yield from _of_body(route, of, nothing) if isinstance(route, CommandRoute) else _of_query(route, of, nothing)


def key_trial(route: CommandRoute, of: Neighbours, role: Role) -> Trial:
    """Have their person use a key, and ours use it again."""
    key = {"Idempotency-Key": f"{operation(route)}/{role}"}
    ask = _command(route, of, of.their_ids)
    return Trial("key", ask._replace(headers=key), ask.rehearsed(), before=ask._replace(headers=key))


def calendar_trials(of: Neighbours) -> Iterator[Trial]:
    """Read a calendar by a link of theirs that was revoked, and by one half of theirs and the other of ours.

    A whole link leads to its own clinic, whoever has it.
    """
    (our_half, our_secret), (their_half, their_secret) = map(_halves, (of.our_calendar, of.their_calendar))
    nobodys_half, nobodys_secret = _halves(of.their_revoked_calendar)[0], f"{'A' * _SECRET}{SUFFIX}"
    for placement, foreign, nothing in (
        ("calendar revoked", of.their_revoked_calendar, nobodys_half + nobodys_secret),
        ("calendar link", their_half + our_secret, nobodys_half + our_secret),
        ("calendar secret", our_half + their_secret, our_half + nobodys_secret),
    ):
        yield Trial(placement, Ask("GET", f"{ORIGIN}{foreign}"), Ask("GET", f"{ORIGIN}{nothing}"))


def _halves(address: str) -> tuple[str, str]:
    """Part the address of a calendar into the link that it names and the secret with which it ends."""
    at = len(address) - len(SUFFIX) - _SECRET
    return address[:at], address[at:]


def _of_body(route: CommandRoute, of: Neighbours, nothing: Ids) -> Iterator[Trial]:
    plain = _command(route, of)
    info = inspect.type_info(route.command)
    for place, put in _places(info, plain.body, of.our_ids):
        if f"{{{place.strip('/')}:" not in route.path:
            foreign, unknown = (plain._replace(body=put(ids)) for ids in (of.their_ids, nothing))
            yield Trial(f"body {place}", foreign, unknown.rehearsed())
    values = of.their_values
    if placed(plain.body, values) != plain.body:
        foreign, unknown = (plain._replace(body=placed(plain.body, put)) for put in (values, NOBODYS))
        yield Trial("value", foreign, unknown.rehearsed())


def _of_query(route: QueryRoute, of: Neighbours, nothing: Ids) -> Iterator[Trial]:
    plain = _query(route, of)
    fields = [field.encode_name for field in msgspec.structs.fields(route.query)]
    yield Trial("list", plain)
    token = issue(uuid4(), 1)
    yield Trial("token", *(plain._replace(headers={"Consistency-Token": text}) for text in (of.their_token, token)))
    for name in fields:
        if name in NAMES and f"{{{name}:" not in route.path:
            filtered = ({**plain.params, name: ids[name]} for ids in (of.their_ids, nothing))
            yield Trial(f"filter {name}", *(plain._replace(params=params) for params in filtered))
        elif name in SOUGHT:
            yield Trial(f"filter {name}", plain._replace(params={**plain.params, name: SOUGHT[name]}))
    if "as_of" in fields:
        asked = (_query(route, of, ids) for ids in (of.their_ids, nothing))
        moment = (ask._replace(params={**ask.params, "as_of": MOMENT}) for ask in asked)
        yield Trial("as_of", next(moment), next(moment) if "{" in route.path else None)
    if "after" in fields:
        first = {**plain.params, "limit": 1}
        yield Trial("cursor", plain._replace(params=first), before=plain._replace(params=first))


SOUGHT = {
    "name": "Okafor",
    "birth_date": "1990-04-12",
    "phone": "+12025550123",
    "identifier": "mrn|T-77",
    "email": "theirs@example.org",
}
"""What a search finds at theirs, and most of it at ours too."""


def _asked(route: CommandRoute | QueryRoute, of: Neighbours, ids: Ids) -> Ask:
    return _command(route, of, ids) if isinstance(route, CommandRoute) else _query(route, of, ids)


def _command(route: CommandRoute, of: Neighbours, ids: Ids | None = None) -> Ask:
    """Ask with ids of ours, and with others in the path where some are given."""
    known = {**of.our_ids, "clinic_slug": of.ours.clinic.slug}
    body = placed(placed(dict(route.example or {}), known), WORKING)
    if ids is not None and "{" not in route.path:
        body = placed(body, ids)
    return Ask("POST", path_of(route, {**known, **(ids or {})}), body)


def _query(route: QueryRoute, of: Neighbours, ids: Ids | None = None) -> Ask:
    known = {**of.our_ids, "clinic_slug": of.ours.clinic.slug, **(ids or {})}
    fields = [field.encode_name for field in msgspec.structs.fields(route.query)]
    return Ask("GET", path_of(route, known), params={name: ASKED[name] for name in fields if name in ASKED})


def _places(info: inspect.Type, given: Any, ours: Ids, name: str = "") -> Iterator[tuple[str, Put]]:
    """Give every place for an id below a value, and what the value is with ids put there."""
    match info:
        case inspect.Metadata(type=inner):
            yield from _places(inner, given, ours, name)
        case inspect.UUIDType() if name in NAMES:
            yield "", lambda ids: ids[name]
        case inspect.UnionType(types=members):
            for member in members:
                yield from _places(member, given if _may_be(member, given) else None, ours, name)
        case inspect.VarTupleType(item_type=item):
            for place, put in _places(item, given[0] if given else None, ours, singular(name)):
                yield f"/0{place}", _alone(put)
        case inspect.StructType(cls=cls, fields=fields):
            base = given if isinstance(given, dict) else placed(placed(example(cls), ours), WORKING)
            for field in fields:
                for place, put in _places(field.type, base.get(field.encode_name), ours, field.encode_name):
                    yield f"/{field.encode_name}{place}", _within(base, field.encode_name, put)
        case _:
            return


def _alone(put: Put) -> Put:
    return lambda ids: [put(ids)]


def _within(value: dict[str, Any], field: str, put: Put) -> Put:
    return lambda ids: {**value, field: put(ids)}


def _may_be(member: inspect.Type, given: Any) -> bool:
    if not isinstance(member, inspect.StructType) or not isinstance(given, dict):
        return not isinstance(given, dict)
    return member.tag_field is None or given.get(member.tag_field) == member.tag
