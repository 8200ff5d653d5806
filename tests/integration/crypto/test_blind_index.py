"""Blind indexes: found without being opened, and telling nothing without the key."""

from os import urandom
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from domain.shared.identifiers import ClinicId
from infrastructure.crypto.blind_index import BlindIndex, BlindIndexes, Kind, normalized
from infrastructure.memory.key_vault import InMemoryKeyVault

INDEX = BlindIndex(urandom(32))


def finds(typed: str, name: str) -> bool:
    """Tell whether what somebody typed finds a name."""
    return INDEX.sought(Kind.NAME, typed) <= INDEX.tokens_of(Kind.NAME, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("m", "Mia van Dyke"),
        ("Mia", "Mia van Dyke"),
        ("dyk", "Mia van Dyke"),
        ("van d", "Mia van Dyke"),
        ("dyke mia", "Mia van Dyke"),
        ("  MIA \t Dy ", "Mia van Dyke"),
        ("jose", "Jos\u00e9 N\u00fa\u00f1ez"),
        ("nu\u0301n", "Jos\u00e9 N\u00fa\u00f1ez"),
        ("strasse", "Stra\u00dfe"),
        ("lukasz", "\u0141ukasz"),
        ("sorensen", "S\u00f8rensen"),
        ("istanbul", "\u0130stanbul"),
        ("obrien", "Siobh\u00e1n O\u2019Brien"),
        ("o'b", "Siobh\u00e1n O\u2019Brien"),
        ("o\u00b4b", "Siobh\u00e1n O'Brien"),
        ("marie", "Anne-Marie"),
        ("anne-marie", "Anne-Marie"),
        ("anne marie", "Anne-Marie"),
        ("\u0939\u093f", "\u0939\u093f\u092e\u093e\u0928\u0940"),
        ("\u738b", "\u738b \u5c0f\u660e"),
        ("wolfeschlegelstein", "Wolfeschlegelsteinhausen"),
    ],
)
def test_a_name_is_found_by_the_beginning_of_its_words(typed: str, name: str) -> None:
    """Whoever types the beginnings of a person's names, in any order, case or accent, finds the person."""
    assert finds(typed, name)


@pytest.mark.parametrize("typed", ["ia", "yke", "miav", "mia b", "max", "dykes"])
def test_a_name_is_not_found_by_anything_else(typed: str) -> None:
    """The middle of a word, a longer word or another word does not find the person."""
    assert not finds(typed, "Mia van Dyke")


@given(some.text(alphabet=some.characters(categories=["L", "Zs", "Pd"]), max_size=40))
def test_every_name_finds_itself(name: str) -> None:
    """Whatever somebody is called, typing it in full finds them."""
    assume(normalized(Kind.NAME, name))
    assert finds(name, name)


@given(some.text(max_size=40))
def test_normalizing_twice_changes_nothing(name: str) -> None:
    """A normalized name is its own normal form, so a token can be computed from either."""
    once = normalized(Kind.NAME, name)
    assert normalized(Kind.NAME, once) == once


def test_a_long_word_has_twelve_tokens() -> None:
    """Beginnings of 1 to 12 letters are indexed, no more."""
    assert len(INDEX.tokens_of(Kind.NAME, "Wolfeschlegelsteinhausen")) == 12


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.EMAIL, "Mia@Example.org", " mia@example.org"),
        (Kind.PHONE, "+12025550123", "+1 (202) 555-0123"),
        (Kind.IDENTIFIER, "mrn-0042", " MRN-0042 "),
        (Kind.BIRTH_DATE, "2001-05-14", "20010514"),
    ],
)
def test_two_writings_of_one_value_share_a_token(kind: Kind, one: str, other: str) -> None:
    """A value is found however it is written."""
    assert INDEX.token(kind, one) == INDEX.token(kind, other)
    assert INDEX.tokens_of(kind, one) == INDEX.sought(kind, other) == {INDEX.token(kind, one)}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.EMAIL, "mia@example.org", "mi@example.org"),
        (Kind.PHONE, "+12025550123", "+12025550124"),
        (Kind.IDENTIFIER, "MRN-0042", "MRN-042"),
        (Kind.BIRTH_DATE, "2001-05-14", "2001-05-15"),
    ],
)
def test_other_values_are_found_exactly(kind: Kind, one: str, other: str) -> None:
    """E-mail, phone, identifier and birth date are found whole or not at all."""
    assert not INDEX.sought(kind, other) & INDEX.tokens_of(kind, one)


def test_kinds_share_no_token() -> None:
    """The same text under two kinds gives unrelated tokens."""
    tokens = {INDEX.token(kind, "20010514") for kind in Kind}
    assert len(tokens) == len(Kind)


def test_clinics_share_no_token() -> None:
    """One clinic's tokens say nothing about another's."""
    other = BlindIndex(urandom(32))
    assert not other.tokens_of(Kind.NAME, "Mia van Dyke") & INDEX.tokens_of(Kind.NAME, "Mia van Dyke")


def test_a_token_is_sixteen_bytes() -> None:
    """Every token takes 16 bytes of an index, whatever it is of."""
    assert {len(token) for token in INDEX.tokens_of(Kind.NAME, "Mia van Dyke")} == {16}


@pytest.mark.parametrize(
    ("kind", "value"), [(Kind.NAME, " -' "), (Kind.EMAIL, " "), (Kind.PHONE, "()"), (Kind.IDENTIFIER, "")]
)
def test_nothing_to_look_for_is_a_mistake(kind: Kind, value: str) -> None:
    """An empty search is told so, and never finds everybody."""
    for ask in (INDEX.token, INDEX.sought):
        with pytest.raises(ValueError, match="nothing to look for"):
            ask(kind, value)


def test_a_name_of_signs_alone_has_no_tokens() -> None:
    """A name without a letter is stored, and cannot be searched for."""
    assert INDEX.tokens_of(Kind.NAME, " -' ") == frozenset()


def test_a_birth_date_must_be_a_date() -> None:
    """What is no date is refused before it is indexed."""
    with pytest.raises(ValueError, match="day is out of range"):
        INDEX.token(Kind.BIRTH_DATE, "2001-02-30")


def test_one_token_is_of_one_word() -> None:
    """Several words have several tokens; asking for one is the caller's mistake."""
    with pytest.raises(ValueError, match="sought"):
        INDEX.token(Kind.NAME, "van Dyke")


async def test_each_clinic_has_its_index() -> None:
    """A clinic's index is the same each time, and not another clinic's."""
    indexes = BlindIndexes(InMemoryKeyVault())
    lakeside, hilltop = ClinicId(UUID(int=1)), ClinicId(UUID(int=2))
    assert await indexes.of(lakeside) is await indexes.of(lakeside)
    token = (await indexes.of(lakeside)).token(Kind.NAME, "mia")
    assert token != (await indexes.of(hilltop)).token(Kind.NAME, "mia")
