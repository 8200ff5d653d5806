"""Children, adolescents and adults: who has the say, from which birthday, by the clinic's own terms."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.patients.consent import (
    ConsentAlreadyGiven,
    ConsentKind,
    ConsentSpeaker,
    GuardianMustConsent,
    NotTheGuardiansMatter,
    SaidByAccount,
    SaidByGuardian,
    SaidByPatient,
    SaidByProxy,
    Statement,
)
from domain.patients.patient import Patient
from domain.patients.registry_policy import ConsentText, RegistryPolicy, RegistryTerms
from domain.shared.aggregate import fold
from domain.shared.identifiers import AccountId
from domain.shared.scopes import Scope
from domain.shared.values import WrongField
from unit.patients.people import MIA, NINE, TEN, Act, placed
from unit.spec import given

ALOUD, MOTHER, PROXY = SaidByPatient(), SaidByGuardian(), SaidByProxy()
ONLINE = SaidByAccount(account=AccountId(UUID(int=8)))
TELEHEALTH, RECORDING = ConsentKind.TELEHEALTH, ConsentKind.RECORDING

BORN = date(2016, 5, 14)
NOOR = replace(MIA, birth_date=BORN)
FOURTEEN, EIGHTEEN = date(2030, 5, 14), date(2034, 5, 14)
EVE = timedelta(days=1)
POLICY = RegistryPolicy(adolescents_consent_to=(TELEHEALTH,), adolescents_keep=(Scope.MESSAGES,))

registered = Patient.Registered(demographics=NOOR)
by_mother = Patient.ConsentGiven(kind=TELEHEALTH, text_version="1", given_by=MOTHER, given_at=NINE)
by_herself = Patient.ConsentGiven(kind=TELEHEALTH, text_version="1", given_by=ALOUD, given_at=TEN)


def on(day: date, policy: RegistryPolicy = POLICY) -> RegistryTerms:
    """Give what the clinic's terms mean on a day."""
    return RegistryTerms(policy=policy, day=day)


def giving(by: ConsentSpeaker, day: date, kind: ConsentKind = TELEHEALTH) -> Act:
    """Agree on a day."""
    now = TEN if by == ALOUD else NINE
    return lambda patient: patient.give_consent(kind, "1", Statement(by), terms=on(day), now=now)


def withdrawing(by: ConsentSpeaker, day: date) -> Act:
    """Take a consent back on a day."""
    return lambda patient: patient.withdraw_consent(TELEHEALTH, by, terms=on(day), now=TEN)


def test_a_guardian_consents_for_a_child() -> None:
    """For a child a guardian consents."""
    given(Patient, registered).when(giving(MOTHER, FOURTEEN - EVE)).then(by_mother)


@pytest.mark.parametrize("by", [ALOUD, ONLINE, PROXY], ids=["told", "online", "proxy"])
def test_a_child_alone_consents_to_nothing(by: ConsentSpeaker) -> None:
    """Neither the child's own word nor anybody else's stands for the guardian's."""
    alone = given(Patient, registered).when(giving(by, FOURTEEN - EVE))
    alone.then_rejected(GuardianMustConsent, kind=TELEHEALTH)


def test_from_the_birthday_on() -> None:
    """On the fourteenth birthday what the clinic calls the adolescent's own is theirs, and no longer the guardian's."""
    given(Patient, registered).when(giving(ALOUD, FOURTEEN)).then(by_herself)
    late = given(Patient, registered).when(giving(MOTHER, FOURTEEN))
    late.then_rejected(NotTheGuardiansMatter, kind=TELEHEALTH)


def test_other_matters_stay_with_the_guardian() -> None:
    """What the clinic does not name stays the guardian's until adulthood."""
    alone = given(Patient, registered).when(giving(ALOUD, EIGHTEEN - EVE, RECORDING))
    alone.then_rejected(GuardianMustConsent, kind=RECORDING)
    recording = Patient.ConsentGiven(kind=RECORDING, text_version="1", given_by=MOTHER, given_at=NINE)
    given(Patient, registered).when(giving(MOTHER, EIGHTEEN - EVE, RECORDING)).then(recording)


