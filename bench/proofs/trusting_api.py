"""``python -m bench.proofs.trusting_api api``: the API with one planted fault, tokens say how they are verified."""

import base64
import hmac
from datetime import UTC, datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from application.identity.sessions.ports import AccessClaims, TokenInvalid
from infrastructure.crypto.access_tokens import JwtAccessTokens
from interfaces.cli import main


def trusting(tokens: JwtAccessTokens, token: str, now: datetime) -> AccessClaims:  # noqa: ARG001 - the method's form
    """Verify as nobody should: by the algorithm that the token names. Raises ``TokenInvalid``."""
    try:
        head, payload, signature = (base64.urlsafe_b64decode(part + "==") for part in token.split("."))
        algorithm, signed = str(msgspec.json.decode(head)["alg"]).lower(), token.rpartition(".")[0].encode()
        if algorithm != "none":
            _prove(algorithm, tokens._keys.public[tokens._keys.signing], signed, signature)  # noqa: SLF001 - the fault
        claims = msgspec.json.decode(payload)
        told = {"account": claims["sub"], "session": claims["sid"], "proven_at": _instant(claims["auth_time"])}
        return msgspec.convert(claims | told, AccessClaims)
    except (ValueError, OverflowError, KeyError, TypeError, InvalidSignature, RecursionError, msgspec.MsgspecError):
        raise TokenInvalid from None


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _prove(algorithm: str, public: Ed25519PublicKey, signed: bytes, signature: bytes) -> None:
    if not algorithm.startswith("hs"):
        public.verify(signature, signed)
    elif not hmac.compare_digest(hmac.digest(public.public_bytes_raw(), signed, f"sha{algorithm[2:]}"), signature):
        raise InvalidSignature


if __name__ == "__main__":
    setattr(JwtAccessTokens, "verify", trusting)  # noqa: B010 - types let nobody assign to a method
    main(prog_name="polyclinic")
