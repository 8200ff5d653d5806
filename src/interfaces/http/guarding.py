"""The headers that no answer lacks: what OWASP's lists for APIs ask for (REST Security, HTTP Headers cheat sheets)."""

from typing import Final

GUARDS: Final[dict[str, str]] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-permitted-cross-domain-policies": "none",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""Added where an answer does not say otherwise: an answer may hold patient data until it says that it does not."""

TRANSPORT: Final = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
"""Two years of TLS alone. It is said over TLS only (RFC 6797, 7.2)."""

_GUARDS: Final = [(name.encode(), value.encode()) for name, value in GUARDS.items()]

Headers = list[tuple[bytes, bytes]]


def guarded(headers: Headers, scheme: str) -> Headers:
    """Complete the headers of an answer to a request that came over ``http`` or ``https``."""
    present = {name.lower() for name, _ in headers}
    added = [guard for guard in _GUARDS if guard[0] not in present]
    return [*headers, *added, TRANSPORT] if scheme == "https" else [*headers, *added]
