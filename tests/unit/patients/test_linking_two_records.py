"""Two records of one person are linked, and told apart again if they were not."""

from collections.abc import Callable
from uuid import UUID

from domain.patients.link import (
    AlreadyLinked,
    HasDuplicates,
    LinkedToItself,
    LinkUndone,
    LiveLink,
    PatientLink,
    PatientLinkId,
    SurvivorIsLinked,
)
from domain.shared.identifiers import PatientId
from unit.patients.people import NINE, TEN
from unit.spec import STREAM, given

MIA, MIA_MARRIED, NOOR = PatientId(UUID(int=31)), PatientId(UUID(int=32)), PatientId(UUID(int=33))
OTHER_LINK = PatientLinkId(UUID(int=34))
REASON = "Registered again under her married name"

linked = PatientLink.Linked(patient=MIA_MARRIED, survivor=MIA, reason=REASON)
unlinked = PatientLink.Unlinked(unlinked_at=NINE)


def linking(patient: PatientId, survivor: PatientId, *live: LiveLink) -> Callable[[], PatientLink]:
    """Link a duplicate to the record that stays."""
    return lambda: PatientLink.link(PatientLinkId(STREAM), patient, survivor, REASON, live)


def live(patient: PatientId, survivor: PatientId) -> LiveLink:
    """Give a link that stands."""
    return LiveLink(link=OTHER_LINK, patient=patient, survivor=survivor)


def test_a_duplicate_is_linked() -> None:
    """A duplicate is linked to the record that stays, with the reason why the two are of one person."""
    given().when(linking(MIA_MARRIED, MIA)).then(linked)


def test_a_record_may_have_several_duplicates() -> None:
    """The record that stays may have other duplicates already."""
    given().when(linking(MIA_MARRIED, MIA, live(NOOR, MIA))).then(linked)


def test_nothing_is_its_own_duplicate() -> None:
    """A record is not linked to itself."""
    given().when(linking(MIA, MIA)).then_rejected(LinkedToItself)


def test_a_duplicate_has_one_survivor() -> None:
    """A record that is linked already is not linked to another; the refusal names the link and the record."""
    given().when(linking(MIA_MARRIED, MIA, live(MIA_MARRIED, NOOR))).then_rejected(
        AlreadyLinked, link=OTHER_LINK, patient=NOOR
    )


def test_nobody_is_linked_to_a_duplicate() -> None:
    """Linking to a record that is a duplicate itself is refused, and the record that stays is named."""
    given().when(linking(MIA_MARRIED, MIA, live(MIA, NOOR))).then_rejected(SurvivorIsLinked, patient=NOOR)


def test_who_has_duplicates_stays() -> None:
    """A record to which another is linked does not become a duplicate itself."""
    given().when(linking(MIA_MARRIED, MIA, live(NOOR, MIA_MARRIED))).then_rejected(HasDuplicates, links=(OTHER_LINK,))


def test_a_link_is_undone() -> None:
    """Whoever finds that the two are different people takes the link back."""
    given(PatientLink, linked).when(lambda link: link.undo(now=NINE)).then(unlinked)


def test_a_link_is_undone_once() -> None:
    """What was undone is not undone again."""
    twice = given(PatientLink, linked, unlinked).when(lambda link: link.undo(now=TEN))
    twice.then_rejected(LinkUndone, unlinked_at=NINE)
