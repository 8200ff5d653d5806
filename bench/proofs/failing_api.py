"""``python -m bench.proofs.failing_api api``: the API with one planted fault, a policy of the past that fails."""

from collections.abc import Mapping
from typing import Any

from application.scheduling.queries import GetBookingPolicy
from application.shared.execution import Call
from interfaces import asgi
from interfaces.cli import main
from interfaces.http.application import build


def failing(pipelines: Mapping[type, Any], *others: Any, **options: Any) -> Any:
    """Build the application with the fault in it."""
    answer = pipelines[GetBookingPolicy]

    async def fail_in_the_past(query: GetBookingPolicy, call: Call) -> Any:
        if query.as_of is not None:
            message = "planted"
            raise RuntimeError(message)
        return await answer(query, call)

    faulty: dict[type, Any] = {**pipelines, GetBookingPolicy: fail_in_the_past}
    return build(faulty, *others, **options)


if __name__ == "__main__":
    vars(asgi)["build"] = failing
    main(prog_name="polyclinic")
