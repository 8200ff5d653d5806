# ruff: noqa: INP001 - a program, not a package
"""Ask this container's API whether it is alive: exit code 0 for yes, 1 for no.

The image's HEALTHCHECK, because a slim image holds no curl. Needs nothing but the standard library.
"""

import http.client
import os
import sys

PATH = "/api/monitoring/health"
TIMEOUT = 2.0
"""Seconds; below the timeout of the HEALTHCHECK, so that this speaks first."""


def main() -> None:
    """Ask once, without a proxy and without following anything."""
    port = int(os.environ.get("POLYCLINIC_PORT", "8000"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", PATH)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as silent:
        sys.exit(f"no answer on port {port}: {type(silent).__name__}")
    finally:
        connection.close()
    if status != http.client.OK:
        sys.exit(f"{PATH} answered {status}")


if __name__ == "__main__":
    main()
