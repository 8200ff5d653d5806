"""How large the head of a request may be: its address and its headers, refused before anything is done with them."""

from typing import Any, Final

from domain.shared.errors import DomainError

LONGEST_ADDRESS: Final = 8_192
"""Bytes of path and query together; RFC 9110 (4.1) asks for 8,000 octets at least."""

LARGEST_HEADERS: Final = 16_384
"""Bytes of all names and values together."""

MOST_HEADERS: Final = 100


class AddressTooLong(DomainError):
    """The address is longer than any request needs to be."""

    code = "request.address-too-long"
    mend = "Send at most 8 KiB of path and query together; what is longer belongs into a body."


class HeadersTooLarge(DomainError):
    """The headers are larger, or more, than any request needs them to be."""

    code = "request.headers-too-large"
    mend = "Send at most 100 headers, of 16 KiB together, and no cookies: nothing here reads one."


def beyond_limits(scope: Any) -> DomainError | None:
    """Give what is wrong with the size of a request's head, if anything is."""
    if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return AddressTooLong()
    headers = scope["headers"]
    if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > LARGEST_HEADERS:
        return HeadersTooLarge()
    return None
