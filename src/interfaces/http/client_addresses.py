"""Where a visitor comes from, as far as it tells one visitor from others."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final

from litestar import Request

_V4: Final = 4
_OF_ONE_HOUSEHOLD: Final = 64
"""Bits of an IPv6 address that a network is given as a whole (RFC 6177)."""


def client_address(request: Request[Any, Any, Any]) -> str | None:
    """Give the public network address that a request comes from, of IPv6 the network.

    ``None`` for a private one: it is a proxy's that the settings do not trust, or of a network whose people all look
    alike, and one of them would have to wait for what another did.
    """
    return public_address(request.client.host) if request.client is not None else None


@lru_cache(maxsize=4096)
def public_address(host: str) -> str | None:
    """Give a public network address, of IPv6 the network; ``None`` for any other."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if not address.is_global:
        return None
    return str(address if address.version == _V4 else ip_network((address, _OF_ONE_HOUSEHOLD), strict=False))
