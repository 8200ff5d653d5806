"""Access tokens: JSON Web Tokens (RFC 7519) signed with Ed25519 (RFC 8037).

A verifier here takes nothing from the token but the proof. The header is never interpreted: it must be, byte for byte,
one that these keys write, and names key and algorithm by that alone. The payload must be the one way that we write
its claims, so a claim cannot stand in it twice. (A new claim must therefore be readable one release before it is
written.)
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from application.identity.sessions.ports import AccessClaims, IssuedToken, TokenExpired, TokenInvalid
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from infrastructure.crypto.signing_keys import SigningKeys

ALGORITHM: Final = "EdDSA"
TYPE: Final = "polyclinic-access+jwt"
"""Explicit typing (RFC 8725, 3.11): no other token signed with these keys can pass for an access token."""
LIFETIME: Final = timedelta(minutes=10)
LONGEST_LIFETIME: Final = timedelta(days=1)
"""No setting and no token goes beyond it."""
SKEW: Final = timedelta(seconds=5)
"""How far the clock of another process of ours may be ahead; it lengthens no token's life."""
REMEMBERED: Final = 20_000
"""Verified tokens remembered at most, some 700 bytes each."""

_LONGEST: Final = 2048
_METHODS: Final[Mapping[bool, tuple[str, ...]]] = {False: ("pwd",), True: ("pwd", "otp", "mfa")}
"""By whether a code was shown."""


class _Payload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The claims as they are written; ``sid`` is the session (OpenID Connect Front-Channel Logout)."""

    iss: str
    aud: str
    sub: AccountId
    sid: UUID
    role: Role
    clinic: ClinicId | None = None
    patient: PatientId | None = None
    provider: ProviderId | None = None
    auth_time: int
    amr: tuple[str, ...]
    """When and with what the bearer proved who they are (RFC 9470, 6.1; RFC 8176)."""
    scope: Literal["enrol"] | None = None
    """What a narrowed token is limited to (RFC 8693, 4.2)."""
    iat: int
    nbf: int
    exp: int
    jti: str


class _Verified(msgspec.Struct, frozen=True):
    claims: AccessClaims
    not_before: int
    expires: int


class JwtAccessTokens:
    """Issues and verifies access tokens, and remembers those it has verified: every request pays for it."""

    def __init__(  # noqa: PLR0913 - each is a setting of its own
        self,
        keys: SigningKeys,
        *,
        issuer: str,
        audience: str,
        lifetime: timedelta = LIFETIME,
        skew: timedelta = SKEW,
        remembered: int = REMEMBERED,
    ) -> None:
        if not timedelta(seconds=1) <= lifetime <= LONGEST_LIFETIME:
            raise ValueError(f"an access token lives from a second to {LONGEST_LIFETIME}: set another lifetime")
        self._issuer = issuer
        self._audience = audience
        self._lifetime = int(lifetime.total_seconds())
        self._skew = skew.total_seconds()
        self._remembered = remembered
        self._jws = jwt.PyJWS(algorithms=[ALGORITHM])
        self._decoder = msgspec.json.Decoder(_Payload)
        self._encoder = msgspec.json.Encoder()
        self._take(keys)

    def use(self, keys: SigningKeys) -> None:
        """Go on with these keys. Tokens of keys that are no longer among them are refused from now on."""
        if keys.is_like(self._keys):
            return  # and what was verified stays remembered
        self._take(keys)

    def _take(self, keys: SigningKeys) -> None:
        self._keys = keys
        self._key_of_header = {self._header(kid): key for kid, key in keys.public.items()}
        self._verified: OrderedDict[bytes, _Verified] = OrderedDict()

    def issue(self, claims: AccessClaims, now: datetime, until: datetime | None = None) -> IssuedToken:
        """Issue a token. Its times are whole seconds."""
        issued = int(now.timestamp())
        expires = issued + self._lifetime
        if until is not None:
            expires = min(expires, max(int(until.timestamp()), issued + 1))  # a token lives a second at least
        payload = _Payload(
            iss=self._issuer,
            aud=self._audience,
            sub=claims.account,
            sid=claims.session,
            role=claims.role,
            clinic=claims.clinic,
            patient=claims.patient,
            provider=claims.provider,
            auth_time=int(claims.proven_at.timestamp()),
            amr=_METHODS[claims.with_code],
            scope="enrol" if claims.only_enrols else None,
            iat=issued,
            nbf=issued,
            exp=expires,
            jti=secrets.token_urlsafe(16),
        )
        return IssuedToken(self._sign(self._encoder.encode(payload)), datetime.fromtimestamp(expires, UTC))

    def verify(self, token: str, now: datetime) -> AccessClaims:
        """Read a token. Raises ``TokenExpired``, or ``TokenInvalid`` for any other reason."""
        if len(token) > _LONGEST or not token.isascii():
            raise TokenInvalid
        # Remembered by digest, so that no token lies about in memory.
        digest = hashlib.sha256(token.encode()).digest()
        verified = self._verified.get(digest) or self._read(token)
        moment = now.timestamp()
        if moment < verified.not_before - self._skew:
            raise TokenInvalid
        if moment >= verified.expires:
            self._verified.pop(digest, None)
            raise TokenExpired
        self._remember(digest, verified)
        return verified.claims

    def jwks(self) -> dict[str, Any]:
        """Give the public keys that verify the tokens."""
        return dict(self._keys.jwks())

    def _read(self, token: str) -> _Verified:
        key = self._key_of_header.get(token.partition(".")[0])
        # The library takes padding, which would let one token be written in several ways.
        if key is None or "=" in token:
            raise TokenInvalid
        payload = self._payload(token, key)
        if payload.iss != self._issuer or payload.aud != self._audience:
            raise TokenInvalid
        if not payload.iat <= payload.nbf < payload.exp <= payload.iat + LONGEST_LIFETIME.total_seconds():
            raise TokenInvalid
        if payload.amr not in _METHODS.values() or not 0 <= payload.auth_time < payload.exp:
            raise TokenInvalid
        claims = AccessClaims(
            account=payload.sub,
            session=payload.sid,
            role=payload.role,
            clinic=payload.clinic,
            patient=payload.patient,
            provider=payload.provider,
            proven_at=datetime.fromtimestamp(payload.auth_time, UTC),
            with_code=payload.amr == _METHODS[True],
            only_enrols=payload.scope is not None,
        )
        return _Verified(claims, payload.nbf, payload.exp)

    def _payload(self, token: str, key: Ed25519PublicKey) -> _Payload:
        try:
            signed: bytes = self._jws.decode(token, key, algorithms=[ALGORITHM])
            payload = self._decoder.decode(signed)
        except (jwt.InvalidTokenError, msgspec.MsgspecError, UnicodeDecodeError):
            raise TokenInvalid from None
        if self._encoder.encode(payload) != signed:
            raise TokenInvalid
        return payload

    def _remember(self, digest: bytes, verified: _Verified) -> None:
        self._verified[digest] = verified
        self._verified.move_to_end(digest)
        if len(self._verified) > self._remembered:
            self._verified.popitem(last=False)

    def _sign(self, payload: bytes) -> str:
        return self._jws.encode(payload, self._keys.private, ALGORITHM, _members(self._keys.signing))

    def _header(self, kid: str) -> str:
        """Give the first part of every token of a key, as the library writes it."""
        return self._jws.encode(b"", self._keys.private, ALGORITHM, _members(kid)).partition(".")[0]


def _members(kid: str) -> dict[str, Any]:
    return {"kid": kid, "typ": TYPE}
