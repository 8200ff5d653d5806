"""Guessing at other people's passwords."""

import asyncio
from datetime import timedelta

import pytest

from application.identity.accounts.change_password import ChangePassword
from application.identity.accounts.disable_account import DisableAccount
from application.identity.accounts.unlock_account import UnlockAccount
from application.identity.clinics.set_lock_out_terms import SetLockOutTerms
from application.identity.queries import GetAccount
from application.identity.sessions.proving_again import WrongPassword
from application.identity.sessions.sign_in import SignIn, SignInOperator, SignInRefused
from application.shared.key_vault import INSTALLATION
from application.shared.refusals import Unavailable
from domain.identity.account import AccountIsDisabled
from domain.identity.lock_out import LockOutTerms
from domain.identity.tries import TooManyTries, Tries, TryLimit
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from infrastructure.memory.identity.try_counts import MemoryTryCounts
from infrastructure.memory.password_hasher import ScryptPasswordHasher
from unit.identity.application.house import DESK, HILLTOP, OTHER_PASSWORD, OWNER, PASSWORD, House, visitor

NOBODY = EmailAddress(address="nobody@example.org")
GUESS = SignIn(email=OWNER, password=OTHER_PASSWORD)
RIGHT = SignIn(email=OWNER, password=PASSWORD)
TRIES = TryLimit().tries


class NoCounts(MemoryTryCounts):
    """Counts that cannot be reached."""

    async def another(self, *_: object) -> Tries:
        """Count nothing."""
        raise Unavailable(part="database")


class Watched(ScryptPasswordHasher):
    """Tells how many passwords it looked at."""

    looked_at = 0

    async def verify(self, hashed: str, password: str) -> bool:
        """Look at a password."""
        self.looked_at += 1
        return await super().verify(hashed, password)


async def guessed(house: House, email: EmailAddress = OWNER, times: int = TRIES) -> None:
    """Guess so often in vain."""
    for _ in range(times):
        await house.refuses(SignIn(email=email, password=OTHER_PASSWORD), visitor(), SignInRefused)


@pytest.mark.parametrize("email", [OWNER, NOBODY])
async def test_after_too_many_tries(email: EmailAddress) -> None:
    """After ten failed tries one waits a minute, whether anybody has the name or not."""
    house = House()
    await house.opened()
    await guessed(house, email)
    told = await house.refuses(SignIn(email=email, password=PASSWORD), visitor(), TooManyTries)
    assert told == {"seconds": 60}


async def test_the_wait_is_over() -> None:
    """When the wait is over the right password opens the account, and every try is forgotten."""
    house = House()
    await house.opened()
    await guessed(house)
    house.memory.clock.advance(timedelta(minutes=1))
    await house.do(RIGHT, visitor())
    await guessed(house)
    assert await house.refuses(RIGHT, visitor(), TooManyTries) == {"seconds": 60}


