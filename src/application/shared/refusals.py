"""Why the application, not a rule of the clinic, says no. Same form as a rule: a code, a sentence, a mend."""

from typing import Self
from uuid import UUID

from domain.shared.errors import DomainError

PROBLEM_PAGES = "/problems"
"""Where every problem type has its page."""


def problem_type(refusal: type[DomainError]) -> str:
    """Give the address of a refusal's problem type, which resolves to a page about it."""
    return f"{PROBLEM_PAGES}/{refusal.code}"


def refusal_called(code: str) -> type[DomainError] | None:
    """Give the refusal that goes by a code; ``None`` where none does any more."""
    waiting = DomainError.__subclasses__()
    while waiting:
        kind = waiting.pop()
        if vars(kind).get("code") == code:
            return kind
        waiting += kind.__subclasses__()
    return None


class NotSignedIn(DomainError):
    """Nobody is signed in with the credential that came with the request."""

    code = "request.not-signed-in"
    mend = "Sign in and send the access token, or a service key, as 'Authorization: Bearer ...'."


class Forbidden(DomainError):
    """The role may not do this."""

    code = "request.forbidden"
    mend = "Ask someone whose role allows it; the access table in the documentation lists who may."


class TooManyRows(DomainError):
    """Nobody is given more of a list at once than is good for everybody else."""

    code = "request.too-many-rows"
    mend = "Ask for less at a time: a shorter span with 'since' and 'until', or one patient, provider or account."


class SecondFactorDemanded(Forbidden):
    """Once a clinic demands a second factor, its staff do nothing before they have shown one."""

    code = "request.second-factor-demanded"
    mend = (
        "Enrol a device (identity.enrol-totp), confirm it (identity.confirm-totp), show a code (identity.prove-again)."
    )


class Recorded(DomainError):
    """A refusal that is news in itself: what the use case wrote before it is kept, then the caller is refused.

    For what must be known although it is refused, such as a stolen token that ends a session. Anything else that raises
    takes back all that was written.
    """

    about: tuple[UUID, ...] = ()
    """Whom it concerns, for the audit trail alone."""

    @classmethod
    def concerning(cls, subject: UUID | None) -> Self:
        """Make the refusal with whom it concerns, which the caller is not told."""
        refusal = cls()
        refusal.about = () if subject is None else (subject,)
        return refusal


class NotFound(DomainError):
    """There is no such thing in this clinic, or it is not yours to see."""

    code = "request.not-found"
    mend = "Check the id; ids of another clinic and of records that are not yours are unknown here."


class Erased(DomainError):
    """The person whom this was about has been erased, for every moment of the past too."""

    code = "request.erased"
    mend = "Nothing to do: nobody can read it any more. Remove what you keep of it yourself."


class Malformed(DomainError):
    """The request cannot be read as what it should be."""

    code = "request.malformed"
    mend = "Correct the fields that the problem's errors point to and send it again."


class StaleVersion(DomainError):
    """It has changed since the version that the request was made for."""

    code = "request.stale-version"
    mend = "Read it again, look at what changed, and send the request with the new ETag."


class KeyReused(DomainError):
    """The idempotency key was used before with another request."""

    code = "request.key-reused"
    mend = "Send a new Idempotency-Key with a new request; keep the key only when retrying the same one."


class KeyNotTaken(DomainError):
    """This operation takes or returns a secret, so its answer is not kept and it takes no idempotency key."""

    code = "request.key-not-taken"
    mend = "Send the request without an Idempotency-Key."


class VersionNotTaken(DomainError):
    """This operation changes nothing that has a version yet, so it takes no ``If-Match``."""

    code = "request.version-not-taken"
    mend = "Send the request without If-Match."


class StillRunning(DomainError):
    """The first request with this idempotency key is still being carried out."""

    code = "request.still-running"
    mend = "Retry with the same key in a moment; you will get the answer of the first request."


class Contended(DomainError):
    """Others are at the same thing, for longer than the server waits or more often than it retries."""

    code = "request.contended"
    mend = "Retry after the time in Retry-After."


class DeadlineExceeded(DomainError):
    """The answer was not ready before the deadline; whether a command took effect is unknown."""

    code = "request.deadline-exceeded"
    mend = "Retry with the same Idempotency-Key: a command that did take effect gives its answer again."


class Unavailable(DomainError):
    """A part that the request needs cannot be reached; whether a command took effect is unknown."""

    code = "request.unavailable"
    mend = "Retry with the same Idempotency-Key after the time in Retry-After."


class NotYetVisible(DomainError):
    """What the consistency token stands for has not arrived here within the waiting time."""

    code = "request.not-yet-visible"
    mend = "Retry after the time in Retry-After, or ask without the token for what is here now."
