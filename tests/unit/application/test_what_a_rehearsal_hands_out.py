"""A rehearsal answers as the command would, but for secrets: a word stands in their place that opens nothing."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
import pytest

from application.identity.second_factors.confirm_totp import RecoveryCodes
from application.identity.second_factors.enrol_totp import TotpEnrolled
from application.identity.sessions.signed_in import SignedIn
from application.shared.command import Receipt
from application.shared.withholding import rehearsed, secret_fields
from domain.shared.values import Secret

ID = UUID(int=1)


class Keyed(Receipt, frozen=True, kw_only=True):
    """Holds a secret, perhaps, and several."""

    one: Annotated[Secret[str], msgspec.Meta(min_length=1)] | None
    several: tuple[Secret[str], ...] = ()


def test_where_a_secret_would_stand_stands_a_word() -> None:
    """One secret or several: none is handed out, and what is absent stays so."""
    assert rehearsed(Keyed(id=ID, version=3, one="a", several=("b", "c"))) == Keyed(
        id=ID, version=3, one="rehearsed", several=("rehearsed", "rehearsed")
    )
    assert rehearsed(Keyed(id=ID, version=3, one=None)) == Keyed(id=ID, version=3, one=None)


def test_all_else_is_as_the_command_would_answer() -> None:
    """A receipt without secrets is the very same."""
    receipt = Receipt(id=ID, version=3)
    assert rehearsed(receipt) is receipt


@pytest.mark.parametrize(
    ("receipt", "secrets"),
    [
        (SignedIn, ("access_token", "refresh_token")),
        (RecoveryCodes, ("recovery_codes",)),
        (TotpEnrolled, ("secret", "uri")),
    ],
)
def test_what_opens_something_is_known_as_a_secret(receipt: type[Receipt], secrets: tuple[str, ...]) -> None:
    """Tokens, codes and keys are told by their class."""
    assert secret_fields(receipt) == secrets
