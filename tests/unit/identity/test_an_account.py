"""From the invitation to the end of an account."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from domain.identity.account import Account, AccountIsDisabled, LastOwner
from domain.identity.invitation import InvitationAlreadyAccepted, InvitationExpired, InvitationNotAccepted
from domain.shared.aggregate import Fact
from domain.shared.roles import Role
from unit.identity.people import EMAIL, LAKESIDE, NINE, TEN, after
from unit.spec import given

Act = Callable[[Account], None]

JUST_BEFORE_TEN = TEN - timedelta(seconds=1)

invited = Account.Invited(email=EMAIL, role=Role.FRONT_DESK, clinic=LAKESIDE, expires_at=TEN)
owner_invited = Account.Invited(email=EMAIL, role=Role.OWNER, clinic=LAKESIDE, expires_at=TEN)
accepted = Account.Accepted(accepted_at=NINE)
password_changed = Account.PasswordChanged(changed_at=TEN)
disabled = Account.Disabled(disabled_at=TEN)
locked = Account.Locked(locked_at=NINE, until=TEN)
unlocked = Account.Unlocked(unlocked_at=JUST_BEFORE_TEN)


def accepting(now: datetime = NINE) -> Act:
    """Follow the link of the invitation and set a password."""
    return lambda account: account.accept(now=now)


def changing_password(account: Account) -> None:
    """Set another password at ten."""
    account.change_password(now=TEN)


def locking(account: Account) -> None:
    """Lock the account from nine to ten."""
    account.lock(until=TEN, now=NINE)


def unlocking(account: Account) -> None:
    """Unlock the account just before ten."""
    account.unlock(now=JUST_BEFORE_TEN)


def disabling(account: Account) -> None:
    """End the account at ten; nobody else owns the clinic."""
    account.disable(other_owners=0, now=TEN)


def disabling_one_of_two(account: Account) -> None:
    """End the account at ten; the clinic has another owner."""
    account.disable(other_owners=1, now=TEN)


def test_accepting() -> None:
    """Who was invited sets a password and can sign in from then on."""
    given(Account, invited).when(accepting()).then(accepted)


def test_accepting_at_the_last_moment() -> None:
    """An invitation can be accepted until it ends."""
    at_last = Account.Accepted(accepted_at=JUST_BEFORE_TEN)
    given(Account, invited).when(accepting(JUST_BEFORE_TEN)).then(at_last)


def test_accepting_too_late() -> None:
    """An invitation that has ended is not accepted."""
    given(Account, invited).when(accepting(TEN)).then_rejected(InvitationExpired, expired_at=TEN)


@pytest.mark.parametrize("now", [NINE, TEN])
def test_accepting_twice(now: datetime) -> None:
    """An invitation is accepted once; a stolen old link is worth nothing."""
    given(Account, invited, accepted).when(accepting(now)).then_rejected(InvitationAlreadyAccepted)


def test_accepting_a_withdrawn_invitation() -> None:
    """An invitation that the clinic took back is not accepted."""
    given(Account, invited, disabled).when(accepting()).then_rejected(AccountIsDisabled, disabled_at=TEN)


def test_changing_the_password() -> None:
    """Everybody can change their password; that it changed is noted, the password never is."""
    given(Account, invited, accepted).when(changing_password).then(password_changed)


def test_no_password_yet() -> None:
    """Before the invitation is accepted there is no password to change."""
    given(Account, invited).when(changing_password).then_rejected(InvitationNotAccepted)


def test_no_password_any_more() -> None:
    """A disabled account cannot change its password."""
    given(Account, invited, accepted, disabled).when(changing_password).then_rejected(AccountIsDisabled)


@pytest.mark.parametrize("history", [(invited,), (invited, accepted), (invited, accepted, password_changed)])
def test_disabling(history: tuple[Fact, ...]) -> None:
    """The clinic can end an account, or take back an invitation, at any time."""
    given(Account, *history).when(disabling).then(disabled)


def test_the_last_owner_stays() -> None:
    """A clinic always keeps an owner."""
    given(Account, owner_invited, accepted).when(disabling).then_rejected(LastOwner)


def test_an_owner_leaves() -> None:
    """An owner can leave as long as another one stays."""
    given(Account, owner_invited, accepted).when(disabling_one_of_two).then(disabled)


def test_an_owner_who_never_came() -> None:
    """The invitation of an owner can be taken back: whoever has not accepted owns nothing yet."""
    given(Account, owner_invited).when(disabling).then(disabled)


def test_disabled_once() -> None:
    """A disabled account stays disabled."""
    given(Account, invited, disabled).when(disabling).then_rejected(AccountIsDisabled)


@pytest.mark.parametrize("history", [(accepted,), (accepted, locked), (accepted, locked, unlocked)])
def test_locking(history: tuple[Fact, ...]) -> None:
    """After too many failed tries nobody signs in with the account for a while, as often as it happens."""
    given(Account, invited, *history).when(locking).then(locked)


@pytest.mark.parametrize("history", [(), (accepted, disabled)])
def test_nothing_to_lock(history: tuple[Fact, ...]) -> None:
    """Where nobody can sign in anyway, failed tries change nothing."""
    given(Account, invited, *history).when(locking).then()


def test_unlocking() -> None:
    """An owner can let somebody sign in again before the wait is over."""
    given(Account, invited, accepted, locked).when(unlocking).then(unlocked)


@pytest.mark.parametrize("history", [(accepted,), (accepted, locked, unlocked)])
def test_nothing_to_unlock(history: tuple[Fact, ...]) -> None:
    """An account that is not locked stays as it is."""
    given(Account, invited, *history).when(unlocking).then()


def test_unlocked_by_time() -> None:
    """When the wait is over, nothing is left to unlock."""
    given(Account, invited, accepted, locked).when(lambda account: account.unlock(now=TEN)).then()


def test_no_unlocking_any_more() -> None:
    """A disabled account is not unlocked."""
    given(Account, invited, accepted, locked, disabled).when(unlocking).then_rejected(AccountIsDisabled)


@pytest.mark.parametrize(
    ("history", "open_"),
    [
        ((invited,), False),
        ((invited, accepted), True),
        ((invited, accepted, password_changed), True),
        ((invited, accepted, disabled), False),
        ((invited, disabled), False),
    ],
)
def test_who_can_sign_in(history: tuple[Fact, ...], *, open_: bool) -> None:
    """Only who accepted the invitation and was not disabled can sign in."""
    assert after(Account, *history).can_sign_in is open_


def test_since_when_the_password_counts() -> None:
    """Sessions older than the password can be told from newer ones."""
    since = [
        after(Account, *history).password_changed_at
        for history in ([invited, accepted], [invited, accepted, password_changed])
    ]
    assert since == [NINE, TEN]
