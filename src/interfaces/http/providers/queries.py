"""What can be asked of the directory."""

from application.providers.queries import GetProvider, SearchProviders
from application.providers.views import DirectoryEntry, ProviderView
from application.shared.paging import Page
from interfaces.http.routes import QueryRoute

_ENTRY = {
    "id": "7b1c02d4-8f0e-5a3a-9a55-0f6f4f3f2b11",
    "version": 3,
    "name": {"family": "Haddad", "given": "Noor"},
    "profile": {
        "zone": {"name": "America/New_York"},
        "languages": ["en", "ar"],
        "specialties": ["family-medicine"],
    },
    "visit_types": [
        {
            "code": "first-visit-video",
            "name": "First visit by video",
            "mode": "video",
            "length_minutes": 30,
            "price": {"minor": 7500, "currency": "USD"},
            "buffer_before_minutes": 0,
            "buffer_after_minutes": 10,
        }
    ],
    "suspended": False,
    "last_day": None,
}
_FILE = _ENTRY | {
    "added_at": "2030-05-14T09:00:00Z",
    "updated_at": "2030-05-14T09:20:00Z",
    "authorities": [
        {
            "id": "3c5c6a0e-1c43-5d0a-8a43-6f3f2b115c1c",
            "authority": {
                "kind": "license",
                "profession": "physician",
                "jurisdiction": "US-NY",
                "valid_from": "2030-01-01",
                "valid_until": "2031-12-31",
            },
            "number": "MD-48213",
            "revoked_on": None,
        }
    ],
    "leaves_at": None,
    "suspension_reason": None,
}

ROUTES = (
    QueryRoute(
        path="/providers", query=SearchProviders, view=Page[DirectoryEntry], example={"items": [_ENTRY], "next": None}
    ),
    QueryRoute(path="/providers/{provider:uuid}", query=GetProvider, view=ProviderView, example=_FILE),
)
