"""The forgeries of proof P17: tricks with algorithm, key id, header, claims and form, each with a name.

Names hold nothing random, so that every process that collects the tests sees the same ones.
"""

import base64
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, product
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from application.identity.ports import AccessClaims
from domain.shared.identifiers import AccountId, ClinicId, PatientId
from domain.shared.roles import Role
from infrastructure.crypto.access_tokens import TYPE, JwtAccessTokens
from infrastructure.crypto.signing_keys import SigningKeys

Members = dict[str, Any]
Trick = tuple[str, str]

NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
ISSUER, AUDIENCE = "https://clinic.example", "polyclinic"
KEYS = SigningKeys.generate()
TOKENS = JwtAccessTokens(KEYS, issuer=ISSUER, audience=AUDIENCE, lifetime=timedelta(minutes=10))
PUBLIC = KEYS.public[KEYS.signing]
STRANGER = Ed25519PrivateKey.generate()
MIA = AccessClaims(
    account=AccountId(UUID(int=1)),
    session=UUID(int=2),
    role=Role.PATIENT,
    clinic=ClinicId(UUID(int=3)),
    patient=PatientId(UUID(int=4)),
)
GOOD = TOKENS.issue(MIA, NINE).token
HEAD, BODY, SIGNATURE = GOOD.split(".")
HEADER: Members = {"alg": "EdDSA", "kid": KEYS.signing, "typ": TYPE}


def decoded(segment: str) -> bytes:
    """Decode one part of a token."""
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


CLAIMS: Members = json.loads(decoded(BODY))
OWNER = CLAIMS | {"role": "owner"}
FREE = {"clinic", "patient", "jti"}
"""Claims that our own key may rightly sign otherwise: absent, or any text."""


