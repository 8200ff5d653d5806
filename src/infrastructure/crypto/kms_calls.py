"""Asking AWS Key Management Service, or whatever speaks its protocol: one POST of JSON an operation.

botocore finds out who asks, wherever Amazon's own tools would look, and signs (Signature Version 4). The conversation
is ours, because a deadline must be able to end it.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import botocore.config  # type: ignore[import-untyped]  # it has no types, nor have the next four
import httpx
import msgspec
from botocore.auth import SigV4Auth  # type: ignore[import-untyped]
from botocore.awsrequest import AWSRequest  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError  # type: ignore[import-untyped]
from botocore.session import Session  # type: ignore[import-untyped]

from application.shared.key_vault import KeyMaterialUnusable
from application.shared.refusals import Unavailable

PATIENCE: Final = 2.0
"""Seconds for one try; the service answers in some milliseconds."""
TRIES: Final = 2
PAUSE: Final = 0.1
"""Seconds between two tries."""

PART: Final = "key-vault"

_SERVICE: Final = "kms"
_REPEATABLE: Final = {"Encrypt", "Decrypt", "GenerateMac", "DescribeKey", "ListAliases"}
"""Operations that change nothing, so that asking twice is no harm."""
_PASSING: Final = {
    "ThrottlingException",
    "RequestLimitExceeded",
    "KMSInternalException",
    "DependencyTimeoutException",
    "KeyUnavailableException",
}
"""What the service says when it could not for now."""

_encode: Final = msgspec.json.Encoder().encode


class KmsRefused(Exception):
    """The service, or who was to sign for it, says no; ``reason`` is its word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Passing(Exception):
    """This try came to nothing; another may not."""


class _Fault(msgspec.Struct, frozen=True):
    """How the service says no."""

    type: str = msgspec.field(name="__type")


class Signer:
    """Signs what is asked, as whoever the environment says (``AWS_ACCESS_KEY_ID``, a role of the machine, ...)."""

    def __init__(self, *, patience: float = PATIENCE) -> None:
        """Find the region. Raises ``KeyMaterialUnusable`` where none is named."""
        self._session = Session()
        # Where credentials come from another service, that one may be frozen too.
        once = botocore.config.Config(
            connect_timeout=patience, read_timeout=patience, retries={"total_max_attempts": 1}
        )
        self._session.set_default_client_config(once)
        region = os.environ.get("AWS_REGION") or self._session.get_config_variable("region")
        if not region:
            raise KeyMaterialUnusable("AWS_REGION is empty: name the region of the keys")
        self.region: str = region

    async def signed(self, url: str, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        """Give the headers with a signature among them. Raises ``KmsRefused`` where there are no credentials."""
        try:
            # In a thread: credentials that are about to run out are fetched anew in here.
            return await asyncio.to_thread(self._signed, url, headers, body)
        except BotoCoreError as unsigned:
            raise KmsRefused(type(unsigned).__name__) from unsigned

    def _signed(self, url: str, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        request = AWSRequest("POST", url, headers=dict(headers), data=body)
        SigV4Auth(self._session.get_credentials(), _SERVICE, self.region).add_auth(request)
        return dict(request.headers.items())


class Kms:
    """Asks, within a deadline, and once more where that is no harm and might help."""

    def __init__(self, client: httpx.AsyncClient, address: str, signer: Signer, *, patience: float = PATIENCE) -> None:
        self._client = client
        self._address = address.rstrip("/") + "/"
        self._signer = signer
        self._patience = patience

    async def ask(self, operation: str, **asked: Any) -> dict[str, Any]:
        """Have an operation done, and give the answer. Raises ``KmsRefused`` and ``Unavailable``."""
        body, tries = _encode(asked), TRIES if operation in _REPEATABLE else 1
        while True:
            tries -= 1
            try:
                async with asyncio.timeout(self._patience):
                    return await self._answer(operation, body)
            except (TimeoutError, httpx.HTTPError, _Passing) as away:
                if not tries:
                    raise Unavailable(part=PART) from away
            await asyncio.sleep(PAUSE)

    async def _answer(self, operation: str, body: bytes) -> dict[str, Any]:
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"TrentService.{operation}"}
        headers = await self._signer.signed(self._address, headers, body)
        answer = await self._client.post(self._address, content=body, headers=headers)
        if not answer.is_success:
            raise _fault(answer)
        return msgspec.json.decode(answer.content or b"null", type=dict[str, Any] | None) or {}


def _fault(answer: httpx.Response) -> KmsRefused | _Passing:
    try:
        reason = msgspec.json.decode(answer.content, type=_Fault).type.rpartition("#")[2]
    except msgspec.MsgspecError:
        return _Passing(answer.status_code)
    return _Passing(reason) if answer.is_server_error or reason in _PASSING else KmsRefused(reason)


@asynccontextmanager
async def kms(endpoint: str = "", *, patience: float = PATIENCE) -> AsyncIterator[Kms]:
    """Open the way to the service in the environment's region, or to an ``endpoint`` of one's own.

    Raises ``KeyMaterialUnusable`` where no region is named.
    """
    signer = Signer(patience=patience)
    address = endpoint or f"https://kms.{signer.region}.amazonaws.com"
    async with httpx.AsyncClient(timeout=patience, trust_env=False) as client:
        yield Kms(client, address, signer, patience=patience)
