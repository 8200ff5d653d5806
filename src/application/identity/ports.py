"""What identity asks of the world."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import msgspec

from application.identity.queries import (
    GetAccount,
    GetApiKey,
    GetClinic,
    GetSignInPage,
    ListAccounts,
    ListAccountSessions,
    ListApiKeys,
    ListSessions,
)
from application.identity.views import AccountView, ApiKeyView, ClinicView, SessionView, SignInPageView
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.refusals import NotSignedIn, Unavailable
from application.shared.repository import Repository
from domain.identity.account import Account
from domain.identity.api_key import ApiKey, ApiKeyId, KeyPrefix
from domain.identity.clinic import Clinic
from domain.identity.clinic_rates import ClinicRates
from domain.identity.key_holder import KeyHolder
from domain.identity.membership import Membership
from domain.identity.premises import Expected
from domain.identity.second_factor import SecondFactor
from domain.identity.session import SessionChange, SessionId, SignInSession, Started
from domain.identity.slug import Slug
from domain.identity.standing import ClinicStanding
from domain.identity.tries import Tries, TryLimit
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId, SiteId
from domain.shared.roles import Role
from domain.shared.time import Instant


class Clinics(Repository[Clinic], Protocol):
    """The clinic itself, under its own id."""


class ClinicDirectory(Protocol):
    """Which clinics the installation serves; it can be read before a clinic is chosen."""

    async def clinic_of(self, slug: str) -> ClinicId | None:
        """Give the clinic that a short name stands for."""
        ...

    async def enter(self, slug: Slug, execution: Execution) -> None:
        """List the execution's clinic. Of two clinics that want one name at once, the later loses the race."""
        ...

    async def stand(self, standing: ClinicStanding, execution: Execution) -> None:
        """Say how the execution's clinic stands, for every process to hear."""
        ...

    async def allow(self, rates: ClinicRates, execution: Execution) -> None:
        """Say how often the people of the execution's clinic may ask, for every process to hear."""
        ...


class Accounts(Repository[Account], Protocol):
    """The clinic's accounts. While an account is not disabled, no other has its e-mail address."""


class Owners(Protocol):
    """Who answers for the clinic: the owners who accepted and whose accounts are not disabled."""

    async def besides(self, account: AccountId, execution: Execution) -> int:
        """Count the owners, but for this account."""
        ...


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """With what somebody proves to be an account's holder. Never in a fact, never shown."""

    account: AccountId
    version: int
    """Counts its changes and the sign-ins with it, so that neither happens unseen by the other."""
    password_hash: str | None = None
    """None until the invitation is accepted, and again once the account is disabled."""
    invitation: bytes | None = None
    """Digest of the invitation's token."""

    def __repr__(self) -> str:
        return f"Credential(account={self.account!r}, version={self.version})"


class Credentials(Protocol):
    """What people sign in with: a clinic's, or the installation's for its operators.

    Reads take part in the command's transaction where there is one, and stand alone where there is none.
    """

    async def of_email(self, email: EmailAddress, execution: Execution) -> Credential | None:
        """Give the credential of the account, not disabled, that has an e-mail address, however it is written."""
        ...

    async def of_account(self, account: AccountId, execution: Execution) -> Credential:
        """Give an account's credential. Raises ``NotFound``."""
        ...

    async def keep(self, credential: Credential, execution: Execution) -> None:
        """Keep what was changed of a credential, one version on; the race is lost where another came first."""
        ...


class AccountCredentials(Credentials, Protocol):
    """What the people of a clinic sign in with."""

    async def add(self, credential: Credential, execution: Execution) -> None:
        """Keep a new account's credential."""
        ...


class TriedBy(StrEnum):
    """By what tries are counted."""

    NAME = "name"
    """The e-mail address that is tried, in its normalized form."""
    ADDRESS = "address"
    """The network address that they come from."""
    ACCOUNT = "account"
    """The account of whoever is signed in and proves it again."""


class TryCounts(Protocol):
    """How often somebody tried to prove who they are, at a clinic or at the installation."""

    async def another(self, by: TriedBy, value: str, limit: TryLimit, execution: Execution) -> Tries:
        """Count one more try, for good once this returns, whatever becomes of the try and of the process.

        Raises ``TooManyTries``; and ``Unavailable`` where it cannot be counted, so that nothing is looked at.
        """
        ...

    async def take_off(self, by: TriedBy, value: str, execution: Execution) -> None:
        """Let one try, which was none that failed, not have been counted."""
        ...

    async def forget(self, by: TriedBy, value: str, execution: Execution) -> None:
        """Let nothing have been tried."""
        ...


