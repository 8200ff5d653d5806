"""TCP ports on loopback."""

import socket

from infrastructure.embedded.errors import PortTaken

LOOPBACK = "127.0.0.1"


def choose_port(asked: int | None) -> int:
    """Return the port that was asked for, or a free one. Raises PortTaken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: a port just left is free
        try:
            probe.bind((LOOPBACK, asked or 0))
        except OSError as error:
            raise PortTaken(
                f"Port {asked} on {LOOPBACK} cannot be had ({error.strerror}).",
                "Stop what listens there, or ask for another port or for none.",
            ) from error
        chosen: int = probe.getsockname()[1]
        return chosen
