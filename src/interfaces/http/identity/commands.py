"""What can be done with clinics, accounts, sessions and keys."""

from typing import Final

from application.identity.accounts.accept_invitation import AcceptInvitation
from application.identity.accounts.change_locale import ChangeLocale
from application.identity.accounts.change_password import ChangePassword
from application.identity.accounts.change_role import ChangeRole
from application.identity.accounts.disable_account import DisableAccount
from application.identity.accounts.enable_account import EnableAccount
from application.identity.accounts.invitations import Invited
from application.identity.accounts.invite_account import InviteAccount
from application.identity.accounts.invite_patient import InvitePatient
from application.identity.accounts.invite_representative import InviteRepresentative
from application.identity.accounts.unlock_account import UnlockAccount
from application.identity.api_keys.issue_api_key import ApiKeySecret, IssueApiKey
from application.identity.api_keys.revoke_api_key import RevokeApiKey
from application.identity.api_keys.rotate_api_key import RotateApiKey
from application.identity.clinics.add_room import AddRoom, RoomReceipt
from application.identity.clinics.add_site import AddSite, SiteReceipt
from application.identity.clinics.change_time_zone import ChangeTimeZone
from application.identity.clinics.close_clinic import CloseClinic
from application.identity.clinics.close_site import CloseSite
from application.identity.clinics.correct_site import CorrectSite
from application.identity.clinics.open_clinic import ClinicOpened, OpenClinic
from application.identity.clinics.reinstate_clinic import ReinstateClinic
from application.identity.clinics.rename_clinic import RenameClinic
from application.identity.clinics.rename_room import RenameRoom
from application.identity.clinics.retire_room import RetireRoom
from application.identity.clinics.set_branding import SetBranding
from application.identity.clinics.set_clinic_rates import SetClinicRates
from application.identity.clinics.set_clock import AdvanceClock, SetClock
from application.identity.clinics.set_lock_out_terms import SetLockOutTerms
from application.identity.clinics.set_second_factor_terms import SetSecondFactorTerms
from application.identity.clinics.suspend_clinic import SuspendClinic
from application.identity.second_factors.confirm_totp import ConfirmTotp, RecoveryCodes
from application.identity.second_factors.disable_totp import DisableTotp
from application.identity.second_factors.enrol_totp import EnrolTotp, TotpEnrolled
from application.identity.second_factors.renew_recovery_codes import RenewRecoveryCodes
from application.identity.second_factors.reset_totp import ResetTotp
from application.identity.sessions.end_session import EndSession
from application.identity.sessions.prove_again import ProveAgain, ProvenAgain
from application.identity.sessions.refresh_session import RefreshOperatorSession, RefreshSession
from application.identity.sessions.sign_in import SignIn, SignInOperator
from application.identity.sessions.sign_out import SignOut, SignOutOperator
from application.identity.sessions.sign_out_everywhere import SignOutEverywhere
from application.identity.sessions.signed_in import SignedIn
from interfaces.http.calls import Standing
from interfaces.http.routes import CommandRoute

_EMAIL: Final = {"address": "mia@example.org"}
_PASSWORD: Final = "seven wild geese at dawn"  # noqa: S105 - an example
_REFRESH: Final = {"refresh_token": "pcrt_..."}
_AT_CLINIC: Final = "/clinics/{clinic_slug:str}"

