"""Who represents whom, in memory."""

from application.shared.execution import Execution
from domain.identity.account import Account
from domain.patients.representation import Representation, RepresentationId, Representative
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.roles import Role
from domain.shared.scopes import Capacity
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.repository import MemoryRepository
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryRepresentations(MemoryRepository[Representation]):
    """Loads and stores representations, and finds the one that stands."""

    async def standing(
        self, patient: PatientId, account: AccountId, capacity: Capacity, execution: Execution
    ) -> RepresentationId | None:
        """Give what an account and a patient have agreed on in a capacity, now or for a time ahead."""
        for one in self.all(execution):
            same = (one.patient, one.account, one.capacity) == (patient, account, capacity)
            if same and not one.is_over(execution.now):
                return RepresentationId(one.id)
        return None


class MemoryPatientAccounts:
    """Folds accounts."""

    def __init__(self, log: MemoryLog) -> None:
        self._accounts = WholeClinic(Account, log)

    async def of(self, account: AccountId, execution: Execution) -> Representative | None:
        """Give whose own record an account has, if any; ``None`` for one that is disabled or no patient's."""
        found = self._accounts.find(account, execution)
        if found is None or found.membership.role is not Role.PATIENT or found.disabled_at is not None:
            return None
        return Representative(account=account, patient=found.membership.patient)
