"""``python -m bench.proofs.careless_api api``: the API with one planted fault, it starts without a look around."""

from typing import Any

from interfaces import asgi
from interfaces.cli import main


async def looks_at_nothing(*_: Any) -> None:
    """Find nothing unsafe."""


if __name__ == "__main__":
    vars(asgi)["refuse_unsafe"] = looks_at_nothing
    main(prog_name="polyclinic")
