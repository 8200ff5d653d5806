"""Every hasher keeps the same promises: the cases run over each adapter of the ``PasswordHasher`` port."""

from collections.abc import Callable
from typing import cast

import pytest

from application.identity.accounts.ports import PasswordHasher
from infrastructure.crypto.passwords import Argon2Parameters, Argon2PasswordHasher
from infrastructure.memory.password_hasher import ScryptPasswordHasher

PORTS = (PasswordHasher,)

PASSWORD = "correct horse battery staple"
CHEAP = Argon2Parameters(memory_kib=64, iterations=1)
DEARER = Argon2Parameters(memory_kib=128, iterations=1)

HASHERS: dict[str, tuple[Callable[[], PasswordHasher], Callable[[], PasswordHasher]]] = {
    "argon2": (lambda: Argon2PasswordHasher(CHEAP), lambda: Argon2PasswordHasher(DEARER)),
    "scrypt": (ScryptPasswordHasher, lambda: ScryptPasswordHasher(cost=32)),
}


@pytest.fixture(params=HASHERS)
def hashers(request: pytest.FixtureRequest) -> tuple[PasswordHasher, PasswordHasher]:
    """Give each adapter in turn, as it is today and as it is once its parameters were raised."""
    today, tomorrow = HASHERS[cast("str", request.param)]
    return today(), tomorrow()


@pytest.fixture
def hasher(hashers: tuple[PasswordHasher, PasswordHasher]) -> PasswordHasher:
    """Give each adapter in turn."""
    return hashers[0]


async def test_the_right_password_fits(hasher: PasswordHasher) -> None:
    """The password that was hashed is recognised."""
    assert await hasher.verify(await hasher.hash(PASSWORD), PASSWORD)


@pytest.mark.parametrize("other", ["", "correct horse battery stapl", "Correct horse battery staple", PASSWORD + " "])
async def test_another_password_does_not(hasher: PasswordHasher, other: str) -> None:
    """No other password fits, however near."""
    assert not await hasher.verify(await hasher.hash(PASSWORD), other)


async def test_the_same_password_hashes_differently(hasher: PasswordHasher) -> None:
    """Two people with one password have two hashes."""
    assert await hasher.hash(PASSWORD) != await hasher.hash(PASSWORD)


async def test_the_hash_does_not_show_the_password(hasher: PasswordHasher) -> None:
    """What is stored holds no word of the password."""
    assert "horse" not in await hasher.hash(PASSWORD)


async def test_one_password_from_two_keyboards(hasher: PasswordHasher) -> None:
    """An accented letter is the same letter, whether a keyboard sends it as one code point or as two."""
    assert await hasher.verify(await hasher.hash("caf\u00e9 au lait"), "cafe\u0301 au lait")


@pytest.mark.parametrize("password", ["\U0001f600" * 40, "\x00", "\ud800", "x" * 1000])
async def test_any_text_is_a_password(hasher: PasswordHasher, password: str) -> None:
    """Whatever text somebody chose is hashed whole: nothing is cut off, nothing breaks."""
    hashed = await hasher.hash(password)
    assert await hasher.verify(hashed, password)
    assert not await hasher.verify(hashed, password + "x")


@pytest.mark.parametrize("hashed", ["", "x", "$", "$argon2id$v=19$m=64,t=1,p=1$$", "scrypt$0$AA==$AA==", "a$b$c$d"])
async def test_an_unreadable_hash_fits_nothing(hasher: PasswordHasher, hashed: str) -> None:
    """Nobody signs in with a hash that this hasher cannot read, and it is replaced when it can be."""
    assert not await hasher.verify(hashed, PASSWORD)
    assert hasher.needs_rehash(hashed)


async def test_raised_parameters_ask_for_a_new_hash(hashers: tuple[PasswordHasher, PasswordHasher]) -> None:
    """A hash made with yesterday's parameters still fits, and asks to be made anew."""
    today, tomorrow = hashers
    hashed = await today.hash(PASSWORD)
    assert not today.needs_rehash(hashed)
    assert tomorrow.needs_rehash(hashed)
    assert await tomorrow.verify(hashed, PASSWORD)


async def test_verifying_nothing_tells_nothing(hasher: PasswordHasher) -> None:
    """For an unknown account there is work to do and nothing to learn."""
    await hasher.verify_nothing()
