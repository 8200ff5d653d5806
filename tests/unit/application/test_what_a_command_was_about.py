"""What the audit trail keeps of a command that was refused: of what, and of whom, and nothing else."""

from uuid import UUID

import msgspec

from application.identity.accounts.disable_account import DisableAccount
from application.patients.register_patient import RegisterPatient
from application.patients.remove_contact import RemoveContact
from application.scheduling.slots.place_hold import PlaceHold
from application.shared.asked_for import AskedFor, asked_for
from domain.patients.contact import ContactId
from domain.shared.identifiers import AccountId, PatientId

MIA = PatientId(UUID(int=6))
CONTACT = ContactId(UUID(int=7))
ACCOUNT = AccountId(UUID(int=8))

VISIT = {
    "provider": str(UUID(int=9)),
    "visit_type": "follow-up-video",
    "starts_at": "2030-05-15T13:00:00Z",
    "place": {"jurisdiction": "US-NY", "zone": {"name": "America/New_York"}},
}


def test_what_the_address_named() -> None:
    """The things that stood in the address are kept, in their order."""
    assert asked_for(DisableAccount(account=ACCOUNT)) == AskedFor(streams=(ACCOUNT,))
    assert asked_for(RemoveContact(patient=MIA, contact=CONTACT)) == AskedFor((MIA, CONTACT), (MIA,))


def test_whom_the_body_named() -> None:
    """A patient is kept also where only the body names them."""
    assert asked_for(msgspec.convert({"visit": VISIT, "patient": str(MIA)}, PlaceHold)) == AskedFor(subjects=(MIA,))
    assert asked_for(msgspec.convert({"visit": VISIT}, PlaceHold)) == AskedFor()


def test_nothing_personal_is_kept() -> None:
    """Who was to be registered is nobody yet: the trail learns neither name nor birth date."""
    person = {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"}
    assert asked_for(msgspec.convert({"demographics": person}, RegisterPatient)) == AskedFor()