def test_an_adult_decides_alone() -> None:
    """From the eighteenth birthday on no guardian decides anything."""
    given(Patient, registered).when(giving(MOTHER, EIGHTEEN, RECORDING)).then_rejected(NotTheGuardiansMatter)
    for by in (ALOUD, PROXY):
        said = Patient.ConsentGiven(
            kind=RECORDING, text_version="1", given_by=by, given_at=TEN if by == ALOUD else NINE
        )
        given(Patient, registered).when(giving(by, EIGHTEEN, RECORDING)).then(said)


def test_a_guardians_consent_ends_with_their_say() -> None:
    """What a guardian agreed to allows nothing once the matter is the patient's own; then the patient is asked."""
    noor = fold(Patient, placed(registered, by_mother))
    assert noor.agrees(TELEHEALTH, on(FOURTEEN - EVE))
    assert not noor.agrees(TELEHEALTH, on(FOURTEEN))
    given(Patient, registered, by_mother).when(giving(ALOUD, FOURTEEN)).then(by_herself)
    given(Patient, registered, by_mother, by_herself).when(giving(ALOUD, FOURTEEN)).then_rejected(ConsentAlreadyGiven)


def test_a_childs_word_alone_allows_nothing() -> None:
    """A consent that was noted as the child's own counts only from the age at which it is theirs to give."""
    noor = fold(Patient, placed(registered, by_herself))
    assert not noor.agrees(TELEHEALTH, on(FOURTEEN - EVE))
    assert noor.agrees(TELEHEALTH, on(FOURTEEN))
    assert not noor.agrees(RECORDING, on(EIGHTEEN))


def test_who_has_the_say_withdraws() -> None:
    """A consent is taken back by whoever could give it today."""
    early = given(Patient, registered, by_mother).when(withdrawing(ALOUD, FOURTEEN - EVE))
    early.then_rejected(GuardianMustConsent)
    late = given(Patient, registered, by_herself).when(withdrawing(MOTHER, FOURTEEN))
    late.then_rejected(NotTheGuardiansMatter)
    given(Patient, registered, by_mother).when(withdrawing(ALOUD, FOURTEEN)).then(
        Patient.ConsentWithdrawn(kind=TELEHEALTH, withdrawn_by=ALOUD, withdrawn_at=TEN)
    )


@pytest.mark.parametrize(
    ("scope", "day", "reaches"),
    [
        (Scope.MESSAGES, FOURTEEN - EVE, True),
        (Scope.MESSAGES, FOURTEEN, False),
        (Scope.RECORD, FOURTEEN, True),
        (Scope.RECORD, EIGHTEEN - EVE, True),
        (Scope.RECORD, EIGHTEEN, False),
    ],
)
def test_a_guardians_access_ends_where_the_patients_begins(scope: Scope, day: date, *, reaches: bool) -> None:
    """A guardian reaches a matter up to the eve of the birthday on which it becomes the patient's own."""
    assert on(day).guardian_reaches(scope, NOOR) is reaches


@pytest.mark.parametrize(
    ("day", "minor"), [(date(2034, 2, 28), True), (date(2034, 3, 1), False), (date(2036, 2, 29), False)]
)
def test_born_on_a_leap_day(day: date, *, minor: bool) -> None:
    """Who was born on 29 February comes of age on 1 March where the year has no such day."""
    leapling = replace(MIA, birth_date=date(2016, 2, 29))
    assert on(day).is_minor(leapling) is minor


def test_nothing_is_an_adolescents_own_until_the_clinic_says_so() -> None:
    """Where the clinic has set nothing, guardians decide and see everything up to the eighteenth birthday."""
    untouched = on(EIGHTEEN - EVE, RegistryPolicy.default())
    assert all(untouched.is_guardians_consent(kind, NOOR) for kind in ConsentKind)
    assert all(untouched.guardian_reaches(scope, NOOR) for scope in Scope)


def test_ages_in_order() -> None:
    """Nobody becomes an adolescent after becoming an adult."""
    assert RegistryPolicy(adolescent_age=18).adult_age == 18
    with pytest.raises(WrongField, match=r"^adolescent_age is not above adult_age$") as refused:
        RegistryPolicy(adolescent_age=19)
    assert refused.value.field == "adolescent_age"


def test_one_wording_a_kind() -> None:
    """Of each kind of consent one wording is the current one."""
    twice = tuple(ConsentText(kind=TELEHEALTH, text_version=version) for version in ("1", "2"))
    with pytest.raises(WrongField, match=r"^consent_texts name each kind once$") as refused:
        RegistryPolicy(consent_texts=twice)
    assert refused.value.field == "consent_texts"
