"""Amounts, and the codes that standards give to places and languages."""

from typing import Any

import msgspec
import pytest

from domain.shared.languages import LanguageTag
from domain.shared.money import Money
from domain.shared.places import Jurisdiction
from domain.shared.roles import Role


def test_an_amount() -> None:
    """Seventy-five dollars are 7500 cents."""
    assert msgspec.convert({"minor": 7500, "currency": "USD"}, Money) == Money(minor=7500, currency="USD")


@pytest.mark.parametrize(
    "wrong",
    [
        {"minor": -1, "currency": "USD"},
        {"minor": 75.5, "currency": "USD"},
        {"minor": 100_000_000_001, "currency": "USD"},
        {"minor": 7500, "currency": "usd"},
        {"minor": 7500, "currency": "USD", "tax": 0},
    ],
    ids=["negative", "fraction", "absurd", "currency", "unknown field"],
)
def test_no_amount(wrong: dict[str, Any]) -> None:
    """An amount is a whole number of minor units in a currency, nothing else."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Money)


@pytest.mark.parametrize("code", ["US-CA", "NL", "FR-75C", "GB-ENG"])
def test_a_jurisdiction(code: str) -> None:
    """Where a law of practice applies has an ISO 3166 code."""
    assert msgspec.convert(code, Jurisdiction) == code


@pytest.mark.parametrize("code", ["us-ca", "California", "US-", "USA", "US-CALI"])
def test_no_jurisdiction(code: str) -> None:
    """A state's name is no code."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(code, Jurisdiction)


def test_languages() -> None:
    """A language has a BCP 47 tag, with script and region where they matter."""
    assert [msgspec.convert(tag, LanguageTag) for tag in ("en", "es-MX", "zh-Hant-TW", "es-419")]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert("English", LanguageTag)


def test_roles() -> None:
    """A credential carries one of nine roles."""
    assert len(Role) == 9
