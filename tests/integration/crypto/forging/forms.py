"""Tricks with how a token is written: other forms of the same, other kinds of token, giants, look-alikes."""

import base64
import json

from integration.crypto.forging.forger import Forger, Tricks, encoded


def of_other_forms(forger: Forger) -> Tricks:
    """Write the same or nothing in another form."""
    header, claims, good = forger.header, forger.claims, forger.good
    head, body, signature = forger.parts
    yield "spaces", forger.ours(header, json.dumps(claims).encode())
    yield "another order", forger.ours(header, dict(reversed(claims.items())))
    yield "escaped", forger.ours(header, json.dumps(claims).replace('"role"', '"\\u0072ole"').encode())
    yield "not JSON", forger.ours(header, b"\xff\xfe")
    yield "UTF-16", forger.ours(header, json.dumps(claims).encode("utf-16"))
    yield "a mark before", forger.ours(header, b"\xef\xbb\xbf" + json.dumps(claims, separators=(",", ":")).encode())
    yield "nothing", forger.ours(header, b"")
    yield "a list of claims", forger.ours(header, json.dumps([claims]).encode())
    yield "deep", forger.ours(header, b"[" * 1000)
    yield "a comment", forger.ours(header, json.dumps(claims, separators=(",", ":")).encode() + b"//")
    yield "two documents", forger.ours(header, json.dumps(claims, separators=(",", ":")).encode() * 2)
    forms = (f"{good}=", f"{good}==", f"{good}.", f".{good}", f" {good}", f"{good}\n", f"{good}A", good * 2, good[:-1])
    for number, form in enumerate(forms):
        yield f"our token, form {number}", form
    yield "a padded payload", f"{head}.{body}==.{signature}"
    yield "a padded header", f"{head}==.{body}.{signature}"
    yield "five parts", f"{good}.{body}.{signature}"
    yield "two parts", f"{head}.{body}"
    yield "one part", head
    yield "parts in another order", f"{body}.{head}.{signature}"
    yield "a detached payload", f"{head}..{signature}"
    yield "no header", f".{body}.{signature}"
    yield "upper case", good.upper()
    yield "backwards", good[::-1]
    yield "the other base64", ".".join(map(_other_base64, forger.parts)) + "+/"
    yield "hexadecimal", ".".join(part.encode().hex() for part in forger.parts)


def of_other_kinds(forger: Forger) -> Tricks:
    """Bring what is no access token of ours: nested, encrypted, in JSON, or another secret of the house."""
    head, body, signature = forger.parts
    nested = {"cty": "JWT"}
    yield "nested, by us", forger.ours(forger.header | nested, forger.good.encode())
    yield "nested, by us, without cty", forger.ours(forger.header, forger.good.encode())
    yield "nested, by nobody", f"{encoded(forger.header | nested | {'alg': 'none'})}.{encoded(forger.good.encode())}."
    for alg in ("dir", "ECDH-ES", "A256KW", "PBES2-HS256+A128KW", "RSA-OAEP"):
        yield f"encrypted by {alg}", f"{encoded({'alg': alg, 'enc': 'A256GCM', 'p2c': 2**31})}..AAAA.{body}.AAAA"
    flat = {"protected": head, "payload": body, "signature": signature}
    yield "JSON, flattened", json.dumps(flat)
    yield "JSON, general", json.dumps({"payload": body, "signatures": [flat]})
    yield "JSON, no signatures", json.dumps({"payload": encoded(forger.better), "signatures": []})
    yield "JSON, in base64", encoded(json.dumps(flat).encode())
    yield from {
        "a refresh token": "pcrt_" + "A" * 22 + "_" + "A" * 43 + "_" + "0" * 32,
        "an invitation": "pcinv_" + "A" * 22 + "_" + "A" * 43,
        "a service key of nobody": "pck_" + "A" * 22 + "_" + "A" * 43,
        "a consistency token": "A" * 27,
        "the public key": encoded(forger.public.public_bytes_raw()),
        "the kid": forger.keys.signing,
        "null": "null",
        "undefined": "undefined",
        "a SAML answer": base64.b64encode(b"<Assertion/>").decode(),
        "v4.public": f"v4.public.{body}",
    }.items()


def of_other_sizes(forger: Forger) -> Tricks:
    """Be larger than any token, in each of its parts."""
    head, body, signature = forger.parts
    for size in (2_048, 7_000, 100_000):
        yield f"{size} in the header", forger.ours(forger.header | {"x": "x" * size}, forger.claims)
        yield f"{size} in a claim", forger.ours(forger.header, forger.claims | {"jti": "x" * size})
        yield f"{size} behind the signature", f"{forger.good}{'A' * size}"
        yield f"{size} dots", "." * size
        yield f"{size} of nothing", "A" * size
        yield f"{size} before", f"{'A' * size}{head}.{body}.{signature}"


def of_look_alikes(forger: Forger) -> Tricks:
    """Use letters that look like ours, or that some normal form makes ours (RFC 8725, 3.7)."""
    good = forger.good
    letter = next(character for character in good if character.isalpha())
    alike = {
        "full width": chr(ord(letter) + 0xFEE0),
        "combining": letter + "\u0301",
        "with a joiner": letter + "\u200d",
        "with a mark": "\ufeff" + letter,
        "turned": "\u202e" + letter,
        "mathematical": chr(0x1D400 + ord(letter.upper()) - ord("A")),
        "per cent": f"%{ord(letter):02x}",
        "overlong": "\udcc1\udc80",
        "with a zero": letter + "\x00",
    }
    for name, other in alike.items():
        yield f"a letter {name}", good.replace(letter, other, 1)
    for name, dot in {
        "full width": "\uff0e",
        "ideographic": "\u3002",
        "one-dot leader": "\u2024",
        "%2e": "%2e",
    }.items():
        yield f"a dot {name}", good.replace(".", dot)


def _other_base64(part: str) -> str:
    return part.replace("-", "+").replace("_", "/")
