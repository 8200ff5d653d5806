"""A token of an issuer that only tests know, and every forgery of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from application.identity.sessions.ports import AccessClaims
from domain.shared.identifiers import AccountId, ClinicId, PatientId
from domain.shared.roles import Role
from infrastructure.crypto.access_tokens import JwtAccessTokens
from infrastructure.crypto.signing_keys import SigningKeys
from integration.crypto.forging import contents, forms, signatures
from integration.crypto.forging.forger import Forger, Tricks

KINDS: Final[tuple[Callable[[Forger], Tricks], ...]] = (
    signatures.unsigned,
    signatures.keyed_with_what_is_public,
    signatures.of_other_curves,
    signatures.of_other_keys,
    signatures.of_keys_brought_along,
    contents.of_other_headers,
    contents.of_other_claims,
    contents.of_anothers_claims,
    contents.of_other_times,
    contents.of_doubled_claims,
    forms.of_other_forms,
    forms.of_other_kinds,
    forms.of_other_sizes,
    forms.of_look_alikes,
)


def forged(forger: Forger) -> dict[str, str]:
    """Give every forged token by the name of its trick."""
    tricks = [trick for kind in KINDS for trick in kind(forger)]
    named = dict(tricks)
    assert len(named) == len(tricks), "two tricks of one name"
    return named


NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
ISSUER, AUDIENCE = "https://clinic.example", "polyclinic"
KEYS = SigningKeys.generate()
TOKENS = JwtAccessTokens(KEYS, issuer=ISSUER, audience=AUDIENCE, lifetime=timedelta(minutes=10))
MIA = AccessClaims(
    account=AccountId(UUID(int=1)),
    session=UUID(int=2),
    role=Role.PATIENT,
    clinic=ClinicId(UUID(int=3)),
    patient=PatientId(UUID(int=4)),
    proven_at=NINE,
)
GOOD = TOKENS.issue(MIA, NINE).token
FORGER = Forger(KEYS, GOOD)
FORGED = forged(FORGER)
