"""A vault at a key management service: signed, within a deadline, asked seldom, and never mistaken for another one."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from os import urandom
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from litestar import Litestar, Request, Response, post

from application.shared.key_vault import KeyMaterialUnusable, KeyRefused, WrappedKey
from application.shared.refusals import Unavailable
from domain.shared.identifiers import ClinicId
from infrastructure.containers.keys import create_keys
from infrastructure.crypto.key_ring import KeyRing
from infrastructure.crypto.kms_calls import Kms, KmsRefused, Signer, kms
from infrastructure.crypto.kms_key_vault import NOTICED_WITHIN, KmsKeyVault, kms_key_vault
from infrastructure.crypto.openings import AT_ONCE
from infrastructure.embedded.port import LOOPBACK
from infrastructure.settings import load_settings
from integration.background import in_background
from integration.key_management import ALIAS, WHO_ASKS, at, key_management
from integration.logged import logged
from interfaces.server import listen, serve

LAKESIDE, HILLTOP = ClinicId(UUID(int=1)), ClinicId(UUID(int=2))
KEY = urandom(32)
SOON = 0.3
"""Seconds that are waited for a service that never answers."""
THROTTLED = (400, {"__type": "com.amazonaws.kms#ThrottlingException"})
BROKEN = (500, {"__type": "KMSInternalException"})
REFUSED = (400, {"__type": "UnrecognizedClientException"})


@pytest.fixture(autouse=True)
def _somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have somebody to ask as."""
    for name, value in WHO_ASKS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """Run a key management service."""
    with key_management() as address:
        yield address


@pytest.fixture
def prefix() -> str:
    """Give an installation's aliases a beginning of their own."""
    return f"{ALIAS}/{uuid4()}"


class Scripted:
    """A service that gives the answers that it was given, the last one again and again, and keeps what was asked."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[dict[str, str], bytes]] = []

    @property
    def operations(self) -> list[str]:
        """Which operations were asked for."""
        return [headers["x-amz-target"].removeprefix("TrentService.") for headers, _ in self.asked]

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[str]:
        """Answer, and give the address."""

        @post("/", status_code=200)
        async def answer(request: Request[Any, Any, Any]) -> Response[bytes]:
            self.asked.append((dict(request.headers), await request.body()))
            status, said = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            return Response(msgspec.json.encode(said), status_code=status)

        door, up = listen(LOOPBACK, 0), asyncio.Event()
        app = Litestar([answer], openapi_config=None)
        async with in_background(lambda stop: serve(app, door, stop, ready=up.set)):
            await up.wait()
            yield f"http://{LOOPBACK}:{door.getsockname()[1]}"


@asynccontextmanager
async def frozen() -> AsyncIterator[str]:
    """Take connections, and never say a word."""

    async def listen_alone(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen_alone, LOOPBACK, 0)
    async with server:
        yield f"http://{LOOPBACK}:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("what", ["wrap", "unwrap", "mac_key", "current", "create", "rotate"])
async def test_a_frozen_service_holds_nobody_up(what: str, prefix: str) -> None:
    """Where nothing is answered, whoever asked hears in time that the vault cannot be reached."""
    wrapped = WrappedKey("some", b"key")
    asked: dict[str, Callable[[KmsKeyVault], Awaitable[Any]]] = {
        "wrap": lambda vault: vault.wrap(LAKESIDE, KEY),
        "unwrap": lambda vault: vault.unwrap(LAKESIDE, wrapped),
        "mac_key": lambda vault: vault.mac_key(LAKESIDE, "blind-index"),
        "current": lambda vault: vault.current(LAKESIDE),
        "create": lambda vault: vault.create(),
        "rotate": lambda vault: vault.rotate(),
    }
    async with frozen() as address, kms_key_vault(prefix, address, patience=SOON) as vault, asyncio.timeout(60):
        with pytest.raises(Unavailable):
            await asked[what](vault)


async def test_nobody_there_is_told_alike(prefix: str) -> None:
    """A service whose port nobody serves cannot be reached."""
    async with kms_key_vault(prefix, "http://127.0.0.1:9") as vault:
        with pytest.raises(Unavailable):
            await vault.wrap(LAKESIDE, KEY)


@pytest.mark.parametrize("first", [THROTTLED, BROKEN, (502, "no JSON of ours")])
async def test_what_passes_is_asked_again(first: tuple[int, Any]) -> None:
    """A service that could not for once is asked once more, and that answer counts."""
    scripted = Scripted(first, (200, {"Mac": "AAAA"}))
    async with scripted.answering() as address, kms_key_vault(ALIAS, address) as vault:
        assert await vault.mac_key(LAKESIDE, "blind-index") == bytes(3)
    assert scripted.operations == ["GenerateMac"] * 2


async def test_it_is_not_asked_for_ever() -> None:
    """A service that never can is given up after the second time."""
    scripted = Scripted(THROTTLED)
    async with scripted.answering() as address, kms_key_vault(ALIAS, address) as vault:
        with pytest.raises(Unavailable):
            await vault.mac_key(LAKESIDE, "blind-index")
    assert scripted.operations == ["GenerateMac"] * 2


async def test_no_key_is_drawn_twice() -> None:
    """What would leave another key behind is asked for once, whatever comes of it."""
    scripted = Scripted(BROKEN)
    async with scripted.answering() as address, kms(address) as service:
        with pytest.raises(Unavailable):
            await service.ask("CreateKey")
    assert scripted.operations == ["CreateKey"]


async def test_every_page_is_read() -> None:
    """An account with many aliases tells of them page by page, other people's among ours."""
    pages = [
        {"Aliases": [_alias(f"{ALIAS}/root", "one"), _alias("alias/other/root", "two")], "Truncated": True},
        {"Aliases": [_alias(f"{ALIAS}/kek/one", "one"), _alias(f"{ALIAS}/kek/old", "old")], "Truncated": False},
    ]
    scripted = Scripted((200, {**pages[0], "NextMarker": "next"}), (200, pages[1]))
    async with scripted.answering() as address, kms_key_vault(ALIAS, address) as vault:
        assert (await vault.current(LAKESIDE), await vault.older()) == ("one", {"old"})
    assert [msgspec.json.decode(body).get("Marker") for _, body in scripted.asked] == [None, "next"]


