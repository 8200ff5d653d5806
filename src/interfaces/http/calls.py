"""Reading who asks, and how: the credential and the headers that every operation understands."""

import asyncio
import re
import time
from enum import Enum
from typing import Any, Protocol
from uuid import UUID, uuid5

import msgspec
from litestar import Request
from litestar.exceptions import InternalServerException

from application.shared.actor import Actor
from application.shared.execution import Call
from application.shared.key_vault import INSTALLATION
from application.shared.refusals import DeadlineExceeded, Malformed, NotSignedIn
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role
from interfaces.http.client_addresses import client_address
from interfaces.http.rates import Rates
from interfaces.http.request_ids import request_id
from interfaces.http.request_origin import origin, stated_purpose

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_ETAG = re.compile(r'"(\d{1,9})"')

VISITOR = AccountId(UUID("00000000-0000-0000-0000-000000000001"))
"""Stands where an account would, while nobody has signed in."""

CLINIC_IDS = UUID("0c4f51a5-91f6-5a6b-8a5d-5ff0a5a7a1c1")
"""Namespace of the ids of new clinics, which derive from the operator's command."""


class NotReceived(DomainError):
    """A request arrives whole before its deadline; this one did not, and nothing was done."""

    code = "request.not-received"
    mend = "Send the request again, its body at once."


class Standing(Enum):
    """In what standing an operation is asked for."""

    SIGNED_IN = "signed in"
    VISITOR = "visitor"
    """Nobody is signed in yet; the path's ``clinic_slug`` names the clinic."""
    INSTALLATION = "visitor of the installation"
    """Nobody is signed in yet, and no clinic is meant: an operator who signs in."""
    OPERATOR_OPENING = "operator opening a clinic"
    """The clinic does not exist yet; its id derives from the request."""

    OPERATOR_AT_CLINIC = "operator at a clinic"
    """An operator acts on the clinic that the path's ``clinic_slug`` names; everybody else stays in their own."""

    @property
    def is_signed_in(self) -> bool:
        """Whether a credential comes with the request."""
        return self in {Standing.SIGNED_IN, Standing.OPERATOR_OPENING, Standing.OPERATOR_AT_CLINIC}


class Authenticator(Protocol):
    """Knows whose credential it is, and which clinic a slug names."""

    def proven(self, credential: str) -> Actor | None:
        """Give the actor whom a bearer credential proves by itself; ``None`` where it must be looked up.

        Raises ``NotSignedIn``, ``SessionIsOver``, ``NotVouchedFor``.
        """
        ...

    async def looked_up(self, credential: str) -> Actor:
        """Give the actor behind a bearer credential that proves nobody by itself. Raises ``NotSignedIn``."""
        ...

    async def clinic(self, slug: str) -> ClinicId:
        """Give the clinic that a slug names. Raises ``NotFound``."""
        ...

    async def visited(self, slug: str) -> ClinicId:
        """Give the clinic that a slug names, where it takes anybody. Raises ``NotFound``, or why it takes nobody."""
        ...


