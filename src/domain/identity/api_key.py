"""A key with which a program acts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Final, NewType
from uuid import UUID

import msgspec

from domain.identity.key_holder import KeyHolder
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.patterns import ONE_LINE, whole
from domain.shared.roles import Role
from domain.shared.time import Instant
from domain.shared.values import Public

ApiKeyId = NewType("ApiKeyId", UUID)

LONGEST_KEY_LIFE: Final = timedelta(days=366)
"""A year, leap years too: a key that nobody renews must not outlive the memory of why it was issued."""

KeyName = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=ONE_LINE,
        max_length=100,
        examples=["Lab results import"],
    ),
]
"""What the key is for; no secret, and not about a person."""

KeyPrefix = Annotated[Public[str], msgspec.Meta(pattern=whole("[A-Za-z0-9_]{4,24}"), examples=["pk_7Hq2Zt"])]
"""The first part of a key, which may be shown: it finds the key and tells keys apart."""

Scope = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*"),
        max_length=100,
        description="The name of an operation.",
        examples=["patients.register-patient"],
    ),
]


class ApiKeyWithoutScope(DomainError):
    """A key says what its program may do."""

    code = "identity.api-key-without-scope"
    mend = "Name at least one operation."


class ApiKeyEndsTooSoon(DomainError):
    """A key ends after it is issued."""

    code = "identity.api-key-ends-too-soon"
    mend = "Give an end that lies ahead."


class ApiKeyLivesTooLong(DomainError):
    """A key lives a year at most."""

    code = "identity.api-key-lives-too-long"
    mend = "Give an end within a year and rotate the key before then."


class ApiKeyIsRevoked(DomainError):
    """A revoked key stays revoked."""

    code = "identity.api-key-revoked"
    mend = "Issue a new key."


class ApiKey(Aggregate):
    """One program's access. Neither secrets nor their digests ever stand in its facts."""

    class Issued(Aggregate.Created, frozen=True, kw_only=True):
        """A program may do these operations until the key ends."""

        name: KeyName
        holder: KeyHolder
        role: Role
        scopes: tuple[Scope, ...]
        prefix: KeyPrefix
        expires_at: Instant

    class Rotated(Aggregate.Event, frozen=True, kw_only=True):
        """Another secret counts from now on, with an end of its own."""

        prefix: KeyPrefix
        expires_at: Instant

    class Revoked(Aggregate.Event, frozen=True, kw_only=True):
        """The key opens nothing any more."""

        revoked_at: Instant

    name: KeyName
    holder: KeyHolder
    role: Role
    scopes: tuple[Scope, ...]
    """Sorted, each once."""
    prefix: KeyPrefix
    expires_at: Instant
    revoked_at: Instant | None

    @classmethod
    def issue(  # noqa: PLR0913 - a key is all of this, and the instant it begins
        cls,
        id: ApiKeyId,
        name: KeyName,
        holder: KeyHolder,
        scopes: Iterable[Scope],
        prefix: KeyPrefix,
        *,
        expires_at: datetime,
        now: datetime,
    ) -> "ApiKey":
        """Let a program do some operations, always in the role ``integration``.

        Raises ``ApiKeyWithoutScope``, ``ApiKeyEndsTooSoon``, ``ApiKeyLivesTooLong``.
        """
        named = tuple(sorted(set(scopes)))
        if not named:
            raise ApiKeyWithoutScope
        _check_life(expires_at, now)
        return cls._create(
            cls.Issued,
            id=id,
            name=name,
            holder=holder,
            role=Role.INTEGRATION,
            scopes=named,
            prefix=prefix,
            expires_at=expires_at,
        )

    def rotate(self, prefix: KeyPrefix, *, expires_at: datetime, now: datetime) -> None:
        """Let another secret count, also where the old one has ended: the program and its scopes are the same.

        Raises ``ApiKeyIsRevoked``, ``ApiKeyEndsTooSoon``, ``ApiKeyLivesTooLong``.
        """
        self._check_unrevoked()
        _check_life(expires_at, now)
        self._rotated(prefix=prefix, expires_at=expires_at)

    def revoke(self, *, now: datetime) -> None:
        """Let the key open nothing any more. Raises ``ApiKeyIsRevoked``."""
        self._check_unrevoked()
        self._revoked(revoked_at=now)

    def opens(self, now: datetime) -> bool:
        """Tell whether the key works at an instant: not revoked, and before its end."""
        return self.revoked_at is None and now < self.expires_at

    def _check_unrevoked(self) -> None:
        if self.revoked_at is not None:
            raise ApiKeyIsRevoked(revoked_at=self.revoked_at)

    @event(Issued)
    def __init__(  # noqa: PLR0913, PLR0917 - the fields of the fact
        self,
        name: KeyName,
        holder: KeyHolder,
        role: Role,
        scopes: tuple[Scope, ...],
        prefix: KeyPrefix,
        expires_at: Instant,
    ) -> None:
        self.name = name
        self.holder = holder
        self.role = role
        self.scopes = scopes
        self.prefix = prefix
        self.expires_at = expires_at
        self.revoked_at = None

    @event(Rotated)
    def _rotated(self, prefix: KeyPrefix, expires_at: Instant) -> None:
        self.prefix = prefix
        self.expires_at = expires_at

    @event(Revoked)
    def _revoked(self, revoked_at: Instant) -> None:
        self.revoked_at = revoked_at


def _check_life(expires_at: datetime, now: datetime) -> None:
    if expires_at <= now:
        raise ApiKeyEndsTooSoon(expires_at=expires_at)
    if expires_at - now > LONGEST_KEY_LIFE:
        raise ApiKeyLivesTooLong(latest=now + LONGEST_KEY_LIFE)