_CLINIC: Final = (
    CommandRoute(
        path="/clinics",
        command=OpenClinic,
        receipt=ClinicOpened,
        standing=Standing.OPERATOR_OPENING,
        example={
            "name": "Lakeside Family Care",
            "slug": "lakeside",
            "zone": {"name": "America/New_York"},
            "locale": "en-US",
            "owner_email": _EMAIL,
        },
    ),
    CommandRoute(
        path=f"{_AT_CLINIC}/suspend",
        command=SuspendClinic,
        standing=Standing.OPERATOR_AT_CLINIC,
        example={"reason": "payment"},
    ),
    CommandRoute(
        path=f"{_AT_CLINIC}/reinstate", command=ReinstateClinic, standing=Standing.OPERATOR_AT_CLINIC, example={}
    ),
    CommandRoute(path=f"{_AT_CLINIC}/close", command=CloseClinic, standing=Standing.OPERATOR_AT_CLINIC, example={}),
    CommandRoute(
        path=f"{_AT_CLINIC}/rates",
        command=SetClinicRates,
        standing=Standing.OPERATOR_AT_CLINIC,
        example={"rates": {"credential": 1_200, "clinic": 60_000}},
    ),
    CommandRoute(path="/clinic/rename", command=RenameClinic, example={"name": "Lakeside Care"}),
    CommandRoute(path="/clinic/time-zone", command=ChangeTimeZone, example={"zone": {"name": "America/Chicago"}}),
    CommandRoute(path="/clinic/locale", command=ChangeLocale, example={"locale": "es-US"}),
    CommandRoute(
        path="/clinic/branding",
        command=SetBranding,
        example={
            "branding": {
                "display_name": "Lakeside",
                "colours": {"background": "#0b5563", "text": "#ffffff"},
                "logo": "https://static.lakeside.example/logo.svg",
                "email_sender": "Lakeside Family Care",
                "sms_sender": "Lakeside",
            }
        },
    ),
    CommandRoute(
        path="/clinic/lock-out",
        command=SetLockOutTerms,
        example={"terms": {"tries": 5, "first_wait_minutes": 15}},
    ),
    CommandRoute(
        path="/clinic/second-factor",
        command=SetSecondFactorTerms,
        example={"terms": {"demanded_from": "2031-01-01"}},
    ),
    CommandRoute(path="/clinic/clock", command=SetClock, example={"to": "2030-03-10T06:59:00Z"}),
    CommandRoute(path="/clinic/clock/advance", command=AdvanceClock, example={"minutes": 60}),
    CommandRoute(
        path="/clinic/sites",
        command=AddSite,
        receipt=SiteReceipt,
        example={
            "name": "Lakeside East",
            "address": {"street": "1 Lake Street", "city": "Albany", "postal_code": "12207", "country": "US"},
            "jurisdiction": "US-NY",
            "zone": {"name": "America/New_York"},
        },
    ),
    CommandRoute(
        path="/clinic/sites/{site:uuid}/correct",
        command=CorrectSite,
        example={
            "name": "Lakeside North",
            "address": {"street": "3 Lake Street", "city": "Albany", "postal_code": "12207", "country": "US"},
            "zone": {"name": "America/New_York"},
        },
    ),
    CommandRoute(path="/clinic/sites/{site:uuid}/close", command=CloseSite, example={}),
    CommandRoute(
        path="/clinic/sites/{site:uuid}/rooms", command=AddRoom, receipt=RoomReceipt, example={"name": "Room 2"}
    ),
    CommandRoute(path="/clinic/rooms/{room:uuid}/rename", command=RenameRoom, example={"name": "Room 3"}),
    CommandRoute(path="/clinic/rooms/{room:uuid}/retire", command=RetireRoom, example={}),
)