def _alias(name: str, key: str) -> dict[str, str]:
    return {"AliasName": name, "TargetKeyId": key}


async def test_what_is_asked_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signature is the one that AWS's own description of Signature Version 4 leads to, for this very body."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a session")
    scripted = Scripted((200, {}))
    async with scripted.answering() as address, kms(address) as service:
        await service.ask("DescribeKey", KeyId=ALIAS)
    ((headers, body),) = scripted.asked
    names = ["content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"]
    told = "".join(f"{name}:{headers[name]}\n" for name in names)
    canonical = "\n".join(["POST", "/", "", told, ";".join(names), hashlib.sha256(body).hexdigest()])
    day, moment = headers["x-amz-date"][:8], headers["x-amz-date"]
    scope = f"{day}/us-east-1/kms/aws4_request"
    signed = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = b"AWS4a secret"
    for part in (day, "us-east-1", "kms", "aws4_request", signed):
        key = hmac.digest(key, part.encode(), "sha256")
    assert headers["authorization"] == (
        f"AWS4-HMAC-SHA256 Credential=any/{scope}, SignedHeaders={';'.join(names)}, Signature={key.hex()}"
    )


async def test_a_refusal_tells_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the service does not know who asks, the log has its word for that, and neither a key nor a credential."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "quetzalcoatlus")
    scripted = Scripted((200, {"Aliases": [_alias(f"{ALIAS}/root", "one")], "Truncated": False}), REFUSED)
    with logged() as log:
        async with scripted.answering() as address, kms_key_vault(ALIAS, address) as vault:
            with pytest.raises(Unavailable) as raised:
                await vault.wrap(LAKESIDE, KEY)
    assert isinstance(raised.value.__cause__, KmsRefused)
    (line,) = log.told("key_vault_refused")
    assert line["error.code"] == "UnrecognizedClientException"
    assert "quetzalcoatlus" not in log.text + repr(raised.value.__cause__)


async def test_without_credentials_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nobody is found who could ask, the vault cannot be reached."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    scripted = Scripted((200, {}))
    async with scripted.answering() as address, kms_key_vault(ALIAS, address) as vault:
        with pytest.raises(Unavailable) as raised:
            await vault.mac_key(LAKESIDE, "blind-index")
    assert (str(raised.value.__cause__), scripted.asked) == ("NoCredentialsError", [])


async def test_without_a_region_nothing_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keys are of one region: which, must be said."""
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(KeyMaterialUnusable, match="AWS_REGION"):
        Signer()


class Counting(Kms):
    """Counts what is asked, and what is asked while something else still is."""

    count = 0
    under_way = most_under_way = 0

    async def ask(self, operation: str, **asked: Any) -> dict[str, Any]:
        """Have an operation done, and count it."""
        self.count += 1
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            return await super().ask(operation, **asked)
        finally:
            self.under_way -= 1


async def test_it_is_asked_seldom(service: str, prefix: str) -> None:
    """A person's key is opened once and then at hand; a MAC key is made once in the life of a process."""
    async with httpx.AsyncClient(timeout=30) as client:
        counting = Counting(client, service, Signer(), patience=30)
        vault, subject = KmsKeyVault(counting, prefix), uuid4()
        assert await vault.create()
        ring = KeyRing(vault)
        new = await ring.new_key(LAKESIDE)
        counting.count = 0
        for _ in range(50):
            await ring.open(LAKESIDE, subject, new.wrapped)
            await vault.mac_key(LAKESIDE, "request-body")
        assert counting.count == 2


