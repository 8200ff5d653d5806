"""Explaining why a command was refused."""

from dataclasses import dataclass

from application.scheduling.ports import RefusedCommands
from application.scheduling.queries import ExplainRefusal
from application.scheduling.slots.views import RefusalView
from application.shared.execution import Execution
from application.shared.refusals import NotFound, problem_type, refusal_called


@dataclass(frozen=True, slots=True)
class ExplainRefusalHandler:
    """Turns an entry of the audit trail into the rule that it stands for."""

    refused: RefusedCommands

    async def __call__(self, query: ExplainRefusal, execution: Execution) -> RefusalView:
        """Explain a refusal of the calendar's. Raises ``NotFound``."""
        refused = await self.refused.find(query.refusal, execution)
        if refused is None or not refused.operation.startswith("scheduling."):
            raise NotFound(id=query.refusal)
        rule = refusal_called(refused.code)
        if rule is None or (execution.reach == "own" and refused.actor != execution.actor.id):
            raise NotFound(id=query.refusal)
        return RefusalView(
            id=query.refusal,
            operation=refused.operation,
            refused_at=refused.at,
            type=problem_type(rule),
            code=rule.code,
            title=rule.rule(),
            detail=rule.mend,
        )
