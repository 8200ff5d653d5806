"""Guardians for minors, proxies for adults: in some matters, for some time."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.patients.demographics import Demographics
from domain.patients.registry_policy import RegistryPolicy, RegistryTerms
from domain.patients.representation import (
    GuardianOnlyForMinors,
    Mandate,
    NobodyRepresentsThemselves,
    OnlyClinicEndsGuardianship,
    ProxyOnlyForAdults,
    Representation,
    RepresentationEndsTooSoon,
    RepresentationId,
    RepresentationIsOver,
    Representative,
)
from domain.patients.term import Term
from domain.shared.aggregate import Fact, fold
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.scopes import Capacity, Scope
from domain.shared.values import WrongField
from unit.patients.people import MIA, NINE, TEN, TODAY, placed
from unit.spec import STREAM, given

CHRISTMAS = datetime(2030, 12, 24, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
LEO, NOORS_RECORD, LEOS_RECORD = AccountId(UUID(int=51)), PatientId(UUID(int=52)), PatientId(UUID(int=53))
NOOR = replace(MIA, birth_date=date(2016, 5, 15))
POLICY = RegistryPolicy(adolescents_keep=(Scope.MESSAGES,))
TERMS = RegistryTerms(policy=POLICY, day=TODAY)
FOURTEEN, EIGHTEEN = date(2030, 5, 15), date(2034, 5, 15)

FROM_NINE = Term(starts_at=NINE)
SCOPES = (Scope.VISITS, Scope.MESSAGES)
guardian = Representation.Named(
    patient=NOORS_RECORD, account=LEO, capacity=Capacity.GUARDIAN, scopes=SCOPES, term=FROM_NINE
)
proxy = Representation.Named(
    patient=NOORS_RECORD,
    account=LEO,
    capacity=Capacity.PROXY,
    scopes=SCOPES,
    term=Term(starts_at=NINE, ends_at=CHRISTMAS),
)
ended = Representation.Ended(patient=NOORS_RECORD, ended_at=TEN)


def mandate(term: Term = FROM_NINE, own_record: PatientId | None = LEOS_RECORD) -> Mandate:
    """Open Noor's visits and messages to Leo."""
    return Mandate(
        patient=NOORS_RECORD,
        representative=Representative(account=LEO, patient=own_record),
        scopes=SCOPES,
        term=term,
    )


def naming(who: Demographics, capacity: Capacity, what: Mandate, now: datetime = NINE) -> Representation:
    """Name Leo for a patient."""
    verb = Representation.name_guardian if capacity is Capacity.GUARDIAN else Representation.name_proxy
    return verb(RepresentationId(STREAM), what, who, terms=TERMS, now=now)


def opens(scope: Scope, day: date = TODAY, now: datetime = TEN, *facts: Fact) -> bool:
    """Ask whether Leo is let into a matter of Noor's."""
    history = facts or (guardian,)
    terms = RegistryTerms(policy=POLICY, day=day)
    return fold(Representation, placed(*history)).opens(scope, NOOR, terms=terms, now=now)


def test_a_minor_has_a_guardian() -> None:
    """For a minor the clinic names a guardian, who need not be a patient."""
    given().when(lambda: naming(NOOR, Capacity.GUARDIAN, mandate())).then(guardian)
    given().when(lambda: naming(NOOR, Capacity.GUARDIAN, mandate(own_record=None))).then(guardian)


def test_an_adult_has_none() -> None:
    """An adult has no guardian here; they name a proxy."""
    given().when(lambda: naming(MIA, Capacity.GUARDIAN, mandate())).then_rejected(GuardianOnlyForMinors, adult_age=18)
    until = Term(starts_at=NINE, ends_at=CHRISTMAS)
    given().when(lambda: naming(MIA, Capacity.PROXY, mandate(until))).then(proxy)


def test_a_minor_names_no_proxy() -> None:
    """Only an adult names a proxy, so that nobody's power outlives childhood unasked."""
    given().when(lambda: naming(NOOR, Capacity.PROXY, mandate())).then_rejected(ProxyOnlyForAdults, adult_age=18)


def test_nobody_for_themselves() -> None:
    """A patient's own account needs nobody's leave for their own record."""
    own = mandate(own_record=NOORS_RECORD)
    given().when(lambda: naming(NOOR, Capacity.GUARDIAN, own)).then_rejected(NobodyRepresentsThemselves)


@pytest.mark.parametrize(("who", "capacity"), [(MIA, Capacity.PROXY), (NOOR, Capacity.GUARDIAN)])
def test_an_end_that_has_passed(who: Demographics, capacity: Capacity) -> None:
    """Nobody is named for a time that is over, neither a proxy nor a guardian."""
    until_ten = mandate(Term(starts_at=NINE, ends_at=TEN))
    late = given().when(lambda: naming(who, capacity, until_ten, now=TEN))
    late.then_rejected(RepresentationEndsTooSoon, ends_at=TEN)


def test_an_end_before_its_beginning() -> None:
    """A term that ends before it begins is a slip of the pen."""
    for ends_at in (NINE, TEN):
        with pytest.raises(WrongField, match=r"^ends_at must be after starts_at$") as refused:
            Term(starts_at=TEN, ends_at=ends_at)
        assert refused.value.field == "ends_at"


def test_only_what_was_opened() -> None:
    """A guardian reaches the matters that were opened, and no others."""
    assert [scope for scope in Scope if opens(scope)] == [Scope.VISITS, Scope.MESSAGES]


@pytest.mark.parametrize(
    ("now", "open_then"),
    [(NINE - TICK, False), (NINE, True), (CHRISTMAS - TICK, True), (CHRISTMAS, False)],
    ids=["before", "first instant", "last instant", "end"],
)
def test_it_ends_by_itself(now: datetime, *, open_then: bool) -> None:
    """From the agreed beginning to the agreed end, to the instant, and nobody has to remember it."""
    assert opens(Scope.VISITS, TODAY, now, proxy) is open_then


def test_adolescence_and_adulthood() -> None:
    """A guardian's access to a matter ends where the patient's own begins, and to all of them at adulthood."""
    assert (opens(Scope.MESSAGES, TODAY), opens(Scope.MESSAGES, FOURTEEN)) == (True, False)
    assert (opens(Scope.VISITS, FOURTEEN), opens(Scope.VISITS, EIGHTEEN)) == (True, False)


def test_a_proxy_stays() -> None:
    """Whom an adult named stays, whatever the age."""
    assert opens(Scope.MESSAGES, EIGHTEEN, TEN, proxy)


def test_ending_it() -> None:
    """The clinic ends a guardian's access at once, whatever was agreed; a patient ends their proxy's."""
    given(Representation, guardian).when(lambda one: one.end(by_patient=False, now=TEN)).then(ended)
    given(Representation, proxy).when(lambda one: one.end(by_patient=True, now=TEN)).then(ended)
    assert not opens(Scope.VISITS, TODAY, TEN, proxy, ended)


def test_no_minor_sends_a_guardian_away() -> None:
    """A minor who is signed in does not end a guardian's access; the clinic does."""
    alone = given(Representation, guardian).when(lambda one: one.end(by_patient=True, now=TEN))
    alone.then_rejected(OnlyClinicEndsGuardianship)


def test_over_is_over() -> None:
    """What was ended or ran out is not ended again."""
    twice = given(Representation, guardian, ended).when(lambda one: one.end(by_patient=False, now=TEN))
    twice.then_rejected(RepresentationIsOver)
    late = given(Representation, proxy).when(lambda one: one.end(by_patient=True, now=CHRISTMAS))
    late.then_rejected(RepresentationIsOver)
