"""How likely two records are of one person, and who is therefore asked about before they are registered."""

from datetime import date
from uuid import UUID

import pytest

from domain.patients.contact import Contact, EmailContact, PhoneContact
from domain.patients.demographics import Demographics, SexAtBirth
from domain.patients.duplicates import SHOWN_FROM, STOPS_FROM, Candidate, PossibleDuplicate, candidates, told_apart
from domain.patients.identifier import Identifier, IdentifierId
from domain.patients.likeness import Description, score
from domain.patients.patient import Patient
from domain.shared.contacts import EmailAddress, PersonName, PhoneNumber
from domain.shared.identifiers import PatientId
from unit.patients.people import MIA, MOBILE, TODAY, registered
from unit.spec import STREAM, given

ADA, BEA = PatientId(UUID(int=21)), PatientId(UUID(int=22))
HOME = PhoneContact(phone=PhoneNumber(number="+12025550123"))
CHART = Identifier(system="mrn", value="A-1")
FAMILY_MAILBOX = EmailContact(email=EmailAddress(address="rivera@example.org"))


def somebody(
    given: str = "Natalia",
    family: str = "Rivera",
    born: str = "1988-03-04",
    *contacts: Contact,
    sex: SexAtBirth | None = None,
    **identifiers: str,
) -> Description:
    """Describe a person."""
    return Description(
        demographics=Demographics(
            name=PersonName(family=family, given=given), birth_date=date.fromisoformat(born), sex_at_birth=sex
        ),
        contacts=contacts,
        identifiers=tuple(Identifier(system=system, value=value) for system, value in identifiers.items()),
    )


NATALIA = somebody()


@pytest.mark.parametrize(
    "writing",
    [
        somebody(),
        somebody("natália", "RIVERA"),
        somebody("Natalia", "Rivera", "1988-03-04", HOME),
    ],
)
def test_the_same_name_and_birth_date_score_full(writing: Description) -> None:
    """The same name, in whatever writing, and the same birth date score 100."""
    assert score(NATALIA, writing) == 100


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        (somebody("Natlaia"), 89),
        (somebody("Nattalia"), 89),
        (somebody("Natalaia"), 89),
        (somebody("Natalja"), 89),
        (somebody("N."), 89),
        (somebody("Natalia Sofia"), 89),
        (somebody(family="Riviera"), 89),
        (somebody(family="Rivera-Lind"), 89),
        (somebody("Rivera", "Natalia"), 79),
        (somebody(born="1988-04-03"), 79),
    ],
)
def test_a_slip_stops_a_registration(slip: Description, expected: int) -> None:
    """A letter missed, doubled, mistaken or swapped, a part of a name left out, names or day and month exchanged."""
    assert score(NATALIA, slip) == score(slip, NATALIA) == expected >= STOPS_FROM


def test_twins_pass() -> None:
    """Twins who share birth date, family name, telephone, mailbox and sex are two people."""
    shared = ("Rivera", "1988-03-04", HOME, FAMILY_MAILBOX)
    natalia = somebody("Natalia", *shared, sex=SexAtBirth.FEMALE)
    carmen = somebody("Carmen", *shared, sex=SexAtBirth.FEMALE)
    assert STOPS_FROM > score(natalia, carmen) == 68


def test_father_and_son_pass() -> None:
    """A son with his father's whole name, telephone and mailbox is shown, and not stopped."""
    shared = ("Jorge", "Rivera")
    father = somebody(*shared, "1960-01-31", HOME, FAMILY_MAILBOX, sex=SexAtBirth.MALE)
    son = somebody(*shared, "1988-03-04", HOME, FAMILY_MAILBOX, sex=SexAtBirth.MALE)
    assert STOPS_FROM > score(father, son) == 55 >= SHOWN_FROM


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (somebody(born="1988-03-05"), 68),
        (somebody(family="Lind"), 58),
        (somebody(born="1971-11-30"), 31),
        (somebody("Carmen", "Lind"), 3),
        (somebody("Carmen", "Lind", "1971-11-30"), 0),
        (somebody("Carmen", "de la Rosa"), 3),
    ],
)
def test_who_differs_in_more_passes(other: Description, expected: int) -> None:
    """Another digit in the birth date, another family name, another birth date: possible, and no reason to stop."""
    assert score(NATALIA, other) == expected < STOPS_FROM


