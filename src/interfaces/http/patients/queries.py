"""What can be asked of the registry."""

from application.patients.care.queries import GetBreakGlass, ListBreakGlass, ListCareAssignments
from application.patients.care.views import BreakGlassView, CareAssignmentView
from application.patients.erasure.queries import GetErasure, GetLegalHold, ListErasures, ListLegalHolds
from application.patients.erasure.views import ErasureView, LegalHoldView
from application.patients.queries import (
    FindDuplicates,
    GetPatient,
    GetPatientLink,
    GetRegistryPolicy,
    ListRepresentations,
    SearchPatients,
)
from application.patients.views import (
    DuplicatesView,
    PatientLinkView,
    PatientView,
    RegistryPolicyView,
    RepresentationView,
)
from application.shared.paging import Page
from interfaces.http.routes import QueryRoute

_MIA = {
    "id": "5c1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11",
    "version": 4,
    "registered_at": "2030-05-14T09:00:00Z",
    "updated_at": "2030-05-14T09:20:00Z",
    "demographics": {
        "name": {"family": "Okafor", "given": "Mia"},
        "birth_date": "1990-04-12",
        "sex_at_birth": None,
        "preferred_language": None,
    },
    "contacts": [
        {
            "id": "0d5c6a0e-1c43-5d0a-8a43-6f3f2b115c1c",
            "contact": {"kind": "email", "email": {"address": "mia@example.org"}},
            "verification": None,
        }
    ],
    "identifiers": [
        {"id": "2f9f3b3e-7d1c-5b6e-9c43-5d0a8a436f3f", "identifier": {"system": "mrn", "value": "A-104233"}}
    ],
    "identity": None,
    "consents": [
        {
            "kind": "telehealth",
            "text_version": "2030-01",
            "given_by": {"by": "patient"},
            "given_at": "2030-05-14T09:20:00Z",
            "how": "spoken",
        }
    ],
    "past_consents": [],
    "emergency_contacts": [
        {
            "id": "7b1f3b3e-7d1c-5b6e-9c43-5d0a8a436f3f",
            "contact": {
                "name": {"family": "Okafor", "given": "Leo"},
                "relationship": "spouse",
                "phone": {"number": "+12025550188"},
            },
        }
    ],
    "coverages": [
        {
            "id": "8c2f3b3e-7d1c-5b6e-9c43-5d0a8a436f3f",
            "coverage": {
                "rank": "primary",
                "payer": "Lakeshore Health Plan",
                "member_id": "LHP-4471-02",
                "group": "88-102",
                "plan": None,
                "relationship": "self",
                "valid_from": "2030-01-01",
                "valid_until": None,
            },
        }
    ],
    "deactivation": None,
    "links": [],
    "withheld": [],
}

ROUTES = (
    QueryRoute(path="/patients", query=SearchPatients, view=Page[PatientView], example={"items": [_MIA], "next": None}),
    QueryRoute(path="/representations", query=ListRepresentations, view=Page[RepresentationView]),
    QueryRoute(path="/registry-policy", query=GetRegistryPolicy, view=RegistryPolicyView),
    QueryRoute(path="/patients/{patient:uuid}", query=GetPatient, view=PatientView, example=_MIA),
    QueryRoute(
        path="/patient-links/{link:uuid}",
        query=GetPatientLink,
        view=PatientLinkView,
        example={
            "id": "9d1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b77",
            "version": 1,
            "patient": "7b0e4d1c-5f3a-5c2d-8e43-1a6f4f3f2b90",
            "survivor": "5c1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11",
            "linked_at": "2030-05-14T09:30:00Z",
            "unlinked_at": None,
            "reason": "Same person, registered again under her married name",
        },
    ),
    QueryRoute(path="/erasures", query=ListErasures, view=Page[ErasureView]),
    QueryRoute(path="/erasures/{erasure:uuid}", query=GetErasure, view=ErasureView),
    QueryRoute(path="/legal-holds", query=ListLegalHolds, view=Page[LegalHoldView]),
    QueryRoute(
        path="/legal-holds/{legal_hold:uuid}",
        query=GetLegalHold,
        view=LegalHoldView,
        example={
            "id": "4a1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b21",
            "version": 1,
            "patient": "5c1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11",
            "matter": "Okafor v. Lakeshore Health Plan, 30-CV-2071",
            "placed_by": "3f2b11c4-8f0e-5a3a-9a55-0f6f4f3f2b11",
            "placed_at": "2030-05-14T09:30:00Z",
            "lifted_by": None,
            "lifted_at": None,
        },
    ),
    QueryRoute(path="/care-assignments", query=ListCareAssignments, view=Page[CareAssignmentView]),
    QueryRoute(path="/break-glass", query=ListBreakGlass, view=Page[BreakGlassView]),
    QueryRoute(
        path="/break-glass/{break_glass:uuid}",
        query=GetBreakGlass,
        view=BreakGlassView,
        example={
            "id": "6b1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b31",
            "version": 1,
            "patient": "5c1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11",
            "account": "3f2b11c4-8f0e-5a3a-9a55-0f6f4f3f2b11",
            "purpose": "emergency-treatment",
            "reason": "Brought in unconscious; allergies unknown",
            "broken_at": "2030-05-14T09:30:00Z",
            "ends_at": "2030-05-14T10:30:00Z",
            "outcome": None,
            "reviewed_by": None,
            "reviewed_at": None,
        },
    ),
    QueryRoute(
        path="/patients/{patient:uuid}/duplicates",
        query=FindDuplicates,
        view=DuplicatesView,
        example={
            "patient": "5c1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11",
            "candidates": [{"patient": "7b0e4d1c-5f3a-5c2d-8e43-1a6f4f3f2b90", "score": 89}],
        },
    ),
)
