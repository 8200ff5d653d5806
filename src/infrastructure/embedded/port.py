"""TCP ports on loopback."""

import contextlib
import secrets
import socket

from infrastructure.embedded.errors import PortTaken

LOOPBACK = "127.0.0.1"

_NOBODY_IS_GIVEN = range(16_384, 32_768)
"""Below what systems give to whoever calls out or asks for any port: between the choice and its use nobody gets it."""

_TRIES = 20


def choose_port(asked: int | None) -> int:
    """Return the port that was asked for, or a free one. Raises PortTaken."""
    if asked is not None:
        return _probed(asked)
    for _ in range(_TRIES):
        with contextlib.suppress(PortTaken):
            return _probed(secrets.choice(_NOBODY_IS_GIVEN))
    return _probed(0)


def _probed(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: a port just left is free
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} on {LOOPBACK} cannot be had ({error.strerror}).",
                "Stop what listens there, or ask for another port or for none.",
            ) from error
        chosen: int = probe.getsockname()[1]
        return chosen