def test_a_married_name_is_asked_about_with_her_telephone() -> None:
    """A new family name is shown; with the same telephone and the same sex on record it is asked about."""
    before = somebody("Natalia", "Rivera", "1988-03-04", HOME, sex=SexAtBirth.FEMALE)
    married = somebody("Natalia", "Lind", "1988-03-04", HOME, sex=SexAtBirth.FEMALE)
    assert score(before, married) == 72
    assert score(NATALIA, married) == 58


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (SexAtBirth.FEMALE, SexAtBirth.FEMALE, 72),
        (SexAtBirth.FEMALE, SexAtBirth.MALE, 55),
        (SexAtBirth.FEMALE, SexAtBirth.UNKNOWN, 68),
        (SexAtBirth.FEMALE, None, 68),
    ],
)
def test_sex_counts_where_both_are_known(one: SexAtBirth, other: SexAtBirth | None, expected: int) -> None:
    """The sex at birth speaks for or against one person only where both records know it."""
    assert score(somebody(born="1988-03-05", sex=one), somebody(sex=other)) == expected


def test_one_number_under_two_systems_counts() -> None:
    """The same value under two names of one system speaks for one person, in upper or lower case."""
    assert score(somebody(family="Lind", mrn="A-1"), somebody(mrn_old="a-1")) == 75


def test_a_short_name_has_no_slips() -> None:
    """Lena and Lana are two names; Elena and Elana may be one."""
    assert score(somebody("Lena"), somebody("Lana")) == 44
    assert score(somebody("Elena"), somebody("Elana")) == 89


@pytest.mark.parametrize("other", ["Natalina M", "Nadalja", "Nadelia"])
def test_two_letters_off_is_another_name(other: str) -> None:
    """One letter is a slip, two are another name."""
    assert score(NATALIA, somebody(other)) == 44


def test_the_longer_part_of_a_double_name() -> None:
    """Of a double name the longer part is known again in another double name, however long that one's other part is."""
    before, after = somebody(family="Alvarado-Yu"), somebody(family="Alvarado-Castellanos")
    assert score(before, after) == score(after, before) == 89


def test_an_apostrophe_parts_no_name() -> None:
    """O'Brien is Obrien, whichever of the signs that look like an apostrophe was typed."""
    for sign in "'`\u2019\uff07":
        assert score(somebody(family="Obrien"), somebody(family=f"O{sign}Brien")) == 100


def test_what_cannot_be_compared_says_nothing() -> None:
    """A name of signs alone speaks neither for nor against."""
    assert score(somebody("*"), somebody("Natalia")) == 75


@pytest.mark.parametrize(("born", "also"), [("1988-03-04", "1988-04-03"), ("1988-03-13", None), ("1988-03-03", None)])
def test_day_and_month_may_be_swapped(born: str, also: str | None) -> None:
    """A birth date is looked for with day and month swapped, where that is another date."""
    expected = tuple(date.fromisoformat(day) for day in (born, also) if day is not None)
    assert somebody(born=born).birth_dates == expected


def test_the_likeliest_comes_first() -> None:
    """Candidates come with their scores, the likeliest first; who is not likely at all is left out."""
    records = [(ADA, somebody("Natalja")), (BEA, NATALIA), (PatientId(STREAM), somebody("Carmen", "Lind"))]
    assert candidates(NATALIA, records) == (Candidate(patient=BEA, score=100), Candidate(patient=ADA, score=89))
    assert candidates(NATALIA, records, at_least=89) == candidates(NATALIA, records)
    assert candidates(NATALIA, records, at_least=90) == (Candidate(patient=BEA, score=100),)


def test_a_likely_duplicate_is_not_registered() -> None:
    """Who looks like a patient of the clinic is not registered before somebody has looked."""
    alike = (Candidate(patient=ADA, score=100),)
    with pytest.raises(PossibleDuplicate) as refusal:
        told_apart(alike, insist=False)
    assert refusal.value.details == {"candidates": alike}


def test_registration_can_insist() -> None:
    """Whoever insists says that the records they were shown are of other people, and the log keeps that."""
    others = told_apart((Candidate(patient=ADA, score=100), Candidate(patient=BEA, score=89)), insist=True)
    insisted = given().when(lambda: Patient.register(PatientId(STREAM), MIA, today=TODAY, apart_from=others))
    insisted.then(registered, Patient.ToldApart(others=(ADA, BEA)))


def test_insisting_on_nothing_leaves_no_trace() -> None:
    """Insisting where nobody looks alike is a plain registration."""
    others = told_apart((), insist=True)
    given().when(lambda: Patient.register(PatientId(STREAM), MIA, today=TODAY, apart_from=others)).then(registered)


def test_a_description_is_what_is_on_the_record() -> None:
    """A patient is compared by name, birth date, contacts and identifiers as the record has them."""
    patient = Patient.register(PatientId(STREAM), MIA, [(MOBILE, HOME)], today=TODAY)
    patient.add_identifier(IdentifierId(UUID(int=31)), CHART)
    described = Description.recorded(patient.demographics, patient.contacts, patient.identifiers)
    assert described == Description(demographics=MIA, contacts=(HOME,), identifiers=(CHART,))
