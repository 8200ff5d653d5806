"""What a password must be."""

import pytest

from domain.identity.password import PasswordPolicy, PasswordTooLong, PasswordTooShort

POLICY = PasswordPolicy()


@pytest.mark.parametrize("length", [12, 128])
def test_long_enough(length: int) -> None:
    """A password has 12 to 128 characters of any kind."""
    POLICY.check("é" * length)


def test_too_short() -> None:
    """Eleven characters are too few."""
    with pytest.raises(PasswordTooShort) as refusal:
        POLICY.check("a" * 11)
    assert refusal.value.details == {"shortest": 12}


def test_too_long() -> None:
    """A password of more than 128 characters is refused."""
    with pytest.raises(PasswordTooLong) as refusal:
        POLICY.check("a" * 129)
    assert refusal.value.details == {"longest": 128}