async def test_many_at_once() -> None:
    """Of 64 guesses at the same moment ten are looked at, and no more."""
    hasher = Watched()
    house = House(hasher=hasher)
    await house.opened()
    answers = await asyncio.gather(*(house.do(GUESS, visitor()) for _ in range(64)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["SignInRefused"] * 10 + ["TooManyTries"] * 54
    assert hasher.looked_at == TRIES


async def test_what_the_account_tells() -> None:
    """That an account is locked stands in its own history, and until when."""
    house = House()
    clinic = await house.opened()
    await guessed(house)
    assert house.facts(str(clinic.owner.id)) == ["Invited", "Accepted", "Locked"]
    shown = await house.ask(GetAccount(account=clinic.owner.id), clinic.owner)
    assert shown.locked_until == house.memory.clock.at + timedelta(minutes=1)


async def test_unlocking() -> None:
    """An owner lets somebody sign in again at once, and that is in the account's history too."""
    house = House()
    clinic = await house.opened()
    desk = AccountId(await house.joined(clinic))
    await guessed(house, DESK)
    await house.do(UnlockAccount(account=desk), clinic.owner)
    await house.signed_in(DESK)
    assert house.facts(str(desk)) == ["Invited", "Accepted", "Locked", "Unlocked"]


async def test_unlocking_what_is_open() -> None:
    """Unlocking an account that is not locked forgets the tries there were; one that is disabled stays so."""
    house = House()
    clinic = await house.opened()
    desk = AccountId(await house.joined(clinic))
    await guessed(house, DESK, TRIES - 1)
    await house.do(UnlockAccount(account=desk), clinic.owner)
    await guessed(house, DESK, TRIES - 1)
    assert "Locked" not in house.facts(str(desk))
    await house.do(DisableAccount(account=desk), clinic.owner)
    await house.refuses(UnlockAccount(account=desk), clinic.owner, AccountIsDisabled)


async def test_a_rehearsal_is_a_try() -> None:
    """Whoever only rehearses to sign in learns as much by it, so it counts as much."""
    house = House()
    await house.opened()
    for _ in range(TRIES):
        await house.refuses(GUESS, visitor(), SignInRefused, dry_run=True)
    await house.refuses(RIGHT, visitor(), TooManyTries)


async def test_each_clinic_counts_its_own() -> None:
    """Who guesses at a name in one clinic keeps nobody out of another."""
    house = House()
    await house.opened()
    await house.opened(HILLTOP, "hilltop")
    await guessed(house)
    await house.signed_in(OWNER, HILLTOP)


async def test_an_operator() -> None:
    """An operator's account is locked as any other."""
    house = House()
    await house.operators.add(OWNER, PASSWORD)
    here = visitor(INSTALLATION)
    for _ in range(TRIES):
        await house.refuses(SignInOperator(email=OWNER, password=OTHER_PASSWORD), here, SignInRefused)
    await house.refuses(SignInOperator(email=OWNER, password=PASSWORD), here, TooManyTries)


async def test_a_stricter_clinic() -> None:
    """A clinic that locks after five tries for a quarter of an hour does so from the next try on; others do not."""
    house = House()
    clinic = await house.opened()
    await house.opened(HILLTOP, "hilltop")
    terms = LockOutTerms(tries=5, first_wait_minutes=15)
    await house.do(SetLockOutTerms(terms=terms), clinic.owner)
    await guessed(house, times=5)
    assert await house.refuses(RIGHT, visitor(), TooManyTries) == {"seconds": 15 * 60}
    for _ in range(TRIES):
        await house.refuses(GUESS, visitor(HILLTOP), SignInRefused)
    assert await house.refuses(RIGHT, visitor(HILLTOP), TooManyTries) == {"seconds": 60}


async def test_proving_again_in_a_stricter_clinic() -> None:
    """Who is signed in and changes the password has as many tries."""
    house = House()
    clinic = await house.opened()
    await house.do(SetLockOutTerms(terms=LockOutTerms(tries=3)), clinic.owner)
    changing = ChangePassword(current=OTHER_PASSWORD, new="eight calm cranes at noon")
    for _ in range(3):
        await house.refuses(changing, clinic.owner, WrongPassword)
    await house.refuses(changing, clinic.owner, TooManyTries)


async def test_many_names_from_one_place() -> None:
    """Whoever goes through a hundred names from one address waits, whichever name comes next; others do not."""
    house = House()
    await house.opened()
    for number in range(100):
        guess = SignIn(email=EmailAddress(address=f"nobody-{number}@example.org"), password=PASSWORD)
        await house.refuses(guess, visitor(), SignInRefused, client="9.9.9.9")
    await house.refuses(RIGHT, visitor(), TooManyTries, client="9.9.9.9")
    await house.do(RIGHT, visitor(), client="8.8.8.8")


async def test_a_clinic_behind_one_address() -> None:
    """However many people sign in from one address, none of them waits for another."""
    house = House()
    await house.opened()
    for _ in range(101):
        await house.do(RIGHT, visitor(), client="9.9.9.9")


async def test_no_try_without_its_count() -> None:
    """Where a try cannot be counted nobody signs in, and no password is looked at."""
    hasher = Watched()
    house = House(counts=NoCounts(), hasher=hasher)
    await house.opened()
    await house.refuses(RIGHT, visitor(), Unavailable)
    assert hasher.looked_at == 0
