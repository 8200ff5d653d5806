"""Set how the clinic keeps its registry."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import RegistryRules
from application.patients.streams import registry_rules_of
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.patients.registry_policy import ClinicRegistryRules, RegistryPolicy


class SetRegistryPolicy(Command, frozen=True, kw_only=True):
    """Set which wordings of consents count, from which age patients decide for themselves, and how long care lasts.

    The policy is replaced as a whole: what is not named is as in a clinic that has set nothing.
    """

    operation: ClassVar[str] = "patients.set-registry-policy"

    policy: RegistryPolicy


@dataclass(frozen=True, slots=True)
class SetRegistryPolicyHandler:
    """Takes up the clinic's first policy, or replaces the one it has."""

    rules: RegistryRules

    async def __call__(self, command: SetRegistryPolicy, execution: Execution) -> Receipt:
        """Set the policy from now on."""
        stream = registry_rules_of(execution.clinic)
        try:
            async with self.rules.change(stream, execution) as rules:
                rules.set_policy(command.policy)
        except NotFound:
            rules = ClinicRegistryRules.adopt(stream, command.policy)
            await self.rules.add(rules, execution)
        return Receipt.of(rules)
