"""Stored names of identity's facts. A name, once released, stays."""

from typing import Any

from domain.identity.account import Account
from domain.identity.api_key import ApiKey
from domain.identity.clinic import Clinic
from domain.identity.session import RefreshTokenReused, SessionEnded, SessionStarted
from infrastructure.facts.registry import FactType, Subject


def _without_a_clock(opened: dict[str, Any]) -> dict[str, Any]:
    """Revision 2 told sandboxes apart; whatever was opened before is a clinic that lives in the present."""
    return opened | {"sandbox_clock": None}


def _held_by_the_clinic(issued: dict[str, Any]) -> dict[str, Any]:
    """Revision 2 told outsiders apart; whatever was issued before works for the clinic."""
    return issued | {"holder": {"is": "the-clinic"}}


FACTS = (
    FactType("identity.clinic.opened", Clinic.Opened, revision=2, upcasters={1: _without_a_clock}),
    FactType("identity.clinic.renamed", Clinic.Renamed),
    FactType("identity.clinic.time-zone-changed", Clinic.TimeZoneChanged),
    FactType("identity.clinic.locale-changed", Clinic.LocaleChanged),
    FactType("identity.clinic.branding-set", Clinic.BrandingSet),
    FactType("identity.clinic.lock-out-terms-set", Clinic.LockOutTermsSet),
    FactType("identity.clinic.rates-set", Clinic.RatesSet),
    FactType("identity.clinic.second-factor-terms-set", Clinic.SecondFactorTermsSet),
    FactType("identity.clinic.clock-set", Clinic.ClockSet),
    FactType("identity.clinic.site-added", Clinic.SiteAdded),
    FactType("identity.clinic.site-corrected", Clinic.SiteCorrected),
    FactType("identity.clinic.site-closed", Clinic.SiteClosed),
    FactType("identity.clinic.room-added", Clinic.RoomAdded),
    FactType("identity.clinic.room-renamed", Clinic.RoomRenamed),
    FactType("identity.clinic.room-retired", Clinic.RoomRetired),
    FactType("identity.clinic.suspended", Clinic.Suspended),
    FactType("identity.clinic.reinstated", Clinic.Reinstated),
    FactType("identity.clinic.closed", Clinic.Closed),
    FactType("identity.account.invited", Account.Invited, seals=Subject.PATIENT),
    FactType("identity.account.accepted", Account.Accepted),
    FactType("identity.account.password-changed", Account.PasswordChanged),
    FactType("identity.account.role-changed", Account.RoleChanged),
    FactType("identity.account.disabled", Account.Disabled),
    FactType("identity.account.enabled", Account.Enabled),
    FactType("identity.account.locked", Account.Locked),
    FactType("identity.account.unlocked", Account.Unlocked),
    FactType("identity.account.totp-enrolled", Account.TotpEnrolled),
    FactType("identity.account.totp-confirmed", Account.TotpConfirmed),
    FactType("identity.account.totp-disabled", Account.TotpDisabled),
    FactType("identity.account.totp-reset", Account.TotpReset),
    FactType("identity.account.recovery-codes-renewed", Account.RecoveryCodesRenewed),
    FactType("identity.account.recovery-code-used", Account.RecoveryCodeUsed),
    FactType("identity.session.started", SessionStarted),
    FactType("identity.session.ended", SessionEnded),
    FactType("identity.session.refresh-token-reused", RefreshTokenReused),
    FactType("identity.api-key.issued", ApiKey.Issued, revision=2, upcasters={1: _held_by_the_clinic}),
    FactType("identity.api-key.rotated", ApiKey.Rotated),
    FactType("identity.api-key.revoked", ApiKey.Revoked),
)
