"""A device that shows codes, and the codes kept for the day it is lost."""

from datetime import timedelta

import pytest

from domain.identity.second_factor import SecondFactor, WrongCode
from domain.identity.totp import code_of, step_at
from unit.identity.people import ACCOUNT, NINE

SECRET = b"\x01" * 20
KEPT = ("aaaa-bbbb", "cccc-dddd")
enrolled = SecondFactor(account=ACCOUNT, secret=SECRET)
confirmed = enrolled.confirmed(code_of(SECRET, step_at(NINE)), KEPT, now=NINE)
LATER = NINE + timedelta(minutes=1)
NOW_SHOWN = code_of(SECRET, step_at(LATER))


def test_confirming() -> None:
    """The first code shows that the device has the secret; it is used up by that."""
    first = code_of(SECRET, step_at(NINE))
    shown = enrolled.confirmed(first, KEPT, now=NINE)
    assert (shown.is_confirmed, len(shown.recovery), shown.spent(first, now=NINE)) == (True, 2, None)


def test_confirming_with_a_wrong_code() -> None:
    """Another code confirms nothing."""
    with pytest.raises(WrongCode):
        enrolled.confirmed("000000", KEPT, now=NINE)


@pytest.mark.parametrize("written", [NOW_SHOWN, f"{NOW_SHOWN[:3]} {NOW_SHOWN[3:]}"])
def test_a_code_of_the_device(written: str) -> None:
    """The code that the device shows is good once, with a gap in the middle or without."""
    spent = confirmed.spent(written, now=LATER)
    assert spent is not None
    assert (spent.recovery, spent.spent(written, now=LATER)) == (confirmed.recovery, None)


@pytest.mark.parametrize("written", ["aaaa-bbbb", "AAAABBBB", "aaaa bbbb"])
def test_a_recovery_code(written: str) -> None:
    """A recovery code is good once, however it is written; the others stay."""
    spent = confirmed.spent(written, now=LATER)
    assert spent is not None
    assert (len(spent.recovery), spent.spent(written, now=LATER)) == (1, None)
    assert spent.spent("cccc-dddd", now=LATER) is not None


@pytest.mark.parametrize("written", ["", "000000", "eeee-ffff", "\ud800"])
def test_neither(written: str) -> None:
    """Anything else is no code."""
    assert confirmed.spent(written, now=LATER) is None


def test_other_recovery_codes() -> None:
    """With new recovery codes those before are worth nothing; the device goes on."""
    renewed = confirmed.renewed(("eeee-ffff",))
    assert renewed.spent("aaaa-bbbb", now=LATER) is None
    assert renewed.spent("eeee-ffff", now=LATER) is not None
    assert renewed.spent(NOW_SHOWN, now=LATER) is not None


def test_it_is_not_printed() -> None:
    """What is printed of it is whose it is."""
    assert repr(confirmed) == f"SecondFactor(account={ACCOUNT!r}, version=0)"
