"""The port ``Anchor``: whatever keeps checkpoints keeps them as they were signed, and takes no other in their place."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from application.audit.checkpoints.ports import Anchor, AnchoredOtherwise, AnchorUnreachable
from domain.audit.checkpoint import Checkpoint
from domain.shared.identifiers import ClinicId
from infrastructure.anchors.folder import FolderAnchor
from infrastructure.anchors.object_storage import ObjectStorageAnchor
from infrastructure.anchors.webhook import WebhookAnchor
from infrastructure.clocks import SystemClock
from infrastructure.containers.anchors import anchors
from infrastructure.crypto.signed_notes import signed
from infrastructure.crypto.signing_keys import SigningKeys
from infrastructure.memory.anchor import MemoryAnchor
from infrastructure.settings import SettingsRefused, load_settings
from integration.kept_elsewhere import CREDENTIALS, SECRET, Receiver, storage, store

PORTS = (Anchor,)

KEYS = SigningKeys.generate()
ANCHORS = ("memory", "folder", "object-storage", "webhook")
"""Every adapter; a new one is added here."""
NOWHERE = "http://127.0.0.1:9/"
"""The port of a protocol that nobody serves."""
ANOTHER_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # pragma: allowlist secret - nobody's


def webhook(client: httpx.AsyncClient, address: str, secret: str = SECRET) -> WebhookAnchor:
    """Send to an address, with some patience."""
    return WebhookAnchor(client, address, secret, SystemClock(), patience=5.0)


@pytest.fixture(autouse=True)
def _somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have somebody to ask for storage as."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=ANCHORS)
async def anchor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Anchor]:
    """Give each anchor in turn."""
    async with AsyncExitStack() as life:
        match request.param:
            case "memory":
                yield MemoryAnchor()
            case "folder":
                yield FolderAnchor(tmp_path / "anchor")
            case "object-storage":
                yield ObjectStorageAnchor(store(life.enter_context(storage())))
            case _:
                address = await life.enter_async_context(Receiver().listening())
                client = await life.enter_async_context(httpx.AsyncClient())
                yield webhook(client, address)


def note(clinic: ClinicId, size: int, root: int = 1) -> str:
    """Sign a checkpoint."""
    made = Checkpoint.of(clinic, size, bytes([root]) * 32)
    return signed(made.body(), made.origin, KEYS.private)


async def test_a_checkpoint_is_taken_once(anchor: Anchor) -> None:
    """The same checkpoint given twice is there, and nothing is wrong with it."""
    clinic = ClinicId(uuid4())
    for _ in range(2):
        await anchor.keep(clinic, 7, note(clinic, 7))


async def test_no_other_takes_its_place(anchor: Anchor) -> None:
    """Another checkpoint of as many entries is refused, ever again: the ledger was written anew."""
    clinic = ClinicId(uuid4())
    await anchor.keep(clinic, 7, note(clinic, 7))
    for _ in range(2):
        with pytest.raises(AnchoredOtherwise):
            await anchor.keep(clinic, 7, note(clinic, 7, root=2))
    await anchor.keep(clinic, 7, note(clinic, 7))


async def test_each_ledger_has_its_own(anchor: Anchor) -> None:
    """Clinics and sizes do not get in each other's way."""
    clinics = [ClinicId(uuid4()) for _ in range(2)]
    for clinic in clinics:
        for size in (7, 70):
            await anchor.keep(clinic, size, note(clinic, size))


@pytest.mark.parametrize(
    "away",
    [
        lambda folder, _: FolderAnchor(folder / "file" / "below"),
        lambda _, __: ObjectStorageAnchor(store(NOWHERE)),
        lambda _, client: webhook(client, NOWHERE),
    ],
    ids=ANCHORS[1:],
)
async def test_one_that_is_away_says_so(away: Callable[[Path, httpx.AsyncClient], Anchor], tmp_path: Path) -> None:
    """What cannot be reached has kept nothing, and is asked again."""
    (tmp_path / "file").touch()
    clinic = ClinicId(uuid4())
    async with httpx.AsyncClient() as client:
        with pytest.raises(AnchorUnreachable):
            await away(tmp_path, client).keep(clinic, 7, note(clinic, 7))


async def test_those_that_are_set() -> None:
    """Each place that the settings name is given checkpoints; where they name none, none is."""
    named = {"POLYCLINIC_ANCHOR_FOLDER": "kept", "POLYCLINIC_ANCHOR_BUCKET": "ledger/here"}
    sent = {"POLYCLINIC_ANCHOR_WEBHOOK": NOWHERE, "POLYCLINIC_ANCHOR_WEBHOOK_SECRET": SECRET}
    async with (
        anchors(load_settings({}), SystemClock()) as none,
        anchors(load_settings({**named, **sent}), SystemClock()) as every,
    ):
        assert (none, [anchor.name for anchor in every]) == ((), list(ANCHORS[1:]))


def test_nothing_is_sent_unsigned() -> None:
    """A webhook without the secret that signs it is refused as a setting."""
    with pytest.raises(SettingsRefused, match="anchor_webhook_secret"):
        load_settings({"POLYCLINIC_ANCHOR_WEBHOOK": NOWHERE})


async def test_a_receiver_knows_who_sends() -> None:
    """A delivery that is signed with another secret is not taken; one that is, arrives as it was signed."""
    clinic, receiver = ClinicId(uuid4()), Receiver()
    async with receiver.listening() as address, httpx.AsyncClient() as client:
        with pytest.raises(AnchorUnreachable, match="401"):
            await webhook(client, address, ANOTHER_SECRET).keep(clinic, 7, note(clinic, 7))
        assert receiver.notes == {}
        await webhook(client, address).keep(clinic, 7, note(clinic, 7))
    assert list(receiver.notes.values()) == [{"clinic": str(clinic), "size": 7, "note": note(clinic, 7)}]
