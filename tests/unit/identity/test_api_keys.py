"""Keys with which programs act: issued, rotated, revoked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.identity.api_key import (
    ApiKey,
    ApiKeyEndsTooSoon,
    ApiKeyId,
    ApiKeyIsRevoked,
    ApiKeyLivesTooLong,
    ApiKeyWithoutScope,
)
from domain.identity.key_holder import Outsider
from domain.shared.aggregate import Fact
from domain.shared.roles import Role
from unit.identity.people import NINE, TEN, after
from unit.spec import given

Act = Callable[[ApiKey], None]

IN_A_YEAR = NINE + timedelta(days=366)
LATER_STILL = IN_A_YEAR + timedelta(seconds=1)
HARBOR = Outsider(name="Harbor Reference Laboratory", purpose="Matching results to who they are of")
SCOPES = ("patients.get", "patients.register")

issued = ApiKey.Issued(
    name="Lab import", holder=HARBOR, role=Role.INTEGRATION, scopes=SCOPES, prefix="pk_7Hq2Zt", expires_at=TEN
)
rotated = ApiKey.Rotated(prefix="pk_9Lm4Wa", expires_at=IN_A_YEAR)
revoked = ApiKey.Revoked(revoked_at=NINE)


def issuing(*scopes: str, expires_at: datetime = TEN) -> Callable[[], ApiKey]:
    """Issue a key at nine."""
    key = ApiKeyId(UUID(int=1))
    return lambda: ApiKey.issue(key, "Lab import", HARBOR, scopes, "pk_7Hq2Zt", expires_at=expires_at, now=NINE)


def rotating(expires_at: datetime = IN_A_YEAR, now: datetime = NINE) -> Act:
    """Give the program another secret."""
    return lambda key: key.rotate("pk_9Lm4Wa", expires_at=expires_at, now=now)


def revoking(key: ApiKey) -> None:
    """Take the key back at nine."""
    key.revoke(now=NINE)


def test_issuing() -> None:
    """A key acts as an integration, says for whom and what it may do, and ends by itself."""
    given().when(issuing(*SCOPES)).then(issued)


def test_scopes_are_named_once() -> None:
    """Naming an operation twice, or in another order, is the same."""
    given().when(issuing("patients.register", "patients.get", "patients.register")).then(issued)


def test_a_key_without_scope() -> None:
    """A key that may do nothing is not issued."""
    given().when(issuing()).then_rejected(ApiKeyWithoutScope)


def test_a_key_that_has_ended() -> None:
    """A key ends after it is issued."""
    given().when(issuing(*SCOPES, expires_at=NINE)).then_rejected(ApiKeyEndsTooSoon, expires_at=NINE)


def test_a_key_for_too_long() -> None:
    """A key lives a year at most."""
    given().when(issuing(*SCOPES, expires_at=LATER_STILL)).then_rejected(ApiKeyLivesTooLong, latest=IN_A_YEAR)


def test_rotating() -> None:
    """A rotated key has a new secret and a new end, a year ahead at most."""
    given(ApiKey, issued).when(rotating()).then(rotated)


def test_rotating_an_ended_key() -> None:
    """A key that has ended can be rotated: the program is the same."""
    in_june = NINE + timedelta(days=20)
    late = ApiKey.Rotated(prefix="pk_9Lm4Wa", expires_at=in_june)
    given(ApiKey, issued).when(rotating(in_june, now=TEN + timedelta(days=1))).then(late)


def test_rotating_into_the_past() -> None:
    """A rotated key ends after its rotation."""
    given(ApiKey, issued).when(rotating(NINE)).then_rejected(ApiKeyEndsTooSoon)


def test_rotating_for_too_long() -> None:
    """A rotated key lives a year at most."""
    given(ApiKey, issued).when(rotating(LATER_STILL)).then_rejected(ApiKeyLivesTooLong, latest=IN_A_YEAR)


def test_rotating_a_revoked_key() -> None:
    """A revoked key is not rotated."""
    given(ApiKey, issued, revoked).when(rotating()).then_rejected(ApiKeyIsRevoked, revoked_at=NINE)


def test_revoking() -> None:
    """A key can be taken back at any time."""
    given(ApiKey, issued).when(revoking).then(revoked)


def test_revoked_once() -> None:
    """A revoked key stays revoked."""
    given(ApiKey, issued, revoked).when(revoking).then_rejected(ApiKeyIsRevoked)


@pytest.mark.parametrize(
    ("history", "now", "works"),
    [
        ((issued,), NINE, True),
        ((issued,), TEN, False),
        ((issued, rotated), TEN, True),
        ((issued, rotated), IN_A_YEAR, False),
        ((issued, revoked), NINE, False),
    ],
)
def test_when_a_key_works(history: tuple[Fact, ...], now: datetime, *, works: bool) -> None:
    """A key works until it ends or is revoked."""
    assert after(ApiKey, *history).opens(now) is works
