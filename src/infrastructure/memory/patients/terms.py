"""What the clinic's registry policy says today, in memory."""

from application.patients.streams import registry_rules_of
from application.shared.clock import ClinicDay
from application.shared.execution import Execution
from domain.patients.registry_policy import ClinicRegistryRules, RegistryPolicy, RegistryTerms
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryRegistryTerms:
    """Folds the clinic's rules."""

    def __init__(self, log: MemoryLog, day: ClinicDay) -> None:
        self._rules = WholeClinic(ClinicRegistryRules, log)
        self._day = day

    async def today(self, execution: Execution) -> RegistryTerms:
        """Give the terms of the clinic's calendar day. Raises ``NotFound`` for a clinic that was never opened."""
        rules = self._rules.find(registry_rules_of(execution.clinic), execution)
        policy = rules.policy if rules is not None else RegistryPolicy.default()
        return RegistryTerms(policy=policy, day=await self._day.today(execution))
