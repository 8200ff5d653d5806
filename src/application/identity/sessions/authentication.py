"""Whose credential is it? Asked by every interface, before anything else."""

from dataclasses import dataclass

from application.identity.api_keys.issue_api_key import key_prefix
from application.identity.api_keys.ports import ApiKeySecrets
from application.identity.clinics.ports import ClinicDirectory
from application.identity.sessions.ports import AccessTokens, Revocations
from application.identity.sessions.tokens import OpaqueTokenInvalid, Tokens
from application.shared.actor import Actor
from application.shared.clock import Clock
from application.shared.key_vault import INSTALLATION
from application.shared.refusals import NotFound, NotSignedIn
from domain.identity.key_holder import Outsider
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role


class ApiKeyRefused(NotSignedIn):
    """The service key opens nothing: it is unknown, revoked, rotated, or past its end."""

    code = "identity.api-key-refused"
    mend = "Use the newest secret of the key, or have an owner of the clinic rotate it."


@dataclass(frozen=True, slots=True)
class Authentication:
    """Tells who is behind a bearer credential: an access token, which proves itself, or a service key."""

    access_tokens: AccessTokens
    revocations: Revocations
    key_tokens: Tokens
    key_secrets: ApiKeySecrets
    directory: ClinicDirectory
    clock: Clock

    def proven(self, credential: str) -> Actor | None:
        """Give the actor whom an access token proves; ``None`` for a service key, which must be looked up.

        Raises ``TokenInvalid``, ``TokenExpired``, and what ``Revocations`` raise.
        """
        try:
            self.key_tokens.read(credential)
        except OpaqueTokenInvalid:
            return self._person(credential)
        return None

    async def looked_up(self, credential: str) -> Actor:
        """Give the actor behind a service key. Raises ``ApiKeyRefused``, and what ``Revocations`` raise."""
        try:
            presented = self.key_tokens.read(credential)
        except OpaqueTokenInvalid as unreadable:
            raise ApiKeyRefused from unreadable
        stored = await self.key_secrets.find(key_prefix(credential))
        if stored is None or not presented.matches(stored.digest) or self.clock.now() >= stored.expires_at:
            raise ApiKeyRefused
        self.revocations.check_clinic(stored.clinic)
        return Actor(
            clinic=stored.clinic,
            id=AccountId(stored.id),
            role=Role.INTEGRATION,
            scopes=frozenset(stored.scopes),
            is_outside=isinstance(stored.holder, Outsider),
        )

    async def visited(self, slug: str) -> ClinicId:
        """Give the clinic of a short name for whoever wants to come in. Raises ``NotFound``, as ``Revocations`` do."""
        clinic = await self.clinic(slug)
        self.revocations.check_clinic(clinic)
        return clinic

    async def clinic(self, slug: str) -> ClinicId:
        """Give the clinic that a short name stands for. Raises ``NotFound``."""
        clinic = await self.directory.clinic_of(slug)
        if clinic is None:
            raise NotFound
        return clinic

    def _person(self, credential: str) -> Actor:
        now = self.clock.now()
        claims = self.access_tokens.verify(credential, now)
        self.revocations.check(claims.session)
        if claims.clinic is not None:
            self.revocations.check_clinic(claims.clinic)
        return Actor(
            clinic=claims.clinic or INSTALLATION,
            id=claims.account,
            role=claims.role,
            patient=claims.patient,
            provider=claims.provider,
            only_enrols=claims.only_enrols,
            proof_age=now - claims.proven_at,
            session=claims.session,
        )
