"""What can be asked of the audit trail."""

from typing import Final

from application.audit.checkpoints.queries import ListCheckpoints
from application.audit.checkpoints.views import CheckpointView
from application.audit.queries import ListAccesses, ListDisclosures, ListEntries
from application.audit.views import AccessView, DisclosureView, EntryView
from application.shared.paging import Page
from interfaces.http.routes import QueryRoute

_READ: Final = {
    "id": "01972f6e-6f1a-7c43-8d0a-8a436f3f2b11",
    "at": "2030-05-14T13:05:12Z",
    "actor": "8c2c7fa9-43db-5462-a6a5-e37bfab0afad",
    "role": "clinician",
    "operation": "patients.get-patient",
    "outcome": "allowed",
    "refusal": None,
    "patients": ["5c1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11"],
    "things": ["5c1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11"],
    "on_behalf_of": [],
    "purpose": "treatment",
    "fields": ["demographics", "contacts"],
    "broke_glass": False,
    "request": "01972f6e-6f19-7b2e-9a55-0f6f4f3f2b11",
    "address": "203.0.113.9",
    "agent": "clinic-desktop/4.2",
}
_LOOK: Final = {
    "at": "2030-05-14T13:05:12Z",
    "told": "Judith Adler looked at your name and date of birth and how to reach you for your care.",
    "role": "clinician",
    "provider": "0d5c6a0e-1c43-5d0a-8a43-6f3f2b115c1c",
    "name": {"family": "Adler", "given": "Judith"},
    "is_yourself": False,
    "changed": False,
    "fields": ["demographics", "contacts"],
    "purpose": "treatment",
    "broke_glass": False,
}

_DISCLOSED: Final = {
    "id": "01972f6e-6f1a-7c43-8d0a-8a436f3f2b11",
    "at": "2030-05-14T13:05:12Z",
    "told": "Harbor Reference Laboratory was shown your name and date of birth. What for: Matching results.",
    "to": "Harbor Reference Laboratory",
    "fields": ["demographics"],
    "kinds": [],
    "why": "Matching results.",
    "by_hand": False,
    "is_corrected": False,
    "recipient_kind": None,
    "suspension": None,
}

ROUTES = (
    QueryRoute(path="/audit/checkpoints", query=ListCheckpoints, view=Page[CheckpointView]),
    QueryRoute(
        path="/audit/entries",
        query=ListEntries,
        view=Page[EntryView],
        as_table=True,
        example={"items": [_READ], "next": None},
    ),
    QueryRoute(
        path="/patients/{patient:uuid}/accesses",
        query=ListAccesses,
        view=Page[AccessView],
        as_table=True,
        example={"items": [_LOOK], "next": None},
    ),
    QueryRoute(
        path="/patients/{patient:uuid}/disclosures",
        query=ListDisclosures,
        view=Page[DisclosureView],
        example={"items": [_DISCLOSED], "next": None},
        as_table=True,
    ),
)
