"""Whom the clinic may tell outsiders of: who agreed, for as long as they do."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.patients.consent import Consent, ConsentKind, PastConsent, SaidByPatient
from domain.patients.sharing import Agreed, WordsOnSharing, agreed
from domain.shared.identifiers import PatientId
from unit.patients.people import NINE

MONDAY, TUESDAY, WEDNESDAY = (NINE + timedelta(days=days) for days in range(3))
RECORD, DUPLICATE = PatientId(UUID(int=1)), PatientId(UUID(int=2))

given_on_monday = Consent(
    kind=ConsentKind.DATA_SHARING, text_version="2030-01", given_by=SaidByPatient(), given_at=MONDAY
)
given_on_wednesday = Consent(
    kind=ConsentKind.DATA_SHARING, text_version="2030-01", given_by=SaidByPatient(), given_at=WEDNESDAY
)
telehealth = Consent(kind=ConsentKind.TELEHEALTH, text_version="2030-01", given_by=SaidByPatient(), given_at=MONDAY)
withdrawn_on_tuesday = PastConsent(consent=given_on_monday, ended_at=TUESDAY, withdrawn_by=SaidByPatient())
telehealth_withdrawn = PastConsent(consent=telehealth, ended_at=TUESDAY, withdrawn_by=SaidByPatient())

Held = tuple[tuple[Consent, ...], tuple[PastConsent, ...]]
"""What a record holds: live consents, and past ones."""

nothing: Held = ((), ())


def by(*records: Held) -> Agreed | None:
    """Ask by which consent a person is shared who has these records."""
    return agreed(
        WordsOnSharing(record=record, consents=live, past_consents=past)
        for record, (live, past) in zip((RECORD, DUPLICATE), records, strict=False)
    )


def test_who_never_agreed() -> None:
    """Of who never agreed to data sharing outsiders are told nothing; agreeing to be seen by video is no such word."""
    assert by(nothing) is None
    assert by(((telehealth,), ())) is None


def test_who_agreed() -> None:
    """Of who agreed they may be told; that the patient no longer wants to be seen by video changes nothing."""
    assert by(((given_on_monday,), (telehealth_withdrawn,))) == (RECORD, given_on_monday)


def test_who_withdrew_it() -> None:
    """Who withdraws the consent is told of no longer."""
    assert by(((), (withdrawn_on_tuesday,))) is None


def test_who_agreed_again() -> None:
    """Who agrees again after a withdrawal is told of again, at whatever instant it was."""
    assert by(((given_on_wednesday,), (withdrawn_on_tuesday,))) == (RECORD, given_on_wednesday)
    assert by(((given_on_monday,), (withdrawn_on_tuesday,))) == (RECORD, given_on_monday)


def test_a_person_speaks_for_all_their_records() -> None:
    """A consent that stands in one record of a person opens their linked records too."""
    assert by(nothing, ((given_on_monday,), ())) == (DUPLICATE, given_on_monday)


@pytest.mark.parametrize(
    ("given", "is_shared"), [(given_on_monday, False), (given_on_wednesday, True)], ids=["before", "after"]
)
def test_the_last_word_of_a_person_counts(given: Consent, *, is_shared: bool) -> None:
    """A withdrawal in one record ends what was agreed before it in another, and nothing that was agreed after it."""
    assert (by(((given,), ()), ((), (withdrawn_on_tuesday,))) is not None) is is_shared


def test_two_words_of_one_instant() -> None:
    """Of a consent and a withdrawal at the same instant, in two records, the withdrawal counts."""
    at_once = PastConsent(consent=telehealth_withdrawn.consent, ended_at=MONDAY, withdrawn_by=SaidByPatient())
    sharing_at_once = PastConsent(consent=given_on_monday, ended_at=MONDAY, withdrawn_by=SaidByPatient())
    assert by(((given_on_monday,), ()), ((), (at_once,))) == (RECORD, given_on_monday)
    assert by(((given_on_monday,), ()), ((), (sharing_at_once,))) is None