_ACCOUNTS: Final = (
    CommandRoute(
        path="/accounts",
        command=InviteAccount,
        receipt=Invited,
        creates=True,
        example={"email": _EMAIL, "role": "front_desk"},
    ),
    CommandRoute(
        path="/patients/{patient:uuid}/account", command=InvitePatient, receipt=Invited, example={"email": _EMAIL}
    ),
    CommandRoute(
        path="/representatives",
        command=InviteRepresentative,
        receipt=Invited,
        creates=True,
        found_at="/accounts",
        example={"email": _EMAIL},
    ),
    CommandRoute(
        path=f"{_AT_CLINIC}/invitations/accept",
        command=AcceptInvitation,
        standing=Standing.VISITOR,
        example={"token": "pcinv_...", "password": _PASSWORD},
    ),
    CommandRoute(path="/accounts/{account:uuid}/disable", command=DisableAccount, example={}),
    CommandRoute(path="/accounts/{account:uuid}/enable", command=EnableAccount, receipt=Invited, example={}),
    CommandRoute(path="/accounts/{account:uuid}/role", command=ChangeRole, example={"role": "front_desk"}),
    CommandRoute(path="/accounts/{account:uuid}/unlock", command=UnlockAccount, example={}),
    CommandRoute(path="/accounts/{account:uuid}/totp/reset", command=ResetTotp, example={}),
    CommandRoute(
        path="/password",
        command=ChangePassword,
        example={"current": _PASSWORD, "new": "nine tame swans at noon"},
    ),
)

_SECOND_FACTOR: Final = (
    CommandRoute(path="/totp/enrol", command=EnrolTotp, receipt=TotpEnrolled, example={"password": _PASSWORD}),
    CommandRoute(path="/totp/confirm", command=ConfirmTotp, receipt=RecoveryCodes, example={"code": "492 039"}),
    CommandRoute(path="/totp/disable", command=DisableTotp, example={"password": _PASSWORD}),
    CommandRoute(
        path="/totp/recovery-codes",
        command=RenewRecoveryCodes,
        receipt=RecoveryCodes,
        example={"password": _PASSWORD},
    ),
)

_SESSIONS: Final = (
    CommandRoute(
        path=f"{_AT_CLINIC}/sessions",
        command=SignIn,
        receipt=SignedIn,
        standing=Standing.VISITOR,
        example={"email": _EMAIL, "password": _PASSWORD},
    ),
    CommandRoute(
        path=f"{_AT_CLINIC}/sessions/refresh",
        command=RefreshSession,
        receipt=SignedIn,
        standing=Standing.VISITOR,
        example=_REFRESH,
    ),
    CommandRoute(path=f"{_AT_CLINIC}/sessions/end", command=SignOut, standing=Standing.VISITOR, example=_REFRESH),
    CommandRoute(
        path="/sessions/current/prove", command=ProveAgain, receipt=ProvenAgain, example={"password": _PASSWORD}
    ),
    CommandRoute(path="/sessions/{session:uuid}/end", command=EndSession, example={}),
    CommandRoute(path="/sessions/end", command=SignOutEverywhere, example={}),
    CommandRoute(
        path="/operator/sessions",
        command=SignInOperator,
        receipt=SignedIn,
        standing=Standing.INSTALLATION,
        example={"email": _EMAIL, "password": _PASSWORD},
    ),
    CommandRoute(
        path="/operator/sessions/refresh",
        command=RefreshOperatorSession,
        receipt=SignedIn,
        standing=Standing.INSTALLATION,
        example=_REFRESH,
    ),
    CommandRoute(
        path="/operator/sessions/end", command=SignOutOperator, standing=Standing.INSTALLATION, example=_REFRESH
    ),
)

_KEYS: Final = (
    CommandRoute(
        path="/api-keys",
        command=IssueApiKey,
        receipt=ApiKeySecret,
        creates=True,
        example={
            "name": "Lab results import",
            "holder": {
                "is": "outsider",
                "name": "Harbor Reference Laboratory",
                "purpose": "Matching results to who they are of",
            },
            "scopes": ["patients.get-patient"],
            "expires_at": "2030-12-31T00:00:00Z",
        },
    ),
    CommandRoute(
        path="/api-keys/{api_key:uuid}/rotate",
        command=RotateApiKey,
        receipt=ApiKeySecret,
        example={"expires_at": "2031-06-30T00:00:00Z"},
    ),
    CommandRoute(path="/api-keys/{api_key:uuid}/revoke", command=RevokeApiKey, example={}),
)

ROUTES = (*_CLINIC, *_ACCOUNTS, *_SECOND_FACTOR, *_SESSIONS, *_KEYS)
