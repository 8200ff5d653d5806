"""Who looks like a patient of the clinic is looked at before they are registered."""

from application.patients.queries import FindDuplicates
from application.patients.register_patient import RegisterPatient
from application.patients.views import DuplicatesView
from domain.patients.duplicates import Candidate, PossibleDuplicate
from unit.patients.application.registry import Registry
from unit.patients.people import EMAIL, MIA, NOOR


async def test_the_desk_is_told_of_whom() -> None:
    """The refusal names the record that is probably the person's own, and nothing of what it says."""
    registry = Registry()
    mia = await registry.registered(MIA, EMAIL)
    refusal = await registry.refuses(RegisterPatient(demographics=MIA), registry.desk, PossibleDuplicate)
    assert refusal == {"candidates": (Candidate(patient=mia, score=100),)}


async def test_insisting_registers() -> None:
    """Whoever has looked and insists registers another patient; the two are shown as possible duplicates."""
    registry = Registry()
    mia, other = await registry.registered(MIA), await registry.registered(MIA)
    view: DuplicatesView = await registry.ask(FindDuplicates(patient=other), registry.desk)
    assert view == DuplicatesView(patient=other, candidates=(Candidate(patient=mia, score=100),))


async def test_others_are_registered_at_once() -> None:
    """Who was born on the same day is another person, and nobody is asked."""
    registry = Registry()
    await registry.registered(MIA)
    await registry.do(RegisterPatient(demographics=NOOR), registry.desk)


async def test_a_retry_is_no_duplicate_of_itself() -> None:
    """The same registration sent again under its key is answered as the first time."""
    registry = Registry()
    first = await registry.do(RegisterPatient(demographics=MIA), registry.desk, idempotency_key="one")
    assert await registry.do(RegisterPatient(demographics=MIA), registry.desk, idempotency_key="one") == first
