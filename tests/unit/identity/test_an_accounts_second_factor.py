"""What an account's history tells of its second factor: that, and never what."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.identity.account import Account, AccountIsDisabled
from domain.identity.device import TotpIsOff, TotpIsOn, TotpNotEnrolled
from domain.identity.second_factor_terms import SecondFactorDemand, SecondFactorIsDemanded
from domain.shared.aggregate import Fact
from domain.shared.roles import Role
from unit.identity.people import EMAIL, LAKESIDE, NINE, TEN, after
from unit.spec import given

invited = Account.Invited(email=EMAIL, role=Role.FRONT_DESK, clinic=LAKESIDE, expires_at=TEN)
accepted = Account.Accepted(accepted_at=NINE)
enrolled = Account.TotpEnrolled(enrolled_at=NINE)
confirmed = Account.TotpConfirmed(confirmed_at=NINE)
switched_off = Account.TotpDisabled(disabled_at=NINE)
reset = Account.TotpReset(reset_at=NINE)
renewed = Account.RecoveryCodesRenewed(renewed_at=NINE)
used = Account.RecoveryCodeUsed(used_at=NINE, left=9)
disabled = Account.Disabled(disabled_at=NINE)

CHOICE = SecondFactorDemand()
AHEAD = SecondFactorDemand(since=date(2030, 5, 15))
HELD = SecondFactorDemand(since=date(2030, 5, 14), holds=True)

ON = (invited, accepted, enrolled, confirmed)
OFF = (invited, accepted)

ENROLLING: Callable[[Account], None] = lambda account: account.enrol_totp(now=NINE)  # noqa: E731 - a named act
CONFIRMING: Callable[[Account], None] = lambda account: account.confirm_totp(now=NINE)  # noqa: E731 - as above
SWITCHING_OFF: Callable[[Account], None] = lambda account: account.disable_totp(CHOICE, now=NINE)  # noqa: E731 - so
RESETTING: Callable[[Account], None] = lambda account: account.reset_totp(now=NINE)  # noqa: E731 - as above
RENEWING: Callable[[Account], None] = lambda account: account.renew_recovery_codes(now=NINE)  # noqa: E731 - as above


@pytest.mark.parametrize(
    "history", [OFF, (*OFF, enrolled), (*ON, switched_off), (*ON, reset)], ids=["new", "again", "after", "reset"]
)
def test_enrolling(history: tuple[Fact, ...]) -> None:
    """Whoever has no second factor can enrol a device, and another one until one is confirmed."""
    given(Account, *history).when(ENROLLING).then(enrolled)


def test_enrolling_a_second_device() -> None:
    """An account has one device; it is switched off before another is enrolled."""
    given(Account, *ON).when(ENROLLING).then_rejected(TotpIsOn)


def test_confirming() -> None:
    """By its first code the device becomes the second factor."""
    given(Account, *OFF, enrolled).when(CONFIRMING).then(confirmed)


@pytest.mark.parametrize("history", [OFF, (*ON, switched_off), (*ON, reset)], ids=["never", "switched off", "reset"])
def test_nothing_to_confirm(history: tuple[Fact, ...]) -> None:
    """A device is enrolled before it is confirmed."""
    given(Account, *history).when(CONFIRMING).then_rejected(TotpNotEnrolled)


def test_confirming_twice() -> None:
    """A device is confirmed once."""
    given(Account, *ON).when(CONFIRMING).then_rejected(TotpIsOn)


@pytest.mark.parametrize(
    ("act", "fact"),
    [(SWITCHING_OFF, switched_off), (RESETTING, reset), (RENEWING, renewed)],
    ids=["off", "reset", "renew"],
)
def test_what_is_done_with_it(act: Callable[[Account], None], fact: Fact) -> None:
    """A second factor is switched off by its holder, reset by an owner, and given other recovery codes."""
    given(Account, *ON).when(act).then(fact)


def test_while_it_is_demanded() -> None:
    """Nobody switches off a second factor that the clinic demands; before the clinic's day has come they may."""
    given(Account, *ON).when(lambda account: account.disable_totp(HELD, now=NINE)).then_rejected(SecondFactorIsDemanded)
    given(Account, *ON).when(lambda account: account.disable_totp(AHEAD, now=NINE)).then(switched_off)


@pytest.mark.parametrize("act", [SWITCHING_OFF, RESETTING, RENEWING], ids=["off", "reset", "renew"])
@pytest.mark.parametrize("history", [OFF, (*OFF, enrolled), (*ON, switched_off), (*ON, reset)])
def test_there_is_none(act: Callable[[Account], None], history: tuple[Fact, ...]) -> None:
    """Where no device was confirmed there is nothing to switch off, to reset or to renew."""
    given(Account, *history).when(act).then_rejected(TotpIsOff)


def test_using_a_recovery_code() -> None:
    """That a recovery code was used is noted, and how many are left."""
    given(Account, *ON).when(lambda account: account.use_recovery_code(left=9, now=NINE)).then(used)


@pytest.mark.parametrize("act", [ENROLLING, CONFIRMING, SWITCHING_OFF, RESETTING, RENEWING])
def test_a_disabled_account(act: Callable[[Account], None]) -> None:
    """A disabled account has no second factor any more, and gets none."""
    given(Account, *ON, disabled).when(act).then_rejected(AccountIsDisabled)


def test_an_account_that_comes_back() -> None:
    """Who comes back after their account was disabled begins without a second factor."""
    enabled = Account.Enabled(enabled_at=NINE, expires_at=TEN)
    assert after(Account, *ON, disabled, enabled).totp_since is None


@pytest.mark.parametrize(
    ("history", "since"), [(OFF, None), ((*OFF, enrolled), None), (ON, NINE), ((*ON, renewed, used), NINE)]
)
def test_since_when(history: tuple[Fact, ...], since: object) -> None:
    """An owner sees since when an account has a second factor."""
    assert after(Account, *history).totp_since == since
