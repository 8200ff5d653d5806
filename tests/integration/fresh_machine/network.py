"""A machine without a network: nothing is reached but the machine itself."""

import subprocess
from collections.abc import Sequence

from integration.fresh_machine.newcomer import IS_ROOT

_CLOSED_PORT = "http://127.0.0.1:9"
NOWHERE = dict.fromkeys(("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "http_proxy", "https_proxy", "ALL_PROXY"), _CLOSED_PORT)
"""An environment in which every index and every proxy is a port where nobody listens."""

# Loopback of a new network is down until somebody takes it up: SIOCSIFFLAGS, IFF_UP.
_LOOPBACK_ALONE = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any:
    fcntl.ioctl(any, 0x8914, struct.pack("16sH14x", b"lo", 1))
os.execvp(sys.argv[1], sys.argv[1:])
"""


def _may_be_cut() -> bool:
    return IS_ROOT and subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0


CAN_BE_CUT = _may_be_cut()
"""Whether these tests may take the network away; where not, the environment alone leads nowhere."""


def cut_off(command: Sequence[str]) -> list[str]:
    """Give the command that runs another with loopback alone."""
    return ["unshare", "--net", "python3", "-c", _LOOPBACK_ALONE, *command] if CAN_BE_CUT else list(command)


def beside(pid: int, command: Sequence[str]) -> list[str]:
    """Give the command that runs another in the network of a process that was cut off."""
    return ["nsenter", "--net", f"--target={pid}", *command] if CAN_BE_CUT else list(command)
