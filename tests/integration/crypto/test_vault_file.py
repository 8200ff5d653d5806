"""The vault's key material: private, whole after any crash, shared by processes, and unusable when it is not random."""

import asyncio
import json
import multiprocessing
import stat
from collections.abc import Callable
from os import urandom
from pathlib import Path
from uuid import UUID

import pytest

from application.shared.key_vault import KeyMaterialUnusable, KeyRefused, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.containers.keys import create_keys
from infrastructure.crypto import private_files
from infrastructure.crypto.environment_key_vault import EnvironmentKeyVault
from infrastructure.crypto.key_encryption_keys import KeyEncryptionKeys
from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.crypto.private_files import FileNotPrivate
from infrastructure.settings import Settings

LAKESIDE = ClinicId(UUID(int=1))
KEY = urandom(32)


def written(path: Path) -> str:
    """Give the file's text."""
    return path.read_text()


def beside(path: Path) -> list[Path]:
    """List the files of its directory."""
    return list(path.parent.iterdir())


HARMS: dict[str, Callable[[Path], object]] = {
    "opened to others": lambda path: path.chmod(0o644),
    "emptied": lambda path: path.write_text(""),
    "removed": lambda path: path.unlink(),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a place for a vault in a directory that does not exist yet."""
    return tmp_path / "keys" / "vault.json"


def test_only_the_owner_may_read_it(path: Path) -> None:
    """A new vault file, and the directory made for it, are their owner's alone."""
    LocalFileKeyVault.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o601, 0o777])
def test_a_file_open_to_others_is_refused(path: Path, mode: int) -> None:
    """Where others have any right on the file the vault does not start, and says what mends it."""
    LocalFileKeyVault.create(path)
    path.chmod(mode)
    with pytest.raises(FileNotPrivate, match=f"chmod 600 '{path}'"):
        LocalFileKeyVault(path)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_private_file_is_taken(path: Path, mode: int) -> None:
    """A file that its owner may only read is as good."""
    LocalFileKeyVault.create(path)
    path.chmod(mode)
    LocalFileKeyVault(path)


async def test_another_process_opens_what_one_wrapped(path: Path) -> None:
    """What was wrapped before a restart opens after it."""
    wrapped = await LocalFileKeyVault.create(path).wrap(LAKESIDE, KEY)
    assert await LocalFileKeyVault(path).unwrap(LAKESIDE, wrapped) == KEY


def test_a_vault_is_created_once(path: Path) -> None:
    """Creating a vault where there is one leaves the old one untouched."""
    LocalFileKeyVault.create(path)
    before = written(path)
    with pytest.raises(FileExistsError):
        LocalFileKeyVault.create(path)
    assert written(path) == before


async def test_nothing_is_left_beside_it(path: Path) -> None:
    """Creating, failing to create and rotating leave no copy of the keys behind."""
    vault = LocalFileKeyVault.create(path)
    with pytest.raises(FileExistsError):
        LocalFileKeyVault.create(path)
    await vault.rotate()
    assert beside(path) == [path]


async def test_a_running_process_notices_a_rotation(path: Path) -> None:
    """After another process rotated, this one wraps with the new key and opens what that one wrapped."""
    here, there = LocalFileKeyVault.create(path), LocalFileKeyVault(path)
    rotated = await there.rotate()
    assert await here.current(LAKESIDE) == rotated
    assert await here.unwrap(LAKESIDE, await there.wrap(LAKESIDE, KEY)) == KEY


def _rotate_often(path: Path) -> None:
    async def often() -> None:
        vault = LocalFileKeyVault(path)
        for _ in range(10):
            await vault.rotate()

    asyncio.run(often())


