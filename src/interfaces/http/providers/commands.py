"""What can be done with the directory."""

from application.providers.add_provider import AddProvider
from application.providers.grant_authority import AuthorityReceipt, GrantAuthority
from application.providers.leave_provider import LeaveProvider
from application.providers.offer_visit_type import OfferVisitType
from application.providers.reinstate_provider import ReinstateProvider
from application.providers.renew_authority import RenewAuthority
from application.providers.revoke_authority import RevokeAuthority
from application.providers.set_profile import SetProfile
from application.providers.suspend_provider import SuspendProvider
from application.providers.withdraw_visit_type import WithdrawVisitType
from interfaces.http.routes import CommandRoute

PROVIDER = "/providers/{provider:uuid}"
AUTHORITY = f"{PROVIDER}/authorities/{{authority:uuid}}"

_NOOR = {
    "name": {"family": "Haddad", "given": "Noor"},
    "profile": {
        "zone": {"name": "America/New_York"},
        "languages": ["en", "ar"],
        "specialties": ["family-medicine"],
    },
}

ROUTES = (
    CommandRoute(path="/providers", command=AddProvider, creates=True, example=_NOOR),
    CommandRoute(path=f"{PROVIDER}/profile", command=SetProfile, example=_NOOR),
    CommandRoute(
        path=f"{PROVIDER}/authorities",
        command=GrantAuthority,
        receipt=AuthorityReceipt,
        example={
            "authority": {
                "kind": "license",
                "profession": "physician",
                "jurisdiction": "US-NY",
                "valid_from": "2030-01-01",
                "valid_until": "2031-12-31",
            },
            "number": "MD-48213",
        },
    ),
    CommandRoute(path=f"{AUTHORITY}/renew", command=RenewAuthority, example={"valid_until": "2033-12-31"}),
    CommandRoute(
        path=f"{AUTHORITY}/revoke",
        command=RevokeAuthority,
        example={"on": "2030-06-01", "reason": "The board announced it."},
    ),
    CommandRoute(
        path=f"{PROVIDER}/visit-types",
        command=OfferVisitType,
        example={
            "visit_type": {
                "code": "first-visit-video",
                "name": "First visit by video",
                "mode": "video",
                "length_minutes": 30,
                "buffer_after_minutes": 10,
                "price": {"minor": 7500, "currency": "USD"},
            }
        },
    ),
    CommandRoute(
        path=f"{PROVIDER}/visit-types/withdraw", command=WithdrawVisitType, example={"code": "first-visit-video"}
    ),
    CommandRoute(
        path=f"{PROVIDER}/suspend", command=SuspendProvider, example={"reason": "The board looks into a complaint."}
    ),
    CommandRoute(path=f"{PROVIDER}/reinstate", command=ReinstateProvider, example={}),
    CommandRoute(path=f"{PROVIDER}/leave", command=LeaveProvider, example={"last_day": "2030-06-30"}),
)
