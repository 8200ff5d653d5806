"""What a patient agreed to, to which words, and how they take it back."""

from datetime import datetime
from uuid import UUID

from domain.patients.consent import (
    ConsentAlreadyGiven,
    ConsentKind,
    ConsentNotGiven,
    ConsentSpeaker,
    SaidByAccount,
    SaidByPatient,
)
from domain.patients.patient import Patient
from domain.shared.identifiers import AccountId
from unit.patients.people import NINE, TEN, Act, registered
from unit.spec import given

ALOUD = SaidByPatient()
ONLINE = SaidByAccount(account=AccountId(UUID(int=8)))
TELEHEALTH, RECORDING = ConsentKind.TELEHEALTH, ConsentKind.RECORDING

telehealth = Patient.ConsentGiven(kind=TELEHEALTH, text_version="2030-01", given_by=ALOUD, given_at=NINE)
withdrawn = Patient.ConsentWithdrawn(kind=TELEHEALTH, withdrawn_by=ONLINE, withdrawn_at=TEN)


def giving(kind: ConsentKind, version: str, by: ConsentSpeaker = ALOUD, now: datetime = NINE) -> Act:
    """Agree to a version of the text."""
    return lambda patient: patient.give_consent(kind, version, by, now=now)


def withdrawing(kind: ConsentKind) -> Act:
    """Take a consent back, in the portal at ten."""
    return lambda patient: patient.withdraw_consent(kind, ONLINE, now=TEN)


def test_agreeing_aloud() -> None:
    """What the patient said or signed at the clinic is noted with the version of the text and the time."""
    given(Patient, registered).when(giving(TELEHEALTH, "2030-01")).then(telehealth)


def test_agreeing_online() -> None:
    """A patient may agree in the portal; the account that did so is noted."""
    online = Patient.ConsentGiven(kind=RECORDING, text_version="7", given_by=ONLINE, given_at=TEN)
    given(Patient, registered, telehealth).when(giving(RECORDING, "7", ONLINE, TEN)).then(online)


def test_the_same_words_twice() -> None:
    """A live consent to the same words is not given again."""
    twice = given(Patient, registered, telehealth).when(giving(TELEHEALTH, "2030-01"))
    twice.then_rejected(ConsentAlreadyGiven, text_version="2030-01", given_at=NINE)


def test_new_words_replace_old_ones() -> None:
    """A new version of the text needs a new consent, which replaces the old one."""
    newer = Patient.ConsentGiven(kind=TELEHEALTH, text_version="2031-01", given_by=ALOUD, given_at=TEN)
    given(Patient, registered, telehealth).when(giving(TELEHEALTH, "2031-01", now=TEN)).then(newer)
    given(Patient, registered, telehealth, newer).when(giving(TELEHEALTH, "2030-01")).then(telehealth)


def test_withdrawing() -> None:
    """A consent can be withdrawn at any time, whoever gave it."""
    given(Patient, registered, telehealth).when(withdrawing(TELEHEALTH)).then(withdrawn)


def test_nothing_to_withdraw() -> None:
    """A consent that was never given cannot be withdrawn."""
    given(Patient, registered, telehealth).when(withdrawing(RECORDING)).then_rejected(ConsentNotGiven, kind=RECORDING)


def test_withdrawn_once() -> None:
    """A withdrawn consent is gone; it cannot be withdrawn again."""
    given(Patient, registered, telehealth, withdrawn).when(withdrawing(TELEHEALTH)).then_rejected(ConsentNotGiven)


def test_agreeing_after_all() -> None:
    """Who withdrew may agree to the same words again."""
    given(Patient, registered, telehealth, withdrawn).when(giving(TELEHEALTH, "2030-01")).then(telehealth)
