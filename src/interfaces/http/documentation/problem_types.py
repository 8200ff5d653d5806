"""Each problem type, as its page and its JSON tell it."""

from typing import Any

import msgspec

from application.shared.refusals import problem_type
from interfaces.http.openapi.prose import explanation
from interfaces.http.openapi.refusals import Refusal, all_refusals, example_of, refusals_of
from interfaces.http.problems import status_of
from interfaces.http.routes import CommandRoute, QueryRoute, Routes


class ProblemType(msgspec.Struct, frozen=True, kw_only=True):
    """Why something can be refused."""

    type: str
    code: str
    title: str
    """The rule, in one sentence."""
    status: int
    cause: str
    """When it is so; empty where the title says everything."""
    mend: str
    """What can be done about it."""
    operations: tuple[str, ...]
    """What can be refused for it."""
    example: dict[str, Any]

    @property
    def context(self) -> str:
        """The context whose rule it is; ``request`` for those of every request."""
        return self.code.partition(".")[0]


def problem_types(routes: Routes) -> dict[str, ProblemType]:
    """Give every problem type by its code."""
    refused: dict[Refusal, list[str]] = {}
    for route in routes:
        for refusal in refusals_of(route):
            refused.setdefault(refusal, []).append(_operation(route))
    return {refusal.code: _told(refusal, tuple(refused.get(refusal, ()))) for refusal in all_refusals(routes)}


def _told(refusal: Refusal, operations: tuple[str, ...]) -> ProblemType:
    return ProblemType(
        type=problem_type(refusal),
        code=refusal.code,
        title=refusal.rule(),
        status=status_of(refusal),
        cause=explanation(refusal),
        mend=refusal.mend,
        operations=operations,
        example=example_of(refusal),
    )


def _operation(route: CommandRoute | QueryRoute) -> str:
    return route.command.operation if isinstance(route, CommandRoute) else route.query.operation
