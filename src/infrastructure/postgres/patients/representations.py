"""Who represents whom, on PostgreSQL."""

from typing import Final

from application.shared.execution import Execution
from domain.patients.representation import Representation, RepresentationId, Representative
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.scopes import Capacity
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.session import current

_STANDING: Final = """
select id from representation
 where clinic_id = $1 and patient = $2 and account = $3 and capacity = $4 and ended_at is null
   and (ends_at is null or ends_at > $5)
 limit 1
"""

_ACCOUNT: Final = "select patient from account where clinic_id = $1 and id = $2 and role = $3 and disabled_at is null"


class PostgresRepresentations(PostgresRepository[Representation]):
    """Loads and stores representations, and finds the one that stands."""

    async def standing(
        self, patient: PatientId, account: AccountId, capacity: Capacity, execution: Execution
    ) -> RepresentationId | None:
        """Give what an account and a patient have agreed on in a capacity, now or for a time ahead."""
        found = await current().fetchval(_STANDING, execution.clinic, patient, account, capacity.value, execution.now)
        return RepresentationId(found) if found is not None else None


class PostgresPatientAccounts:
    """Reads accounts in the command's own transaction."""

    async def of(self, account: AccountId, execution: Execution) -> Representative | None:
        """Give whose own record an account has, if any; ``None`` for one that is disabled or no patient's."""
        row = await current().fetchrow(_ACCOUNT, execution.clinic, account, "patient")
        return Representative(account=account, patient=row["patient"]) if row is not None else None
