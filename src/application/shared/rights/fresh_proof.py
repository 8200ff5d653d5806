"""For which operations somebody proves once more who they are: a stolen access token must not be enough.

This stands beside the access table, which says who may: here stands what takes a proof from the last minutes as well, a
password and where there is one the code of a device. RFC 9470 (OAuth 2.0 Step Up Authentication Challenge) says how a
caller is told. Who changes how they sign in (password, second factor) is asked for the password there, each time.

Not among them is breaking the glass: in an emergency nobody stands before a closed record (45 CFR
164.312(a)(2)(ii)), and an owner reviews it afterwards.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from application.shared.actor import Actor
from application.shared.refusals import NotSignedIn

LATELY: Final = timedelta(minutes=15)
"""How long a proof is fresh: within the 30 minutes of NIST SP 800-63B-4 (2.3.3) after which whoever is away from the
desk is not believed to be there any more, and long enough for a morning's errands among the accounts."""

TAKES_PROOF: Final[Mapping[str, str]] = {
    "identity.close-clinic": "lets nobody in any more, for good",
    "identity.set-second-factor-terms": "says how everybody signs in",
    "identity.invite-account": "lets somebody in, an owner too",
    "identity.enable-account": "lets somebody in again",
    "identity.change-role": "gives rights, an owner's too",
    "identity.reset-totp": "lets a password be enough",
    "identity.end-session": "puts somebody out (ASVS 7.5.2)",
    "identity.sign-out-everywhere": "puts somebody out (ASVS 7.5.2)",
    "identity.issue-api-key": "hands out a secret that outlives the session",
    "identity.rotate-api-key": "hands out a secret that outlives the session",
    "patients.approve-erasure": "destroys a person's records, for good",
}
"""Each with what it does that makes a stolen token too little."""


class ProofTooOld(NotSignedIn):
    """What could do lasting harm takes a proof, from the last minutes, of who does it."""

    code = "request.proof-too-old"
    mend = "Send identity.prove-again, or sign in again, then send this with the new access token."


def demand_proof(operation: str, actor: Actor) -> None:
    """Let pass what takes no proof, and who gave one lately. Raises ``ProofTooOld``.

    Programs and shells hold no access token, so there is nothing of theirs to prove again: the access table keeps
    programs from all of these, and a shell is the operator's own machine.
    """
    if operation in TAKES_PROOF and actor.proof_age is not None and actor.proof_age > LATELY:
        raise ProofTooOld(operation=operation, max_age=int(LATELY.total_seconds()))