async def test_two_processes_that_rotate_lose_no_key(path: Path) -> None:
    """However many processes rotate at once, every key-encryption key that ever was current stays."""
    LocalFileKeyVault.create(path)
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_rotate_often, args=(path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert len(json.loads(written(path))["keks"]) == 1 + 3 * 10


async def test_a_crash_while_rotating_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails at the last step, the file is as it was and the vault goes on."""
    vault = LocalFileKeyVault.create(path)
    before = written(path)

    def fail(_: Path, __: Path) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="disk is full"):
            await vault.rotate()
    assert written(path) == before
    assert beside(path) == [path]
    assert await vault.unwrap(LAKESIDE, await vault.wrap(LAKESIDE, KEY)) == KEY


@pytest.mark.parametrize("harm", HARMS)
async def test_a_file_gone_bad_stops_no_running_process(path: Path, harm: str) -> None:
    """What happens to the file while the vault runs is for the next start to refuse: patients are being seen."""
    vault = LocalFileKeyVault.create(path)
    wrapped, text = await vault.wrap(LAKESIDE, KEY), written(path)
    HARMS[harm](path)
    for _ in range(2):
        assert await vault.unwrap(LAKESIDE, wrapped) == KEY
    with pytest.raises((FileNotPrivate, KeyMaterialUnusable, FileNotFoundError)):
        LocalFileKeyVault(path)
    private_files.replace_private(path, KeyEncryptionKeys.parse(text).rotated().text())
    assert await vault.current(LAKESIDE) != wrapped.kek_id


async def test_the_environment_takes_the_files_text(path: Path) -> None:
    """Moving a vault from a file to the environment is copying its text."""
    wrapped = await LocalFileKeyVault.create(path).wrap(LAKESIDE, KEY)
    assert await EnvironmentKeyVault(written(path)).unwrap(LAKESIDE, wrapped) == KEY


async def test_the_environment_rotates_by_a_new_value() -> None:
    """A process started with the rotated value opens what the one before wrapped."""
    material = KeyEncryptionKeys.generate()
    wrapped = await EnvironmentKeyVault(material.text()).wrap(LAKESIDE, KEY)
    rotated = EnvironmentKeyVault(material.rotated().text())
    assert await rotated.current(LAKESIDE) != wrapped.kek_id
    assert await rotated.unwrap(LAKESIDE, wrapped) == KEY


def _altered(**members: object) -> str:
    return json.dumps(json.loads(KeyEncryptionKeys.generate().text()) | members)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "changeme",
        "{}",
        "null",
        _altered(format=2),
        _altered(current="kek-of-another"),
        _altered(keks={}),
        _altered(extra="x"),
        _altered(mac_root="!"),
        _altered(mac_root=""),
        _altered(mac_root="AAAA"),
        _altered(mac_root="A" * 43 + "="),
        _altered(mac_root="c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U="),
    ],
)
def test_bad_material_is_refused(value: str) -> None:
    """Text that is no key material, or keys that nobody drew at random, stop the start."""
    with pytest.raises(KeyMaterialUnusable):
        EnvironmentKeyVault(value)


def test_a_refusal_quotes_no_key() -> None:
    """The refusal of broken material shows none of it."""
    text = KeyEncryptionKeys.generate().text()
    with pytest.raises(KeyMaterialUnusable) as refusal:
        EnvironmentKeyVault(text[:-2])
    assert refusal.value.__cause__ is None
    assert not any(key in str(refusal.value) for key in json.loads(text)["keks"].values())


def test_key_material_is_not_printed() -> None:
    """Key material that strays into a log line shows how many keys there are, and none of them."""
    material = KeyEncryptionKeys.generate()
    assert repr(material) == f"KeyEncryptionKeys(current='{material.current}', count=1)"


def test_a_key_cannot_be_moved_to_another_encryption_key() -> None:
    """The name of the key-encryption key is sealed in: a wrapped key cannot be passed off as another's."""
    material = KeyEncryptionKeys.generate()
    rotated = material.rotated()
    wrapped = material.wrap(LAKESIDE, KEY)
    assert material.current in rotated
    assert rotated.unwrap(LAKESIDE, wrapped) == KEY
    with pytest.raises(KeyRefused, match="altered"):
        rotated.unwrap(LAKESIDE, WrappedKey(rotated.current, wrapped.wrapped))


async def test_a_lost_vault_is_not_replaced(tmp_path: Path) -> None:
    """Where the vault is gone and keys that it wrapped are there, no other is made: it would open nothing."""
    settings = Settings(data_directory=tmp_path)
    assert await create_keys(settings)
    settings.vault_path.unlink()
    with pytest.raises(KeyMaterialUnusable, match="put its copy back"):
        await create_keys(settings)
    assert not settings.vault_path.exists()