class CallFactory:
    """Makes the ``Call`` of a request."""

    def __init__(self, authenticator: Authenticator, rates: Rates, *, budget: float) -> None:
        """``rates`` are how often anybody may ask; ``budget`` is the deadline of every request, in seconds."""
        self.rates = rates
        self._authenticator = authenticator
        self._budget = budget

    async def command(self, request: Request[Any, Any, Any], operation: str, standing: Standing) -> Call:
        """Read the call of a command, and have its body sent.

        Raises ``NotSignedIn``, ``TooOften``, ``Malformed``, ``DeadlineExceeded``, ``NotReceived``.
        """
        key = request.headers.get("Idempotency-Key")
        if key is not None and not _KEY.fullmatch(key):
            raise _bad_header("Idempotency-Key", "1 to 255 visible ASCII characters")
        actor, budget = await self._asking(request, standing)
        call = Call(
            actor=actor,
            request_id=request_id(request.scope),
            budget=budget,
            idempotency_key=key,
            expected_version=_expected_version(request.headers.get("If-Match")),
            dry_run=_wants_rehearsal(request.headers.getall("Prefer", [])),
            client=None if standing.is_signed_in else client_address(request),
            origin=origin(request),
            purpose=stated_purpose(request),
        )
        call = msgspec.structs.replace(call, budget=await self._received(request, budget))
        if standing is Standing.OPERATOR_OPENING:
            clinic = ClinicId(uuid5(CLINIC_IDS, str(call.plain_id(operation))))
            return msgspec.structs.replace(call, actor=msgspec.structs.replace(call.actor, clinic=clinic))
        return call

    async def query(self, request: Request[Any, Any, Any], standing: Standing) -> Call:
        """Read the call of a query. Raises ``NotSignedIn``, ``TooOften``, ``Malformed``, ``DeadlineExceeded``."""
        actor, budget = await self._asking(request, standing)
        return Call(
            actor=actor,
            request_id=request_id(request.scope),
            budget=budget,
            consistency_token=request.headers.get("Consistency-Token"),
            origin=origin(request),
            purpose=stated_purpose(request),
        )

    async def _asking(self, request: Request[Any, Any, Any], standing: Standing) -> tuple[Actor, float]:
        """Give who asks and may do so again, and what finding that out left of the budget.

        Raises ``TooOften``, ``DeadlineExceeded``.
        """
        if standing.is_signed_in:
            asking = await self._signed_in(request, standing)
            self.rates.of_actor(request.scope, asking[0])
            return asking
        self.rates.of_visitor(request.scope)
        return await self._signed_in(request, standing)

    async def _signed_in(self, request: Request[Any, Any, Any], standing: Standing) -> tuple[Actor, float]:
        credential = _bearer(request) if standing.is_signed_in else ""
        proven = self._authenticator.proven(credential) if credential else None
        if proven is not None and not (standing is Standing.OPERATOR_AT_CLINIC and proven.role is Role.OPERATOR):
            return proven, self._budget  # nobody was waited for, so there is nothing to time
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._budget):
                actor = await self._actor(request, standing, credential, proven)
        except TimeoutError as late:
            raise DeadlineExceeded(seconds=self._budget) from late
        return actor, max(self._budget - (time.monotonic() - began), 0.0)

    async def _received(self, request: Request[Any, Any, Any], budget: float) -> float:
        """Wait for the body, and give what that left of the budget. Raises ``NotReceived``."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(budget):
                await request.body()
        except (
            TimeoutError,
            InternalServerException,
        ) as incomplete:  # too slow, or gone: the latter is Litestar's word
            raise NotReceived(seconds=self._budget) from incomplete
        return max(budget - (time.monotonic() - began), 0.0)

    async def _actor(
        self, request: Request[Any, Any, Any], standing: Standing, credential: str, operator: Actor | None
    ) -> Actor:
        slug = str(request.path_params.get("clinic_slug", ""))
        if operator is not None:
            return msgspec.structs.replace(operator, clinic=await self._authenticator.clinic(slug))
        if standing is Standing.VISITOR:
            clinic = await self._authenticator.visited(slug)
            return Actor(clinic=clinic, id=VISITOR, role=Role.VISITOR)
        if standing is Standing.INSTALLATION:
            return Actor(clinic=INSTALLATION, id=VISITOR, role=Role.VISITOR)
        return await self._authenticator.looked_up(credential)


def _bearer(request: Request[Any, Any, Any]) -> str:
    """Give the bearer credential. Raises ``NotSignedIn`` where there is none."""
    scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not credential.strip():
        raise NotSignedIn
    return credential.strip()


def _expected_version(header: str | None) -> int | None:
    if header is None or header.strip() == "*":
        return None
    found = _ETAG.fullmatch(header.strip())
    if found is None:
        raise _bad_header("If-Match", 'one strong ETag as a command or query gave it, such as "3"')
    return int(found[1])


def _wants_rehearsal(headers: list[str]) -> bool:
    """Read ``Prefer: tx=rollback`` (RFC 7240); preferences that nobody knows are to be ignored."""
    wishes = (wish.strip().replace('"', "") for header in headers for wish in header.split(","))
    return any(wish.partition(";")[0].strip() == "tx=rollback" for wish in wishes)


def _bad_header(header: str, expected: str) -> Malformed:
    return Malformed(errors=[{"header": header, "detail": f"expected {expected}"}])