class TryLimits(Protocol):
    """How many tries each clinic allows, and the installation."""

    async def of(self, execution: Execution) -> TryLimit:
        """Give the limit of the execution's clinic, the default where it has set none. Needs no transaction."""
        ...


class SecondFactors(Protocol):
    """What people show besides their password. Takes part in the command's transaction."""

    async def of(self, account: AccountId, execution: Execution) -> SecondFactor | None:
        """Give an account's second factor, confirmed or not."""
        ...

    async def keep(self, factor: SecondFactor, execution: Execution) -> None:
        """Keep a new one (version 0), or what was changed of one; the race is lost where another came first."""
        ...

    async def forget(self, account: AccountId, execution: Execution) -> None:
        """Let the account have none."""
        ...


class SecondFactorSecrets(Protocol):
    """Draws what nobody can guess."""

    def secret(self) -> bytes:
        """Draw a device's secret, of ``SECRET_BYTES``."""
        ...

    def recovery_codes(self) -> tuple[str, ...]:
        """Draw ``RECOVERY_CODES`` codes of ``RECOVERY_BYTES`` each, in groups of small letters and digits."""
        ...


class Memberships(Protocol):
    """In which capacity an account acts."""

    async def of(self, account: AccountId, execution: Execution) -> Membership | None:
        """Give the membership; ``None`` where the account is not open."""
        ...


class SignInSessions(Protocol):
    """Sign-in sessions: plain records, each guarded by its version, whose facts are added to the log."""

    async def get(self, session: SessionId, execution: Execution) -> SignInSession:
        """Give a session. Raises ``NotFound``."""
        ...

    async def successor(self, session: SignInSession, execution: Execution) -> str:
        """Open the refresh token that was kept when the session's last one was spent."""
        ...

    async def live(self, account: AccountId, execution: Execution) -> list[SignInSession]:
        """Give the sessions of an account that are neither ended nor expired."""
        ...

    async def start(self, started: Started, execution: Execution) -> None:
        """Keep a new session and its facts."""
        ...

    async def keep(
        self, seen: SignInSession, change: SessionChange, execution: Execution, *, successor: str | None = None
    ) -> None:
        """Keep what came of a session that was seen, with its facts; a successor is sealed, an old one forgotten.

        The race is lost where the session is no longer as it was seen.
        """
        ...


class NotVouchedFor(Unavailable):
    """This server has not heard lately whose session ended, so it takes nobody's word for being signed in."""

    code = "request.not-vouched-for"
    mend = "Retry after the time in Retry-After."


class Revocations(Protocol):
    """Which credentials are void although they have not run out, known in the memory of every process.

    A change is heard of everywhere within five seconds; who has heard nothing for so long vouches for nobody.
    """

    def check(self, session: UUID) -> None:
        """Let pass a session that nothing is known against. Raises ``SessionIsOver``, ``NotVouchedFor``."""
        ...

    def check_clinic(self, clinic: ClinicId) -> None:
        """Let pass a clinic that is open. Raises ``ClinicIsSuspended``, ``ClinicIsClosed``, ``NotVouchedFor``."""
        ...


class OwnRates(Protocol):
    """Which clinics have rates of their own, known in the memory of every process.

    Other rates are heard of within five seconds of being set, where the process reaches the database.
    """

    def of(self, clinic: ClinicId) -> ClinicRates:
        """Give a clinic's own rates; none is named where it has the installation's."""
        ...


class ApiKeys(Repository[ApiKey], Protocol):
    """The clinic's service keys."""


class StoredApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a service key is checked against."""

    clinic: ClinicId
    id: ApiKeyId
    holder: KeyHolder
    scopes: tuple[str, ...]
    expires_at: Instant
    digest: bytes


class ApiKeySecrets(Protocol):
    """The digests of service keys, found by the part of a key that may be shown."""

    async def find(self, prefix: KeyPrefix) -> StoredApiKey | None:
        """Give what a key with this prefix is checked against, in whichever clinic; nothing of a revoked one."""
        ...

    async def keep(self, key: ApiKeyId, prefix: KeyPrefix, digest: bytes, execution: Execution) -> None:
        """Let this secret count for a key from now on, and the one before it no more."""
        ...

    async def forget(self, key: ApiKeyId, execution: Execution) -> None:
        """Let no secret count for a key any more."""
        ...


class People(Protocol):
    """Who is in the clinic's registry of patients and its directory of providers."""

    async def is_patient(self, patient: PatientId, execution: Execution) -> bool:
        """Tell whether the clinic registered the patient. Raises ``Erased`` for one whom it has forgotten."""
        ...

    async def is_provider(self, provider: ProviderId, execution: Execution) -> bool:
        """Tell whether the clinic added the provider."""
        ...


