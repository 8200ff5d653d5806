"""Where a request comes from, and why it is sent: what the audit trail keeps of a request beside who sent it."""

from typing import Any, Final

from litestar import Request

from application.shared.execution import Origin
from application.shared.purposes import STATED, Purpose
from application.shared.refusals import Malformed

LONGEST_AGENT: Final = 300
"""Characters that are kept of what a program says of itself."""

PURPOSES: Final = sorted(purpose.value for purpose in STATED)


def origin(request: Request[Any, Any, Any]) -> Origin:
    """Give where a request comes from."""
    agent = request.headers.get("User-Agent")
    return Origin(
        address=request.client.host if request.client is not None else None,
        agent=agent[:LONGEST_AGENT] if agent is not None else None,
    )


def stated_purpose(request: Request[Any, Any, Any]) -> Purpose | None:
    """Give the purpose that a request states, if any. Raises ``Malformed`` on one that is not on the list."""
    stated = request.headers.get("Purpose")
    if stated is None:
        return None
    if stated not in PURPOSES:
        raise Malformed(errors=[{"header": "Purpose", "detail": f"expected one of {', '.join(PURPOSES)}"}])
    return Purpose(stated)