async def test_a_page_is_asked_for_side_by_side(service: str, prefix: str) -> None:
    """The keys of fifty persons are fifty calls, of which as many are under way together as a process may have."""
    async with httpx.AsyncClient(timeout=30) as client:
        counting = Counting(client, service, Signer(), patience=30)
        vault = KmsKeyVault(counting, prefix)
        assert await vault.create()
        ring = KeyRing(vault)
        page = {uuid4(): (await ring.new_key(LAKESIDE)).wrapped for _ in range(50)}
        counting.count = 0
        assert (await ring.open_all(LAKESIDE, page)).keys() == page.keys()
        assert (counting.count, counting.most_under_way) == (50, AT_ONCE)


async def test_another_process_notices(service: str, prefix: str) -> None:
    """A process that had the old key for current wraps by the new one some seconds after another drew it."""
    elapsed = [0.0]
    async with kms(service, patience=30) as here, kms_key_vault(prefix, service, patience=30) as there:
        vault = KmsKeyVault(here, prefix, monotonic=lambda: elapsed[0])
        assert await vault.create()
        before = await vault.wrap(LAKESIDE, KEY)
        drawn = await there.rotate()
        assert await there.unwrap(LAKESIDE, before) == KEY
        elapsed[0] += NOTICED_WITHIN + 1
        after = await vault.wrap(LAKESIDE, KEY)
        assert (after.kek_id, await there.unwrap(LAKESIDE, after)) == (drawn, KEY)


async def test_a_new_key_is_known_at_once(service: str, prefix: str) -> None:
    """What another process wraps by a key that was drawn a moment ago opens, though the old one is current here yet."""
    async with (
        kms_key_vault(prefix, service, patience=30) as here,
        kms_key_vault(prefix, service, patience=30) as there,
    ):
        assert await here.create()
        old = await here.current(LAKESIDE)
        assert await there.rotate() != old
        after = await there.wrap(LAKESIDE, KEY)
        assert await here.unwrap(LAKESIDE, after) == KEY
        assert await here.current(LAKESIDE) == old


async def test_another_installations_key_is_not_asked_for(service: str, prefix: str) -> None:
    """Two installations in one account do not open each other's keys, although the service would."""
    async with (
        kms_key_vault(f"{prefix}-one", service, patience=30) as one,
        kms_key_vault(f"{prefix}-two", service, patience=30) as two,
    ):
        assert await one.create()
        assert await two.create()
        wrapped = await one.wrap(LAKESIDE, KEY)
        with pytest.raises(KeyRefused, match="not in this vault"):
            await two.unwrap(LAKESIDE, wrapped)
        assert await one.mac_key(LAKESIDE, "blind-index") != await two.mac_key(LAKESIDE, "blind-index")


async def test_it_is_created_once(service: str, prefix: str) -> None:
    """A second call finds the keys of the first, and one that was broken off is finished."""
    async with kms_key_vault(prefix, service, patience=30) as vault, kms(service, patience=30) as operator:
        assert await vault.create()
        current, kept = await vault.current(LAKESIDE), await vault.mac_key(LAKESIDE, "blind-index")
        assert not await vault.create()
        await operator.ask("DeleteAlias", AliasName=f"{prefix}/root")
        assert await vault.create()
        assert await vault.mac_key(LAKESIDE, "blind-index") == kept
        assert current in await vault.older()


async def test_a_lost_mac_key_is_not_replaced(service: str, prefix: str) -> None:
    """Another MAC key would find nobody who is indexed: the alias is to be put back."""
    async with kms_key_vault(prefix, service, patience=30) as vault, kms(service, patience=30) as operator:
        assert await vault.create()
        await operator.ask("DeleteAlias", AliasName=f"{prefix}/mac")
        with pytest.raises(KeyMaterialUnusable, match="mac is gone"):
            await vault.create()


async def test_a_lost_vault_is_not_replaced(service: str, prefix: str, tmp_path: Path) -> None:
    """Where the aliases are gone, or are another region's, and keys that were wrapped are there, none is drawn."""
    settings = load_settings({**at(service, prefix), "POLYCLINIC_DATA_DIRECTORY": str(tmp_path)})
    assert await create_keys(settings)
    assert not await create_keys(settings)
    elsewhere = load_settings({**at(service, f"{prefix}-2"), "POLYCLINIC_DATA_DIRECTORY": str(tmp_path)})
    with pytest.raises(KeyMaterialUnusable, match="is gone"):
        await create_keys(elsewhere)


async def test_retiring_goes_on(service: str, prefix: str) -> None:
    """A key that an earlier call had given up already is no hindrance to the next."""
    async with kms_key_vault(prefix, service, patience=30) as vault, kms(service, patience=30) as operator:
        assert await vault.create()
        await vault.rotate()
        (old,) = await vault.older()
        await operator.ask("ScheduleKeyDeletion", KeyId=old, PendingWindowInDays=30)
        await vault.retire({old})
        assert (await vault.older(), await vault.kept()) == (set(), 1)
        state = (await operator.ask("DescribeKey", KeyId=old))["KeyMetadata"]["KeyState"]
        assert state == "PendingDeletion"