def encoded(content: Members | bytes) -> str:
    """Encode one part of a token."""
    raw = content if isinstance(content, bytes) else json.dumps(content, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def ours(header: Members | bytes, claims: Members | bytes) -> str:
    """Sign anything with our own key: what only a mistake of ours could make."""
    signed = f"{encoded(header)}.{encoded(claims)}"
    return f"{signed}.{encoded(KEYS.private.sign(signed.encode()))}"


def strangers(header: Members) -> str:
    """Sign a better role with a key that is not ours."""
    signed = f"{encoded(header)}.{encoded(OWNER)}"
    return f"{signed}.{encoded(STRANGER.sign(signed.encode()))}"


def unsigned() -> Iterator[Trick]:
    """Say that no signature is needed (RFC 8725, 2.1)."""
    for none in ("none", "None", "NONE", "nOnE", "", None):
        header = HEADER | {"alg": none}
        bare = f"{encoded(header)}.{encoded(OWNER)}."
        yield f"alg {none!r}", bare
        yield f"alg {none!r}, padded", bare + "="
        yield f"alg {none!r}, our signature", bare + SIGNATURE
        yield f"alg {none!r}, a stranger's signature", strangers(header)


def keyed_with_what_is_public() -> Iterator[Trick]:
    """Use the public key as a shared secret, in whatever form a verifier may hold it."""
    forms = {
        "raw": PUBLIC.public_bytes_raw(),
        "PEM": PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "DER": PUBLIC.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "OpenSSH": PUBLIC.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "JWK": json.dumps(KEYS.jwks()["keys"][0]).encode(),
        "kid": KEYS.signing.encode(),
        "empty": b"",
    }
    for (form, secret), size in product(forms.items(), (256, 384, 512)):
        for name in (f"HS{size}", f"hs{size}", "EdDSA"):
            signed = f"{encoded(HEADER | {'alg': name})}.{encoded(OWNER)}"
            mac = hmac.digest(secret, signed.encode(), f"sha{size}")
            yield f"{name} by HMAC-{size} with {form}", f"{signed}.{encoded(mac)}"


def of_other_keys() -> Iterator[Trick]:
    """Name other algorithms and keys, or bring a key along."""
    for algorithm in ("EdDSA", "Ed25519", "ES256", "RS256", "PS256", "EdDSA ", "eddsa", "Ed448"):
        yield f"a stranger's {algorithm}", strangers(HEADER | {"alg": algorithm})
    kids = (
        "",
        "../../dev/null",
        "/dev/null",
        "x' or '1'='1",
        "\x00",
        KEYS.signing + "\x00",
        KEYS.signing[:-1],
        0,
        None,
    )
    for number, kid in enumerate(kids):
        yield f"a stranger's kid {number}", strangers(HEADER | {"kid": kid})
        yield f"our signature, kid {number}", ours(HEADER | {"kid": kid}, CLAIMS)
    carried: tuple[Members, ...] = (
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": encoded(STRANGER.public_key().public_bytes_raw())}},
        {"jku": "https://evil.example/jwks.json"},
        {"x5u": "https://evil.example/cert.pem"},
        {"x5c": ["AAAA"]},
        {"crit": ["exp"], "exp": 0},
        {"b64": False, "crit": ["b64"]},
        {"zip": "DEF"},
    )
    for member in carried:
        yield f"a stranger's {next(iter(member))}", strangers(HEADER | member)
        yield f"our signature, {next(iter(member))}", ours(HEADER | member, CLAIMS)


def of_other_headers() -> Iterator[Trick]:
    """Write the header otherwise: another type, none, or a member twice."""
    yield "no kid", ours({"alg": "EdDSA", "typ": TYPE}, CLAIMS)
    for kind in ("JWT", "at+jwt", "refresh+jwt", "", None):
        yield f"typ {kind!r}", ours(HEADER | {"typ": kind}, CLAIMS)
    for raw in (
        b'{"alg":"none","alg":"EdDSA","kid":"%b","typ":"%b"}',
        b'{"alg":"EdDSA","alg":"none","kid":"%b","typ":"%b"}',
        b'{"typ":"x","alg":"EdDSA","kid":"%b","typ":"%b"}',
        b' {"alg":"EdDSA","kid":"%b","typ":"%b"}',
    ):
        yield f"header {raw[:30]!r}", ours(raw % (KEYS.signing.encode(), TYPE.encode()), CLAIMS)


def of_other_claims() -> Iterator[Trick]:
    """Leave claims out, or give them other types and values."""
    for name, value in CLAIMS.items():
        if name not in FREE:
            yield f"without {name}", ours(HEADER, {other: CLAIMS[other] for other in CLAIMS if other != name})
            yield f"{name} is a number in a string", ours(HEADER, CLAIMS | {name: "1e9"})
        yield f"{name} is null", ours(HEADER, CLAIMS | {name: None})
        yield f"{name} is a list", ours(HEADER, CLAIMS | {name: [value]})
        yield f"{name} is true", ours(HEADER, CLAIMS | {name: True})
        yield f"{name} is huge", ours(HEADER, CLAIMS | {name: 10**40})
    others = ("", "polyclini", AUDIENCE + " ", ISSUER + "/", "*", [AUDIENCE], [ISSUER, AUDIENCE])
    for claim, other in product(("iss", "aud"), others):
        yield f"{claim} {other!r}", ours(HEADER, CLAIMS | {claim: other})
    yield "an unknown claim", ours(HEADER, CLAIMS | {"admin": True})
    yield "an unknown role", ours(HEADER, CLAIMS | {"role": "root"})
    yield "a changed claim under our signature", f"{HEAD}.{encoded(OWNER)}.{SIGNATURE}"


def of_doubled_claims() -> Iterator[Trick]:
    """Say a claim twice, so that two readers may read two things (RFC 7519, 4)."""
    plain = json.dumps(CLAIMS, separators=(",", ":"))
    for name, value in (*CLAIMS.items(), ("role", "owner")):
        doubled = json.dumps({name: value}, separators=(",", ":"))[1:-1]
        which = "role owner" if value == "owner" else name
        yield f"{which} twice, first", ours(HEADER, f"{{{doubled},{plain[1:]}".encode())
        yield f"{which} twice, last", ours(HEADER, f"{plain[:-1]},{doubled}}}".encode())


def of_other_forms() -> Iterator[Trick]:
    """Write the same or nothing in another form."""
    yield "spaces", ours(HEADER, json.dumps(CLAIMS).encode())
    yield "another order", ours(HEADER, dict(reversed(CLAIMS.items())))
    yield "not JSON", ours(HEADER, b"\xff\xfe")
    yield "nothing", ours(HEADER, b"")
    yield "deep", ours(HEADER, b"[" * 1000)
    forms = (f"{GOOD}=", f"{GOOD}==", f"{GOOD}.", f".{GOOD}", f" {GOOD}", f"{GOOD}\n", f"{GOOD}A", GOOD * 2, GOOD[:-1])
    for number, form in enumerate(forms):
        yield f"our token, form {number}", form
    yield "a padded payload", f"{HEAD}.{BODY}==.{SIGNATURE}"
    yield "a padded header", f"{HEAD}==.{BODY}.{SIGNATURE}"
    yield "five parts", f"{GOOD}.{BODY}.{SIGNATURE}"


FORGED = dict(
    chain(
        unsigned(),
        keyed_with_what_is_public(),
        of_other_keys(),
        of_other_headers(),
        of_other_claims(),
        of_doubled_claims(),
        of_other_forms(),
    )
)
"""Every forged token by the name of its trick."""
