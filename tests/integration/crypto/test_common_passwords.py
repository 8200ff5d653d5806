"""The packaged list of common passwords."""

import pytest

from domain.identity.password import PasswordPolicy, PasswordTooCommon
from infrastructure.crypto.common_passwords import common_passwords


def test_the_list_is_long() -> None:
    """It holds tens of thousands; those that only capitals tell apart count once."""
    assert len(common_passwords()) > 29_000


@pytest.mark.parametrize("password", ["1qaz2wsx3edc4rfv", "Liverpool-1892"])
def test_what_many_people_use_is_on_it(password: str) -> None:
    """A walk over the keyboard, and a club with its year, are refused."""
    with pytest.raises(PasswordTooCommon):
        PasswordPolicy(common=common_passwords()).check(password)


def test_words_in_a_row_are_not() -> None:
    """A few words of one's own are taken."""
    PasswordPolicy(common=common_passwords()).check("seven wild geese at dawn")
