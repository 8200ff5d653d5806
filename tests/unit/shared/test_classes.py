"""Of which class a value is: public, personal, clinical, secret, or of none because nobody has said."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Generic, Literal, NamedTuple, NewType, TypeVar
from uuid import UUID

import msgspec
import pytest

from domain.shared.classes import check_no_secret, class_of, fields_within, is_clinical, sealed_fields
from domain.shared.values import Clinical, Code, DataClass, Personal, Public, Secret, ValueObject

PUBLIC, PERSONAL, CLINICAL, SECRET = DataClass

T = TypeVar("T")

StampId = NewType("StampId", UUID)


class Colour(Enum):
    """Of a stamp."""

    RED = "red"


class Postmark(NamedTuple):
    """Where and when a letter was posted."""

    office: Code
    at: datetime


class Address(ValueObject, frozen=True):
    """Where somebody lives."""

    street: Personal[str]
    country: Public[str]


class Stamp(ValueObject, frozen=True):
    """A stamp, which tells of nobody."""

    id: StampId
    colour: Colour = Colour.RED
    worth: Annotated[int, msgspec.Meta(ge=1)] = 1


class Blank(ValueObject, frozen=True):
    """A sheet on which nothing can be written."""


class Envelope(msgspec.Struct, Generic[T], frozen=True):
    """What something is sent in."""

    holds: tuple[T, ...]


class Letter(ValueObject, frozen=True):
    """A letter, and the one that it answers."""

    stamp: Stamp
    to: Address
    text: Clinical[str]
    answers: Letter | None = None
    postscript: Personal[str] | None = None
    weight: Annotated[int, msgspec.Meta(extra={"counted": True})] = 0


class Parcel(ValueObject, frozen=True):
    """A parcel with a lock on it, of whose contents nobody has said of which class they are."""

    combination: Secret[int]
    contents: dict[Code, Any]
    spare_key: Secret[str] | None = None


class Notice(ValueObject, frozen=True):
    """What the post office says of itself, on its door."""

    address: Public[Address]
    says: Personal[Clinical[str]]


@pytest.mark.parametrize(
    "kind",
    [
        bool,
        int,
        float,
        datetime,
        UUID,
        None,
        StampId,
        Colour,
        Literal["by hand"],
        Blank,
        Stamp,
        Postmark,
        tuple[Code, ...],
    ],
)
def test_what_can_tell_of_nobody_is_public(kind: Any) -> None:
    """Numbers, instants, ids, known words, and whatever is made of these alone."""
    assert class_of(type(None) if kind is None else kind) is PUBLIC


@pytest.mark.parametrize("kind", [str, bytes, date, Any, object, list[str], str | None, Annotated[str, "a note"]])
def test_nothing_else_is_public_by_silence(kind: Any) -> None:
    """A bare text may say anything, and a bare day may be that of somebody's birth: until it is said, neither is."""
    assert class_of(kind) is None


def test_a_mark_says_of_which_class_a_value_is() -> None:
    """Also where the value may be absent, or where there are several."""
    marked = [class_of(kind) for kind in (Public[str], Personal[str] | None, tuple[Clinical[str], ...], Secret[bytes])]
    assert marked == list(DataClass)


def test_a_struct_is_as_guarded_as_what_is_in_it() -> None:
    """An address is personal for its street; a letter, which may answer another letter, is clinical for its text."""
    assert [class_of(kind) for kind in (Stamp, Address, Letter, tuple[Parcel, ...])] == list(DataClass)


def test_an_envelope_is_as_guarded_as_what_it_holds() -> None:
    """An empty one has no class, since nobody knows what it is for."""
    assert [class_of(kind) for kind in (Envelope[Stamp], Envelope[Letter])] == [PUBLIC, CLINICAL]
    assert {field.struct for field in fields_within([Envelope[Address]])} == {Envelope, Address}
    (holds,) = fields_within([Envelope])
    assert holds.data_class is None


def test_a_clinics_own_address_is_public() -> None:
    """Whoever declares a field may say that what is personal elsewhere tells of nobody there."""
    assert class_of(Public[Address]) is PUBLIC


def test_nothing_makes_a_secret_less_of_one() -> None:
    """What opens something is a secret wherever it stands."""
    assert [class_of(kind) for kind in (Public[Parcel], Personal[Parcel])] == [SECRET, SECRET]


def test_a_mark_guards_more_and_never_less() -> None:
    """A letter that is said to be personal is clinical still, and an address that is said to be clinical is that."""
    assert (class_of(Personal[Letter]), class_of(Clinical[Address])) == (CLINICAL, CLINICAL)


def test_what_is_stored_sealed() -> None:
    """The fields that are personal or clinical, or hold something that is; not what the clinic says of itself."""
    assert sealed_fields(Letter) == {"to", "text", "answers", "postscript"}
    assert sealed_fields(Notice) == {"says"}


def test_a_secret_is_not_stored() -> None:
    """Whoever would store one is told which it is."""
    check_no_secret(Letter)
    with pytest.raises(TypeError, match="Parcel: secrets are not stored: combination, spare_key"):
        check_no_secret(Parcel)


def test_what_is_clinical_itself() -> None:
    """The text is, also where there may be none; the letter around it may be shown without."""
    assert is_clinical(Clinical[str])
    assert is_clinical(Clinical[str] | None)
    assert not is_clinical(Letter)
    assert not is_clinical(Personal[str])


def test_a_mark_speaks_for_what_is_under_it() -> None:
    """Of the clinic's own address nobody need say once more that its street is no person's."""
    assert sorted(field.name for field in fields_within([Notice])) == ["address", "says"]


def test_every_field_is_found_once() -> None:
    """Those of a type, and those of all that it is made of; one that has no class is named with its type."""
    found = list(fields_within([Letter, tuple[Parcel, ...], Letter]))
    assert sorted(f"{field.struct.__name__}.{field.name}" for field in found) == sorted(
        [
            *("Letter.stamp", "Letter.to", "Letter.text", "Letter.answers", "Letter.postscript", "Letter.weight"),
            *("Stamp.id", "Stamp.colour", "Stamp.worth", "Address.street", "Address.country"),
            *("Parcel.combination", "Parcel.contents", "Parcel.spare_key"),
        ]
    )
    said = sorted(field.name for field in found if field.is_said_here)
    assert said == ["combination", "contents", "country", "postscript", "spare_key", "street", "text"]
    (unsaid,) = (field for field in found if field.data_class is None)
    assert f"{Parcel.__module__}.Parcel.contents: dict[" in str(unsaid)
