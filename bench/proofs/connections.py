"""The connections of clients: kept for as long as the server keeps them.

By default httpx gives up a connection that was idle for five seconds, also one on which it is about to send. In a
process that is short of processor time such a request ends as if the server had cut it off, when the client did.
"""

import httpx


def kept(at_once: int | None = None) -> httpx.Limits:
    """Bound how many requests are under way at once, or not at all; for how long one rests is the server's to say."""
    return httpx.Limits(max_connections=at_once, keepalive_expiry=None)
