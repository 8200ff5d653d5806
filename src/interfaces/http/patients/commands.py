"""What can be done with the registry."""

from application.patients.add_contact import AddContact, ContactReceipt
from application.patients.add_identifier import AddIdentifier, IdentifierReceipt
from application.patients.correct_demographics import CorrectDemographics
from application.patients.give_consent import GiveConsent
from application.patients.register_patient import RegisterPatient
from application.patients.remove_contact import RemoveContact
from application.patients.remove_identifier import RemoveIdentifier
from application.patients.verify_contact import VerifyContact
from application.patients.verify_identity import VerifyIdentity
from application.patients.withdraw_consent import WithdrawConsent
from interfaces.http.routes import CommandRoute

PATIENT = "/patients/{patient:uuid}"

ROUTES = (
    CommandRoute(
        path="/patients",
        command=RegisterPatient,
        creates=True,
        example={
            "demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"},
            "contacts": [{"kind": "email", "email": {"address": "mia@example.org"}}],
        },
    ),
    CommandRoute(
        path=f"{PATIENT}/correct-demographics",
        command=CorrectDemographics,
        example={
            "demographics": {
                "name": {"family": "Okafor-Lind", "given": "Mia"},
                "birth_date": "1990-04-12",
                "sex_at_birth": "female",
                "preferred_language": "en",
            }
        },
    ),
    CommandRoute(
        path=f"{PATIENT}/contacts",
        command=AddContact,
        receipt=ContactReceipt,
        example={"contact": {"kind": "phone", "phone": {"number": "+12025550123"}}},
    ),
    CommandRoute(path=f"{PATIENT}/contacts/{{contact:uuid}}/remove", command=RemoveContact, example={}),
    CommandRoute(
        path=f"{PATIENT}/contacts/{{contact:uuid}}/verify", command=VerifyContact, example={"method": "front-desk"}
    ),
    CommandRoute(
        path=f"{PATIENT}/identifiers",
        command=AddIdentifier,
        receipt=IdentifierReceipt,
        example={"identifier": {"system": "mrn", "value": "A-104233"}},
    ),
    CommandRoute(path=f"{PATIENT}/identifiers/{{identifier:uuid}}/remove", command=RemoveIdentifier, example={}),
    CommandRoute(path=f"{PATIENT}/verify-identity", command=VerifyIdentity, example={"method": "photo-id"}),
    CommandRoute(
        path=f"{PATIENT}/consents", command=GiveConsent, example={"kind": "telehealth", "text_version": "2030-01"}
    ),
    CommandRoute(path=f"{PATIENT}/consents/withdraw", command=WithdrawConsent, example={"kind": "telehealth"}),
)
