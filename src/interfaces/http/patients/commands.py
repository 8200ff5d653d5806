"""What can be done with the registry."""

from application.patients.add_contact import AddContact, ContactReceipt
from application.patients.add_coverage import AddCoverage, CoverageReceipt
from application.patients.add_emergency_contact import AddEmergencyContact, EmergencyContactReceipt
from application.patients.add_identifier import AddIdentifier, IdentifierReceipt
from application.patients.care.assign_provider import AssignProvider
from application.patients.care.break_glass import BreakTheGlass
from application.patients.care.review_break_glass import ReviewBreakGlass
from application.patients.care.unassign_provider import UnassignProvider
from application.patients.correct_demographics import CorrectDemographics
from application.patients.correct_emergency_contact import CorrectEmergencyContact
from application.patients.deactivate_patient import DeactivatePatient, DeactivationReceipt
from application.patients.disclosures.correct_disclosure import CorrectDisclosure
from application.patients.disclosures.lift_suspension import LiftSuspension
from application.patients.disclosures.record_disclosure import RecordDisclosure
from application.patients.disclosures.record_suspended_disclosure import RecordSuspendedDisclosure
from application.patients.disclosures.suspend_disclosure import SuspendDisclosure
from application.patients.end_coverage import EndCoverage
from application.patients.end_representation import EndRepresentation
from application.patients.erasure.approve_erasure import ApproveErasure
from application.patients.erasure.lift_legal_hold import LiftLegalHold
from application.patients.erasure.place_legal_hold import PlaceLegalHold
from application.patients.erasure.request_erasure import RequestErasure
from application.patients.erasure.withdraw_erasure import WithdrawErasure
from application.patients.give_consent import GiveConsent
from application.patients.link_patients import LinkPatients, LinkReceipt
from application.patients.name_guardian import NameGuardian
from application.patients.name_proxy import NameProxy
from application.patients.reactivate_patient import ReactivatePatient
from application.patients.register_patient import RegisterPatient
from application.patients.remove_contact import RemoveContact
from application.patients.remove_emergency_contact import RemoveEmergencyContact
from application.patients.remove_identifier import RemoveIdentifier
from application.patients.replace_coverage import ReplaceCoverage
from application.patients.set_registry_policy import SetRegistryPolicy
from application.patients.unlink_patients import UnlinkPatients
from application.patients.verify_contact import VerifyContact
from application.patients.verify_identity import VerifyIdentity
from application.patients.withdraw_consent import WithdrawConsent
from interfaces.http.routes import CommandRoute

PATIENT = "/patients/{patient:uuid}"

_LEO = {
    "name": {"family": "Okafor", "given": "Leo"},
    "relationship": "spouse",
    "phone": {"number": "+12025550188"},
}

_COVERAGE = {
    "rank": "primary",
    "payer": "Lakeshore Health Plan",
    "member_id": "LHP-4471-02",
    "group": "88-102",
    "relationship": "self",
    "valid_from": "2030-01-01",
}

_DISCLOSURE = {
    "to": "County Health Department, 40 Pearl Street, Albany",
    "kinds": ["demographics", "diagnoses"],
    "why": "Report of a notifiable disease, as the law has it",
    "disclosed_at": "2024-05-14T09:00:00Z",
}

TO_AN_AGENCY = {
    "to": "Attorney General, Medicaid Fraud Control Unit",
    "recipient_kind": "health-oversight",
    "kinds": ["billing", "visits"],
    "why": "Audit of billed visits, as the law has it",
    "disclosed_at": "2024-05-14T09:00:00Z",
}