class ExpectedPatients(Protocol):
    """Who is still expected at the clinic's sites, as the calendar says."""

    async def at(self, site: SiteId, now: datetime, execution: Execution) -> Expected:
        """Count the visits at a site that have not ended ``now``, and who waits for one there.

        Nobody is added meanwhile where the site is held.
        """
        ...


class OperatorAccounts(Protocol):
    """The accounts of those who run the installation; they stand outside every clinic."""

    async def add(self, email: EmailAddress, password_hash: str) -> AccountId | None:
        """Add an operator; ``None`` where the address has an account already."""
        ...


class IdentityQueries(Protocol):
    """The clinic, its accounts, their sessions and its service keys, to look at."""

    async def clinic(self, query: GetClinic, execution: Execution) -> ClinicView:
        """Show the clinic. Raises ``NotFound``."""
        ...

    async def sign_in_page(self, query: GetSignInPage, execution: Execution) -> SignInPageView:
        """Show what somebody sees of the clinic before they sign in. Raises ``NotFound``."""
        ...

    async def account(self, query: GetAccount, execution: Execution) -> AccountView:
        """Show an account. Raises ``NotFound``."""
        ...

    async def accounts(self, query: ListAccounts, execution: Execution) -> Page[AccountView]:
        """Show accounts in the order of their invitations."""
        ...

    async def sessions(self, query: ListSessions, execution: Execution) -> Page[SessionView]:
        """Show the actor's live sessions in the order of the sign-ins."""
        ...

    async def account_sessions(self, query: ListAccountSessions, execution: Execution) -> Page[SessionView]:
        """Show an account's live sessions in the order of the sign-ins. Raises ``NotFound``."""
        ...

    async def api_key(self, query: GetApiKey, execution: Execution) -> ApiKeyView:
        """Show a service key without its secret. Raises ``NotFound``."""
        ...

    async def api_keys(self, query: ListApiKeys, execution: Execution) -> Page[ApiKeyView]:
        """Show service keys in the order in which they were issued."""
        ...


class PasswordHasher(Protocol):
    """Turns passwords into what may be stored."""

    async def hash(self, password: str) -> str:
        """Hash a password with a salt of its own. The answer names its algorithm and parameters."""
        ...

    async def verify(self, hashed: str, password: str) -> bool:
        """Tell whether a password is the hashed one. A hash that this hasher cannot read fits no password."""
        ...

    async def verify_nothing(self) -> None:
        """Take as long as ``verify`` does: for an account that does not exist, so that the time tells nobody so."""
        ...

    def needs_rehash(self, hashed: str) -> bool:
        """Tell whether a hash was made with other parameters than today's; hash anew at the next sign-in."""
        ...


class TokenInvalid(NotSignedIn):
    """The access token is not one of ours."""

    code = "request.token-invalid"
    mend = "Sign in again."


class TokenExpired(NotSignedIn):
    """The access token's time is over."""

    code = "request.token-expired"
    mend = "Refresh it with the refresh token, and send the request again."


class AccessClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What an access token says about its bearer."""

    account: AccountId
    session: UUID
    """The sign-in session that the token was issued in."""
    role: Role
    clinic: ClinicId | None = None
    """None for an operator of the installation."""
    patient: PatientId | None = None
    provider: ProviderId | None = None
    proven_at: Instant
    """When the bearer last proved who they are; a token says it in whole seconds."""
    with_code: bool = False
    """Whether a second factor was shown, too."""
    only_enrols: bool = False
    """Whether the bearer may do nothing but give the account the second factor that it lacks."""


class IssuedToken(msgspec.Struct, frozen=True):
    """An access token on its way to its bearer. Its printed form does not show it."""

    token: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"IssuedToken(expires_at={self.expires_at!r})"


class AccessTokens(Protocol):
    """Issues and verifies the short-lived tokens that requests are made with."""

    def issue(self, claims: AccessClaims, now: datetime, until: datetime | None = None) -> IssuedToken:
        """Issue a token that is good from ``now`` for its lifetime, but not beyond ``until``. No two are the same."""
        ...

    def verify(self, token: str, now: datetime) -> AccessClaims:
        """Read a token. Raises ``TokenExpired``, or ``TokenInvalid`` without saying what is wrong with it."""
        ...

    def jwks(self) -> dict[str, Any]:
        """Give the public keys that verify the tokens, as a JSON Web Key Set (RFC 7517)."""
        ...
