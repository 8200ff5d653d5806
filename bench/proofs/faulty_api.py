"""``python -m bench.proofs.faulty_api api``: the API with one planted fault, named by ``PLANTED``.

``failing``: each rehearsal of a command fails with everything that the command says. ``talking``: each registration is
told in one line, as somebody who looks for a mistake might leave it behind.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

from application.patients.register_patient import RegisterPatient
from application.shared.command import Command
from application.shared.execution import Call
from interfaces import asgi
from interfaces.cli import main
from interfaces.http.application import build


def failing(answer: Any) -> Callable[[Command, Call], Any]:
    """Fail in rehearsals, and say of what."""

    async def rehearse(command: Command, call: Call) -> Any:
        if call.dry_run:
            raise LookupError(command)
        return await answer(command, call)

    return rehearse


def talking(answer: Any) -> Callable[[Command, Call], Any]:
    """Tell of it, and do it."""

    async def tell(command: Command, call: Call) -> Any:
        print(command, flush=True)
        return await answer(command, call)

    return tell


def planted(pipelines: Mapping[type, Any], *others: Any, **options: Any) -> Any:
    """Build the application with the fault in it."""
    faulty: dict[type, Any] = {**pipelines, RegisterPatient: talking(pipelines[RegisterPatient])}
    if os.environ["PLANTED"] == "failing":
        faulty = {kind: failing(at) if issubclass(kind, Command) else at for kind, at in pipelines.items()}
    return build(faulty, *others, **options)


if __name__ == "__main__":
    vars(asgi)["build"] = planted
    main(prog_name="polyclinic")
