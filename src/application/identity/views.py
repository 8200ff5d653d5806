"""What the API shows of clinics, accounts, sessions and service keys."""

from datetime import datetime
from uuid import UUID

from application.identity.statuses import AccountStatus, ApiKeyStatus
from application.shared.query import View
from domain.identity.account import Account
from domain.identity.api_key import ApiKey, ApiKeyId, KeyName, KeyPrefix, Scope
from domain.identity.branding import Branding, Colours, LogoAddress
from domain.identity.clinic import Clinic
from domain.identity.key_holder import KeyHolder, TheClinic
from domain.identity.lock_out import LockOutTerms
from domain.identity.premises import PlaceName, Room, Site
from domain.identity.second_factor_terms import SecondFactorTerms
from domain.identity.session import SessionId, SignInSession
from domain.identity.slug import Slug
from domain.identity.standing import ClinicStanding
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.languages import LanguageTag
from domain.shared.roles import Role
from domain.shared.time import Instant, TimeZone


class ClinicView(View, frozen=True, kw_only=True):
    """A clinic with its sites and the rooms in use."""

    id: ClinicId
    version: int
    opened_at: Instant
    updated_at: Instant
    name: PlaceName
    slug: Slug
    zone: TimeZone
    locale: LanguageTag
    sandbox_clock: Instant | None
    """Where a sandbox's clock stands; a clinic with patients has none."""
    sites: tuple[Site, ...]
    rooms: tuple[Room, ...]
    standing: ClinicStanding = ClinicStanding.OPEN
    branding: Branding = Branding()
    lock_out: LockOutTerms = LockOutTerms()
    second_factor: SecondFactorTerms = SecondFactorTerms()

    @classmethod
    def of(cls, clinic: Clinic) -> "ClinicView":
        """Show a clinic as it stands."""
        return cls(
            id=ClinicId(clinic.id),
            version=clinic.version,
            opened_at=clinic.created_on,
            updated_at=clinic.modified_on,
            name=clinic.name,
            slug=clinic.slug,
            zone=clinic.zone,
            locale=clinic.locale,
            sandbox_clock=clinic.sandbox_clock,
            sites=clinic.sites,
            rooms=clinic.rooms,
            standing=clinic.standing,
            branding=clinic.branding,
            lock_out=clinic.lock_out,
            second_factor=clinic.second_factor,
        )


class SignInPageView(View, frozen=True, kw_only=True):
    """What somebody sees of a clinic before they sign in."""

    name: PlaceName
    """What people know the clinic by."""
    colours: Colours | None
    logo: LogoAddress | None

    @classmethod
    def of(cls, clinic: ClinicView) -> "SignInPageView":
        """Show a clinic to whoever comes."""
        branding = clinic.branding
        return cls(name=branding.known_as(clinic.name), colours=branding.colours, logo=branding.logo)


class AccountView(View, frozen=True, kw_only=True):
    """An account: invited, open once it is accepted, perhaps locked for a while, perhaps disabled."""

    id: AccountId
    version: int
    invited_at: Instant
    updated_at: Instant
    email: EmailAddress
    role: Role
    patient: PatientId | None
    provider: ProviderId | None
    invitation_expires_at: Instant
    accepted_at: Instant | None
    disabled_at: Instant | None
    locked_until: Instant | None = None
    """When the last lock after failed tries is over, or was."""
    totp_since: Instant | None = None
    """Since when signing in takes a second factor."""

    def status(self, now: datetime) -> AccountStatus:
        """Tell in one word whether somebody can sign in with it."""
        if self.disabled_at is not None:
            return AccountStatus.DISABLED
        if self.accepted_at is None:
            return AccountStatus.INVITED
        is_locked = self.locked_until is not None and now < self.locked_until
        return AccountStatus.LOCKED if is_locked else AccountStatus.OPEN

    @classmethod
    def of(cls, account: Account) -> "AccountView":
        """Show an account as it stands."""
        return cls(
            id=AccountId(account.id),
            version=account.version,
            invited_at=account.created_on,
            updated_at=account.modified_on,
            email=account.email,
            role=account.membership.role,
            patient=account.membership.patient,
            provider=account.membership.provider,
            invitation_expires_at=account.invitation.expires_at,
            accepted_at=account.accepted_at,
            disabled_at=account.disabled_at,
            locked_until=account.locked_until,
            totp_since=account.totp_since,
        )


class SessionView(View, frozen=True, kw_only=True):
    """A session that goes on: one sign-in on one device."""

    id: SessionId
    account: AccountId
    started_at: Instant
    refreshed_at: Instant | None
    """When it was last used to stay signed in; null before the first time."""
    idle_expires_at: Instant
    """When it ends where it is not refreshed before."""
    expires_at: Instant
    """When it ends in any case."""
    present: bool
    """Whether it is the one that the question was asked in."""

    @classmethod
    def of(cls, session: SignInSession, present: UUID | None) -> "SessionView":
        """Show a session to whoever asks from the ``present`` one."""
        return cls(
            id=session.id,
            account=session.account,
            started_at=session.started_at,
            refreshed_at=session.rotated_at,
            idle_expires_at=session.idle_expires_at,
            expires_at=session.expires_at,
            present=session.id == present,
        )


class ApiKeyView(View, frozen=True, kw_only=True):
    """A service key, without its secret."""

    id: ApiKeyId
    version: int
    issued_at: Instant
    updated_at: Instant
    name: KeyName
    scopes: tuple[Scope, ...]
    prefix: KeyPrefix
    expires_at: Instant
    revoked_at: Instant | None
    holder: KeyHolder = TheClinic()
    """For whom the program works."""

    def status(self, now: datetime) -> ApiKeyStatus:
        """Tell in one word whether it opens anything."""
        if self.revoked_at is not None:
            return ApiKeyStatus.REVOKED
        return ApiKeyStatus.LIVE if now < self.expires_at else ApiKeyStatus.ENDED

    @classmethod
    def of(cls, key: ApiKey) -> "ApiKeyView":
        """Show a key as it stands."""
        return cls(
            id=ApiKeyId(key.id),
            version=key.version,
            issued_at=key.created_on,
            updated_at=key.modified_on,
            name=key.name,
            scopes=key.scopes,
            prefix=key.prefix,
            expires_at=key.expires_at,
            revoked_at=key.revoked_at,
            holder=key.holder,
        )
