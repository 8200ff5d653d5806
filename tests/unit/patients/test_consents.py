"""What a patient agreed to, to which words, and how they take it back."""

from datetime import datetime
from uuid import UUID

from domain.patients.consent import (
    Consent,
    ConsentAlreadyGiven,
    ConsentKind,
    ConsentMethod,
    ConsentNotGiven,
    ConsentSpeaker,
    ConsentTextNotCurrent,
    PastConsent,
    SaidByAccount,
    SaidByPatient,
    Statement,
)
from domain.patients.patient import Patient
from domain.patients.registry_policy import ConsentText, RegistryPolicy, RegistryTerms
from domain.shared.aggregate import fold
from domain.shared.identifiers import AccountId
from unit.patients.people import NINE, TEN, TERMS, TODAY, Act, placed, registered
from unit.spec import given

ALOUD = SaidByPatient()
ONLINE = SaidByAccount(account=AccountId(UUID(int=8)))
TELEHEALTH, RECORDING = ConsentKind.TELEHEALTH, ConsentKind.RECORDING
ONLY_2031 = RegistryTerms(
    policy=RegistryPolicy(consent_texts=(ConsentText(kind=TELEHEALTH, text_version="2031-01"),)), day=TODAY
)

telehealth = Patient.ConsentGiven(kind=TELEHEALTH, text_version="2030-01", given_by=ALOUD, given_at=NINE)
newer = Patient.ConsentGiven(kind=TELEHEALTH, text_version="2031-01", given_by=ALOUD, given_at=TEN)
withdrawn = Patient.ConsentWithdrawn(kind=TELEHEALTH, withdrawn_by=ONLINE, withdrawn_at=TEN)


def giving(
    kind: ConsentKind,
    version: str,
    by: ConsentSpeaker = ALOUD,
    now: datetime = NINE,
    terms: RegistryTerms = TERMS,
) -> Act:
    """Agree to a version of the text."""
    return lambda patient: patient.give_consent(kind, version, Statement(by), terms=terms, now=now)


def withdrawing(kind: ConsentKind) -> Act:
    """Take a consent back, in the portal at ten."""
    return lambda patient: patient.withdraw_consent(kind, ONLINE, terms=TERMS, now=TEN)


def test_agreeing_aloud() -> None:
    """What the patient said or signed at the clinic is noted with the version of the text and the time."""
    given(Patient, registered).when(giving(TELEHEALTH, "2030-01")).then(telehealth)


def test_agreeing_in_writing() -> None:
    """How the consent was given is noted with it."""
    signed = Patient.ConsentGiven(
        kind=TELEHEALTH, text_version="2030-01", given_by=ALOUD, given_at=NINE, how=ConsentMethod.IN_WRITING
    )
    said = Statement(ALOUD, ConsentMethod.IN_WRITING)
    given(Patient, registered).when(
        lambda patient: patient.give_consent(TELEHEALTH, "2030-01", said, terms=TERMS, now=NINE)
    ).then(signed)


def test_agreeing_online() -> None:
    """A patient may agree in the portal; the account that did so is noted."""
    online = Patient.ConsentGiven(kind=RECORDING, text_version="7", given_by=ONLINE, given_at=TEN)
    given(Patient, registered, telehealth).when(giving(RECORDING, "7", ONLINE, TEN)).then(online)


def test_the_same_words_twice() -> None:
    """A live consent to the same words is not given again."""
    twice = given(Patient, registered, telehealth).when(giving(TELEHEALTH, "2030-01"))
    twice.then_rejected(ConsentAlreadyGiven, kind=TELEHEALTH, text_version="2030-01", given_at=NINE)


def test_new_words_replace_old_ones() -> None:
    """A new version of the text needs a new consent, which replaces the old one."""
    given(Patient, registered, telehealth).when(giving(TELEHEALTH, "2031-01", now=TEN)).then(newer)
    given(Patient, registered, telehealth, newer).when(giving(TELEHEALTH, "2030-01")).then(telehealth)


def test_only_the_current_words() -> None:
    """Where the clinic says which wording counts, nobody agrees to another one."""
    old = given(Patient, registered).when(giving(TELEHEALTH, "2030-01", terms=ONLY_2031))
    old.then_rejected(ConsentTextNotCurrent, kind=TELEHEALTH, current="2031-01")
    given(Patient, registered).when(giving(TELEHEALTH, "2031-01", now=TEN, terms=ONLY_2031)).then(newer)


def test_other_kinds_keep_their_words() -> None:
    """The current wording of one kind says nothing about the wording of another."""
    recording = Patient.ConsentGiven(kind=RECORDING, text_version="7", given_by=ALOUD, given_at=NINE)
    given(Patient, registered).when(giving(RECORDING, "7", terms=ONLY_2031)).then(recording)


def test_old_words_no_longer_count() -> None:
    """A consent to an older wording stays on the record, and allows nothing once the clinic asks for a newer one."""
    before, after = fold(Patient, placed(registered, telehealth)), fold(Patient, placed(registered, telehealth, newer))
    assert before.agrees(TELEHEALTH, TERMS)
    assert not before.agrees(TELEHEALTH, ONLY_2031)
    assert after.agrees(TELEHEALTH, ONLY_2031)


def test_withdrawing() -> None:
    """A consent can be withdrawn at any time, whoever gave it."""
    given(Patient, registered, telehealth).when(withdrawing(TELEHEALTH)).then(withdrawn)


def test_withdrawing_is_by_kind() -> None:
    """Who withdraws one consent keeps the others."""
    recording = Patient.ConsentGiven(kind=RECORDING, text_version="7", given_by=ALOUD, given_at=NINE)
    patient = fold(Patient, placed(registered, telehealth, recording, withdrawn))
    assert (patient.agrees(TELEHEALTH, TERMS), patient.agrees(RECORDING, TERMS)) == (False, True)


def test_nothing_to_withdraw() -> None:
    """A consent that was never given cannot be withdrawn."""
    given(Patient, registered, telehealth).when(withdrawing(RECORDING)).then_rejected(ConsentNotGiven, kind=RECORDING)


def test_withdrawn_once() -> None:
    """A withdrawn consent is gone; it cannot be withdrawn again."""
    given(Patient, registered, telehealth, withdrawn).when(withdrawing(TELEHEALTH)).then_rejected(ConsentNotGiven)


def test_agreeing_after_all() -> None:
    """Who withdrew may agree to the same words again."""
    given(Patient, registered, telehealth, withdrawn).when(giving(TELEHEALTH, "2030-01")).then(telehealth)


def test_the_history() -> None:
    """The record keeps what was agreed before: what a newer wording replaced, and what was withdrawn, by whose word."""
    patient = fold(Patient, placed(registered, telehealth, newer, withdrawn))
    first = Consent(kind=TELEHEALTH, text_version="2030-01", given_by=ALOUD, given_at=NINE)
    second = Consent(kind=TELEHEALTH, text_version="2031-01", given_by=ALOUD, given_at=TEN)
    assert patient.consents.past == (
        PastConsent(consent=first, ended_at=TEN),
        PastConsent(consent=second, ended_at=TEN, withdrawn_by=ONLINE),
    )
