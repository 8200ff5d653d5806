"""Who is called when something happens to a patient, and in which order."""

from uuid import UUID

from domain.patients.emergency_contact import (
    EmergencyContact,
    EmergencyContactAlreadyThere,
    EmergencyContactId,
    Relationship,
    TooManyEmergencyContacts,
    UnknownEmergencyContact,
)
from domain.patients.patient import Patient
from domain.shared.contacts import PersonName, PhoneNumber, PhoneNumberImpossible
from unit.patients.people import Act, registered
from unit.spec import given

FIRST, SECOND = EmergencyContactId(UUID(int=31)), EmergencyContactId(UUID(int=32))


def somebody(name: str, number: str, relationship: Relationship = Relationship.FRIEND) -> EmergencyContact:
    """Give a person to call."""
    return EmergencyContact(
        name=PersonName(family="Sanchez", given=name), relationship=relationship, phone=PhoneNumber(number=number)
    )


LEO = somebody("Leo", "+12025550188", Relationship.SPOUSE)
ADA = somebody("Ada", "+12025550199", Relationship.PARENT)
leo_added = Patient.EmergencyContactAdded(emergency_contact_id=FIRST, contact=LEO)
ada_added = Patient.EmergencyContactAdded(emergency_contact_id=SECOND, contact=ADA)
leo_removed = Patient.EmergencyContactRemoved(emergency_contact_id=FIRST)
five_friends = [
    Patient.EmergencyContactAdded(
        emergency_contact_id=EmergencyContactId(UUID(int=100 + line)),
        contact=somebody(f"Friend {line}", f"+1202555011{line}"),
    )
    for line in range(5)
]


def adding(contact_id: EmergencyContactId, contact: EmergencyContact) -> Act:
    """Note somebody to call."""
    return lambda patient: patient.add_emergency_contact(contact_id, contact)


def correcting(contact_id: EmergencyContactId, contact: EmergencyContact) -> Act:
    """Put right who is called."""
    return lambda patient: patient.correct_emergency_contact(contact_id, contact)


def removing(contact_id: EmergencyContactId) -> Act:
    """Take somebody off the list."""
    return lambda patient: patient.remove_emergency_contact(contact_id)


def test_several_people_in_order() -> None:
    """A patient may name several people; who was named first is called first."""
    given(Patient, registered, leo_added).when(adding(SECOND, ADA)).then(ada_added)


def test_nobody_is_called_twice() -> None:
    """One telephone stands on the list once, whoever answers it."""
    shared = somebody("Ada", "+12025550188", Relationship.PARENT)
    twice = given(Patient, registered, leo_added).when(adding(SECOND, shared))
    twice.then_rejected(EmergencyContactAlreadyThere, emergency_contact=FIRST)


def test_a_number_that_rings() -> None:
    """A number with a digit too few is noticed before it is needed."""
    short = somebody("Leo", "+1202555018")
    given(Patient, registered).when(adding(FIRST, short)).then_rejected(PhoneNumberImpossible)


def test_five_are_enough() -> None:
    """A sixth person to call is refused."""
    sixth = given(Patient, registered, *five_friends).when(adding(FIRST, LEO))
    sixth.then_rejected(TooManyEmergencyContacts, limit=5)


def test_a_new_number() -> None:
    """When somebody's number changes, the entry is corrected and keeps its place."""
    moved = somebody("Leo", "+12025550177", Relationship.SPOUSE)
    corrected = Patient.EmergencyContactCorrected(emergency_contact_id=FIRST, contact=moved)
    given(Patient, registered, leo_added, ada_added).when(correcting(FIRST, moved)).then(corrected)
    given(Patient, registered, leo_added, ada_added, corrected).when(correcting(FIRST, LEO)).then(
        Patient.EmergencyContactCorrected(emergency_contact_id=FIRST, contact=LEO)
    )


def test_nothing_to_correct() -> None:
    """Saying the same again changes nothing."""
    given(Patient, registered, leo_added).when(correcting(FIRST, LEO)).then()


def test_a_correction_doubles_nobody() -> None:
    """A correction may not give one person the number of another."""
    same = somebody("Leo", "+12025550199", Relationship.SPOUSE)
    twice = given(Patient, registered, leo_added, ada_added).when(correcting(FIRST, same))
    twice.then_rejected(EmergencyContactAlreadyThere, emergency_contact=SECOND)


def test_no_longer_called() -> None:
    """Who should no longer be called is taken off the list; the others stay."""
    given(Patient, registered, leo_added, ada_added).when(removing(FIRST)).then(leo_removed)
    after = given(Patient, registered, leo_added, ada_added, leo_removed)
    after.when(removing(SECOND)).then(Patient.EmergencyContactRemoved(emergency_contact_id=SECOND))


def test_only_who_is_on_the_list() -> None:
    """Nobody is corrected or removed who is not on this patient's list."""
    for act in (correcting(SECOND, ADA), removing(SECOND)):
        unknown = given(Patient, registered, leo_added).when(act)
        unknown.then_rejected(UnknownEmergencyContact, emergency_contact=SECOND)
