"""An agency may have a patient not told for a time of what was disclosed to it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.patients.disclosure import DisclosedKind, Disclosure, Particulars
from domain.patients.suspension import (
    DisclosureIsSuspended,
    DisclosureNotSuspended,
    OralStatementTooLong,
    RecipientIsNoAgency,
    RecipientKind,
    Statement,
    StatementForm,
    StatementLiesAhead,
    SuspensionEndsBeforeItBegins,
)
from domain.shared.identifiers import AccountId, PatientId
from unit.patients.people import FRONT_DESK, NINE, TEN
from unit.spec import given

MIA, OWNER = PatientId(UUID(int=2)), AccountId(UUID(int=8))
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)

copied = Particulars(
    to="Attorney General, Medicaid Fraud Control Unit",
    recipient_kind=RecipientKind.HEALTH_OVERSIGHT,
    kinds=(DisclosedKind.BILLING,),
    why="Audit of billed visits",
    disclosed_at=NINE,
)
to_police = replace(copied, to="County Sheriff", recipient_kind=RecipientKind.LAW_ENFORCEMENT)
faxed = replace(copied, to="County Health Department", recipient_kind=RecipientKind.OTHER)

letter = Statement(
    agency="Attorney General, Medicaid Fraud Control Unit",
    official="Special Investigator R. Moreno",
    form=StatementForm.WRITTEN,
    stated_at=NINE,
    until=NINE + 180 * DAY,
)
call = replace(letter, form=StatementForm.ORAL, until=NINE + 30 * DAY)

recorded = Disclosure.Recorded(patient=MIA, told=copied, recorded_by=FRONT_DESK)
suspended = Disclosure.Suspended(patient=MIA, statement=letter, suspended_by=OWNER)
by_word = Disclosure.Suspended(patient=MIA, statement=call, suspended_by=OWNER)
lifted = Disclosure.SuspensionLifted(lifted_by=OWNER, lifted_at=TEN)


def suspending(statement: Statement, now: datetime = TEN) -> Callable[[Disclosure], None]:
    """Have the owner write an agency's statement down."""
    return lambda disclosure: disclosure.suspend(statement, OWNER, now=now)


def lifting(now: datetime = TEN) -> Callable[[Disclosure], None]:
    """Have the owner let the patient be told."""
    return lambda disclosure: disclosure.lift_suspension(OWNER, now=now)


def correcting(told: Particulars, now: datetime = TEN) -> Callable[[Disclosure], None]:
    """Have the owner say how it really was."""
    return lambda disclosure: disclosure.correct(told, OWNER, now=now)


@pytest.mark.parametrize("told", [copied, to_police], ids=["health oversight", "law enforcement"])
def test_an_agency_has_the_patient_not_told(told: Particulars) -> None:
    """What went to health oversight or law enforcement is kept from the patient for as long as the agency writes."""
    given(Disclosure, replace(recorded, told=told)).when(suspending(letter)).then(suspended)


def test_of_anything_else_the_patient_is_told() -> None:
    """A fax to anybody else is not kept from the patient, whoever asks."""
    given(Disclosure, replace(recorded, told=faxed)).when(suspending(letter)).then_rejected(RecipientIsNoAgency)


def test_a_call_counts_for_thirty_days() -> None:
    """What an official only said is written down with who said it, and keeps the patient in the dark thirty days."""
    given(Disclosure, recorded).when(suspending(call)).then(by_word)
    longer = replace(call, until=call.until + SECOND)
    given(Disclosure, recorded).when(suspending(longer)).then_rejected(OralStatementTooLong, latest=call.until)


def test_calling_again_buys_no_time() -> None:
    """The thirty days are counted from the first call: a second one does not add to them, running or over."""
    again = replace(call, stated_at=NINE + 20 * DAY, until=NINE + 50 * DAY)
    shorter = replace(again, until=NINE + 29 * DAY)
    calling = given(Disclosure, recorded, by_word).when(suspending(again, now=NINE + 20 * DAY))
    calling.then_rejected(OralStatementTooLong, latest=call.until)
    over = given(Disclosure, recorded, by_word).when(suspending(again, now=NINE + 40 * DAY))
    over.then_rejected(OralStatementTooLong, latest=call.until)
    within = replace(by_word, statement=shorter)
    given(Disclosure, recorded, by_word).when(suspending(shorter, now=NINE + 20 * DAY)).then(within)


def test_a_letter_lengthens_a_call() -> None:
    """Once the agency writes, its own time counts, however long, and from then on another letter may change it."""
    given(Disclosure, recorded, by_word).when(suspending(letter)).then(suspended)
    sooner = replace(letter, until=NINE + 90 * DAY)
    given(Disclosure, recorded, suspended).when(suspending(sooner)).then(replace(suspended, statement=sooner))


def test_a_call_after_a_letter() -> None:
    """A first call counts for thirty days also where a letter came before it."""
    given(Disclosure, recorded, suspended).when(suspending(call)).then(by_word)


def test_what_has_yet_to_be_stated() -> None:
    """A statement is written down once it was made."""
    ahead = replace(letter, stated_at=TEN + SECOND)
    given(Disclosure, recorded).when(suspending(ahead)).then_rejected(StatementLiesAhead, now=TEN)


@pytest.mark.parametrize("until", [NINE - DAY, NINE, TEN], ids=["before it was stated", "when it was", "now"])
def test_the_end_lies_behind_the_beginning(until: datetime) -> None:
    """A suspension that would be over when it begins is refused."""
    over = replace(letter, until=until)
    given(Disclosure, recorded).when(suspending(over)).then_rejected(SuspensionEndsBeforeItBegins, now=TEN)


def test_it_is_lifted_early() -> None:
    """When the agency needs it no longer the patient is told at once, and the agency may ask once more."""
    given(Disclosure, recorded, suspended).when(lifting()).then(lifted)
    given(Disclosure, recorded, suspended, lifted).when(suspending(letter)).then(suspended)


def test_only_what_runs_is_lifted() -> None:
    """Nobody lifts what was never suspended, what was lifted, or what is over."""
    given(Disclosure, recorded).when(lifting()).then_rejected(DisclosureNotSuspended)
    given(Disclosure, recorded, suspended, lifted).when(lifting()).then_rejected(DisclosureNotSuspended)
    given(Disclosure, recorded, suspended).when(lifting(letter.until)).then_rejected(DisclosureNotSuspended)


def test_it_stays_a_disclosure_to_an_agency() -> None:
    """While it is suspended nobody makes it one to somebody else, whom the law gives no such right."""
    turned = given(Disclosure, recorded, suspended).when(correcting(faxed))
    turned.then_rejected(DisclosureIsSuspended, until=letter.until)
    corrected = Disclosure.Corrected(patient=MIA, told=faxed, corrected_by=OWNER)
    given(Disclosure, recorded, suspended, lifted).when(correcting(faxed)).then(corrected)
    to_the_sheriff = replace(corrected, told=to_police)
    given(Disclosure, recorded, suspended).when(correcting(to_police)).then(to_the_sheriff)
