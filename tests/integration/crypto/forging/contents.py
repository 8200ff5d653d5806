"""Tricks with what a token says: another type, other claims, other times, a claim twice."""

import json
from itertools import product

from infrastructure.crypto.access_tokens import TYPE
from integration.crypto.forging.forger import Forger, Tricks, encoded

FREE = {"clinic", "patient", "jti"}
"""Claims that our own key may rightly sign otherwise: absent, or any text."""


def of_other_headers(forger: Forger) -> Tricks:
    """Write the header otherwise: another type, none, or a member twice."""
    header, claims = forger.header, forger.claims
    for missing in header:
        yield f"no {missing}", forger.ours({name: header[name] for name in header if name != missing}, claims)
    types = ("JWT", "at+jwt", "refresh+jwt", "JOSE", TYPE.upper(), f"application/{TYPE}", f"{TYPE} ", "", None, [TYPE])
    for kind in types:
        yield f"typ {kind!r}", forger.ours(header | {"typ": kind}, claims)
    for raw in (
        b'{"alg":"none","alg":"EdDSA","kid":"%b","typ":"%b"}',
        b'{"alg":"EdDSA","alg":"none","kid":"%b","typ":"%b"}',
        b'{"typ":"x","alg":"EdDSA","kid":"%b","typ":"%b"}',
        b'{"alg":"EdDSA","kid":"x","kid":"%b","typ":"%b"}',
        b' {"alg":"EdDSA","kid":"%b","typ":"%b"}',
        b'{"\\u0061lg":"EdDSA","kid":"%b","typ":"%b"}',
        b'\xef\xbb\xbf{"alg":"EdDSA","kid":"%b","typ":"%b"}',
        b'{"alg":"EdDSA","kid":"%b","typ":"%b"} ',
        b'[{"alg":"EdDSA","kid":"%b","typ":"%b"}]',
    ):
        yield f"header {raw[:30]!r}", forger.ours(raw % (forger.keys.signing.encode(), TYPE.encode()), claims)


def of_other_claims(forger: Forger) -> Tricks:
    """Leave claims out, or give them other types and values."""
    header, claims = forger.header, forger.claims
    for name, value in claims.items():
        if name not in FREE:
            yield f"without {name}", forger.ours(header, {other: claims[other] for other in claims if other != name})
            yield f"{name} is a number in a string", forger.ours(header, claims | {name: "1e9"})
            yield f"{name} is empty", forger.ours(header, claims | {name: ""})
        yield f"{name} is null", forger.ours(header, claims | {name: None})
        yield f"{name} is a list", forger.ours(header, claims | {name: [value]})
        yield f"{name} is true", forger.ours(header, claims | {name: True})
        yield f"{name} is huge", forger.ours(header, claims | {name: 10**40})
        yield f"{name} is an object", forger.ours(header, claims | {name: {"$ne": ""}})
    issuer, audience = claims["iss"], claims["aud"]
    others = ("polyclini", audience + " ", issuer + "/", issuer.upper() + "!", "*", [audience], [issuer, audience])
    for claim, other in product(("iss", "aud"), others):
        yield f"{claim} {other!r}", forger.ours(header, claims | {claim: other})
    yield "an unknown claim", forger.ours(header, claims | {"admin": True})
    for role in ("root", "Owner", "owner ", "\u043ewner", "OWNER", "visitor,owner"):
        yield f"role {role!r}", forger.ours(header, claims | {"role": role})


def of_anothers_claims(forger: Forger) -> Tricks:
    """Put what is another's under our signature of the good token: another clinic, person, session, role, end."""
    head, _, signature = forger.parts
    another = "00000000-0000-4000-8000-00000000dead"
    for name in ("clinic", "sub", "sid", "patient", "provider"):
        yield f"another's {name}", f"{head}.{encoded(forger.claims | {name: another})}.{signature}"
    for name in ("exp", "iat", "nbf"):
        yield f"a later {name}", f"{head}.{encoded(forger.claims | {name: forger.claims[name] + 3600})}.{signature}"
    without = {name: value for name, value in forger.claims.items() if name != "clinic"}
    yield "no clinic at all", f"{head}.{encoded(without)}.{signature}"
    yield "a better role", f"{head}.{encoded(forger.better)}.{signature}"


def of_other_times(forger: Forger) -> Tricks:
    """Live too long, backwards, not yet, no longer, or by no clock at all."""
    header, claims = forger.header, forger.claims
    issued, ends = claims["iat"], claims["exp"]
    day = 86_400
    times = {
        "over yesterday": {"iat": issued - 2 * day, "nbf": issued - 2 * day, "exp": issued - day},
        "not before tomorrow": {"iat": issued + day, "nbf": issued + day, "exp": ends + day},
        "begins tomorrow": {"nbf": issued + day, "exp": ends + day},
        "for ever": {"exp": 2**53},
        "for more than a day": {"exp": issued + day + 1},
        "for no time": {"exp": issued},
        "backwards": {"exp": issued - 1},
        "good before it was issued": {"nbf": issued - 1},
        "issued long ago": {"iat": issued - 2 * day},
        "in milliseconds": {"exp": ends * 1000},
        "before the epoch": {"iat": -1, "nbf": -1, "exp": ends},
        "a fraction": {"exp": ends + 0.5},
        "whole, as a fraction": {"exp": float(ends)},
        "in words": {"exp": "2099-01-01T00:00:00Z"},
        "beyond any number": {"exp": 2**64},
        "below any number": {"exp": -(2**63)},
    }
    for name, other in times.items():
        yield f"times: {name}", forger.ours(header, claims | other)


def of_doubled_claims(forger: Forger) -> Tricks:
    """Say a claim twice, so that two readers may read two things (RFC 7519, 4)."""
    plain = json.dumps(forger.claims, separators=(",", ":"))
    for name, value in (*forger.claims.items(), ("role", forger.better["role"])):
        doubled = json.dumps({name: value}, separators=(",", ":"))[1:-1]
        which = "a better role" if (name, value) not in forger.claims.items() else name
        yield f"{which} twice, first", forger.ours(forger.header, f"{{{doubled},{plain[1:]}".encode())
        yield f"{which} twice, last", forger.ours(forger.header, f"{plain[:-1]},{doubled}}}".encode())