STATEMENT = {
    "agency": "Attorney General, Medicaid Fraud Control Unit",
    "official": "Special Investigator R. Moreno, badge 2217",
    "form": "written",
    "stated_at": "2024-05-14T09:00:00Z",
    "until": "2030-12-31T00:00:00Z",
}

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
    CommandRoute(
        path=f"{PATIENT}/emergency-contacts",
        command=AddEmergencyContact,
        receipt=EmergencyContactReceipt,
        example={"contact": _LEO},
    ),
    CommandRoute(
        path=f"{PATIENT}/emergency-contacts/{{emergency_contact:uuid}}/correct",
        command=CorrectEmergencyContact,
        example={"contact": _LEO | {"phone": {"number": "+12025550189"}}},
    ),
    CommandRoute(
        path=f"{PATIENT}/emergency-contacts/{{emergency_contact:uuid}}/remove",
        command=RemoveEmergencyContact,
        example={},
    ),
    CommandRoute(
        path=f"{PATIENT}/coverages", command=AddCoverage, receipt=CoverageReceipt, example={"coverage": _COVERAGE}
    ),
    CommandRoute(
        path=f"{PATIENT}/coverages/{{coverage:uuid}}/replace",
        command=ReplaceCoverage,
        example={"by": _COVERAGE | {"plan": "Silver"}},
    ),
    CommandRoute(
        path=f"{PATIENT}/coverages/{{coverage:uuid}}/end", command=EndCoverage, example={"last_day": "2030-12-31"}
    ),
    CommandRoute(
        path=f"{PATIENT}/deactivate",
        command=DeactivatePatient,
        receipt=DeactivationReceipt,
        example={"reason": "moved-away"},
    ),
    CommandRoute(path=f"{PATIENT}/reactivate", command=ReactivatePatient, example={}),
    CommandRoute(path=f"{PATIENT}/verify-identity", command=VerifyIdentity, example={"method": "photo-id"}),
    CommandRoute(
        path=f"{PATIENT}/consents", command=GiveConsent, example={"kind": "telehealth", "text_version": "2030-01"}
    ),
    CommandRoute(path=f"{PATIENT}/consents/withdraw", command=WithdrawConsent, example={"kind": "telehealth"}),
    CommandRoute(
        path=f"{PATIENT}/guardians",
        command=NameGuardian,
        creates=True,
        found_at="/representations",
        example={"account": "3f2b11c4-8f0e-5a3a-9a55-0f6f4f3f2b11", "scopes": ["record", "visits", "consents"]},
    ),
    CommandRoute(
        path=f"{PATIENT}/proxies",
        command=NameProxy,
        creates=True,
        found_at="/representations",
        example={
            "account": "3f2b11c4-8f0e-5a3a-9a55-0f6f4f3f2b11",
            "scopes": ["visits"],
            "ends_at": "2031-01-01T00:00:00Z",
        },
    ),
    CommandRoute(path="/representations/{representation:uuid}/end", command=EndRepresentation, example={}),
    CommandRoute(
        path="/registry-policy",
        command=SetRegistryPolicy,
        example={
            "policy": {
                "consent_texts": [{"kind": "telehealth", "text_version": "2030-01"}],
                "adult_age": 18,
                "adolescent_age": 14,
                "adolescents_consent_to": ["telehealth"],
                "adolescents_keep": ["messages"],
                "retention_years": 10,
                "care_days": 365,
                "break_glass_minutes": 60,
            }
        },
    ),
    CommandRoute(
        path="/patient-links",
        command=LinkPatients,
        receipt=LinkReceipt,
        creates=True,
        example={
            "patient": "7b0e4d1c-5f3a-5c2d-8e43-1a6f4f3f2b90",
            "survivor": "5c1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11",
            "reason": "Same person, registered again under her married name",
        },
    ),
    CommandRoute(path="/patient-links/{link:uuid}/unlink", command=UnlinkPatients, example={}),
    CommandRoute(
        path=f"{PATIENT}/legal-holds",
        command=PlaceLegalHold,
        creates=True,
        found_at="/legal-holds",
        example={"matter": "Okafor v. Lakeshore Health Plan, 30-CV-2071"},
    ),
    CommandRoute(path="/legal-holds/{legal_hold:uuid}/lift", command=LiftLegalHold, example={}),
    CommandRoute(
        path=f"{PATIENT}/erasure",
        command=RequestErasure,
        creates=True,
        found_at="/erasures",
        example={"reason": "patient-asked"},
    ),
    CommandRoute(path="/erasures/{erasure:uuid}/withdraw", command=WithdrawErasure, example={}),
    CommandRoute(path="/erasures/{erasure:uuid}/approve", command=ApproveErasure, example={}),
    CommandRoute(
        path=f"{PATIENT}/care-team",
        command=AssignProvider,
        creates=True,
        found_at="/care-assignments",
        example={
            "provider": "9e0e4d1c-5f3a-5c2d-8e43-1a6f4f3f2b41",
            "role": "covering",
            "ends_at": "2030-12-31T00:00:00Z",
        },
    ),
    CommandRoute(path=f"{PATIENT}/care-team/{{care_assignment:uuid}}/end", command=UnassignProvider, example={}),
    CommandRoute(
        path=f"{PATIENT}/break-glass",
        command=BreakTheGlass,
        creates=True,
        found_at="/break-glass",
        example={"purpose": "emergency-treatment", "reason": "Brought in unconscious; allergies unknown"},
    ),
    CommandRoute(
        path="/break-glass/{break_glass:uuid}/review", command=ReviewBreakGlass, example={"outcome": "justified"}
    ),
    CommandRoute(path=f"{PATIENT}/disclosures", command=RecordDisclosure, creates=True, example={"told": _DISCLOSURE}),
    CommandRoute(
        path="/disclosures/{disclosure:uuid}/correct",
        command=CorrectDisclosure,
        example={"told": _DISCLOSURE | {"kinds": ["demographics", "diagnoses", "test-results"]}},
    ),
    CommandRoute(
        path=f"{PATIENT}/suspended-disclosures",
        command=RecordSuspendedDisclosure,
        creates=True,
        found_at="/disclosures",
        example={"told": TO_AN_AGENCY, "statement": STATEMENT},
    ),
    CommandRoute(
        path="/disclosures/{disclosure:uuid}/suspend",
        command=SuspendDisclosure,
        example={"statement": STATEMENT},
    ),
    CommandRoute(path="/disclosures/{disclosure:uuid}/lift-suspension", command=LiftSuspension, example={}),
)
