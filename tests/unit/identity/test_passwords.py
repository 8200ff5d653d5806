"""What a password must be."""

import pytest

from domain.identity.password import (
    PasswordIsAName,
    PasswordIsARun,
    PasswordPolicy,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
)

POLICY = PasswordPolicy(common=frozenset({"qwertyuiop[]", "password", "geese"}))
WALRUS_CHOIR = "a walrus choir sings "


@pytest.mark.parametrize("length", [12, 128])
def test_long_enough(length: int) -> None:
    """A password has 12 to 128 characters of any kind."""
    POLICY.check((WALRUS_CHOIR * 7)[:length])


def test_too_short() -> None:
    """Eleven characters are too few."""
    with pytest.raises(PasswordTooShort) as refusal:
        POLICY.check(WALRUS_CHOIR[:11])
    assert refusal.value.details == {"shortest": 12}


def test_too_long() -> None:
    """A password of more than 128 characters is refused."""
    with pytest.raises(PasswordTooLong) as refusal:
        POLICY.check((WALRUS_CHOIR * 7)[:129])
    assert refusal.value.details == {"longest": 128}


@pytest.mark.parametrize(
    "password",
    ["qwertyuiop[]", "QwertyUiop[]", "\uff51wertyuiop[]", "Password2024!", "1!password!1", "9374password8152"],
)
def test_one_of_the_common_ones(password: str) -> None:
    """What many people use is refused, in capitals or small, wide or narrow, and with as many digits put round it."""
    with pytest.raises(PasswordTooCommon):
        POLICY.check(password)


@pytest.mark.parametrize("password", ["seven wild geese at dawn", "7204geese8831", "1 wild password"])
def test_common_words_among_others(password: str) -> None:
    """A common word among others, or in longer digits than itself, makes no common password."""
    POLICY.check(password)


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaa", "abcabcabcabc", "Dawn dawn Dawn dawn ", "567890123456", "109876543210", "lmnopqrstuvw"]
)
def test_a_run_of_characters(password: str) -> None:
    """The same again and again, the alphabet and the digits in their order are refused."""
    with pytest.raises(PasswordIsARun):
        POLICY.check(password)


@pytest.mark.parametrize(
    "password", ["Lakeside2026!!", "lakeside-east", "Lakeside East", "Poly-Clinic-1234", "5553021-5553021"]
)
def test_a_name_of_the_clinic_or_the_account(password: str) -> None:
    """Whoever knows the clinic or the e-mail address would guess its name first, and digits round it next."""
    with pytest.raises(PasswordIsAName):
        POLICY.check_apart(password, ("Lakeside", "lakeside-east", "5553021-5553021"))


def test_a_name_among_other_words() -> None:
    """The clinic's name among other words is no name."""
    POLICY.check_apart("lakeside geese at dawn", ("Lakeside", ""))
