"""What the clinic gives away of a patient's data by hand is written down, and corrected where that was wrong."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace

from domain.patients.disclosure import (
    DisclosedKind,
    Disclosure,
    DisclosureId,
    DisclosureLiesAhead,
    DisclosureStandsSo,
    Particulars,
)
from domain.shared.identifiers import AccountId, PatientId
from unit.patients.people import FRONT_DESK, NINE, TEN
from unit.spec import given

FAX, MIA, OWNER = DisclosureId(UUID(int=1)), PatientId(UUID(int=2)), AccountId(UUID(int=8))

reported = Particulars(
    to="County Health Department",
    kinds=(DisclosedKind.DIAGNOSES,),
    why="Report of a notifiable disease, as the law has it",
    disclosed_at=NINE,
)
with_results = replace(reported, kinds=(DisclosedKind.DIAGNOSES, DisclosedKind.TEST_RESULTS))

recorded = Disclosure.Recorded(patient=MIA, told=reported, recorded_by=FRONT_DESK)
corrected = Disclosure.Corrected(patient=MIA, told=with_results, corrected_by=OWNER)


def recording(told: Particulars) -> Callable[[], Disclosure]:
    """Write a disclosure down at ten."""
    return lambda: Disclosure.note(FAX, MIA, told, FRONT_DESK, now=TEN)


def correcting(told: Particulars) -> Callable[[Disclosure], None]:
    """Have the owner say at ten how it really was."""
    return lambda disclosure: disclosure.correct(told, OWNER, now=TEN)


def test_a_fax_is_written_down() -> None:
    """What was given away is written down: when, to whom, which kinds of data, and why."""
    given().when(recording(reported)).then(recorded)


def test_what_lies_ahead_is_not() -> None:
    """What has yet to be given away is not written down as if it had been."""
    ahead = replace(reported, disclosed_at=TEN + timedelta(seconds=1))
    given().when(recording(ahead)).then_rejected(DisclosureLiesAhead, now=TEN)
    given(Disclosure, recorded).when(correcting(ahead)).then_rejected(DisclosureLiesAhead, now=TEN)


def test_what_is_given_away_now_is() -> None:
    """What is given away at this very moment is written down at once."""
    now = replace(reported, disclosed_at=TEN)
    given().when(recording(now)).then(replace(recorded, told=now))


def test_a_mistake_is_corrected() -> None:
    """What was written down wrongly is corrected; the first version stays in the log, with who wrote it."""
    given(Disclosure, recorded).when(correcting(with_results)).then(corrected)


def test_a_correction_says_something_new() -> None:
    """Nobody corrects a disclosure into what it says already, at first or after a correction."""
    given(Disclosure, recorded).when(correcting(reported)).then_rejected(DisclosureStandsSo)
    given(Disclosure, recorded, corrected).when(correcting(with_results)).then_rejected(DisclosureStandsSo)


def test_a_correction_can_be_corrected() -> None:
    """What was corrected wrongly is corrected again."""
    back = replace(corrected, told=reported)
    given(Disclosure, recorded, corrected).when(correcting(reported)).then(back)
