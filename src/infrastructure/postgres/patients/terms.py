"""What the clinic's registry policy says today."""

from datetime import datetime
from typing import Final

import msgspec

from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.patients.registry_policy import RegistryPolicy, RegistryTerms
from domain.shared.time import TimeZone
from infrastructure.postgres.session import current

_READ: Final = """
select c.zone ->> 'name' as clinic_zone, p.policy as registry_policy
  from clinic c left join registry_policy p on p.clinic_id = $1
 where c.clinic_id = $1 and c.id = $1
"""

_decode = msgspec.json.Decoder(RegistryPolicy).decode


class PostgresRegistryTerms:
    """Reads the policy and the clinic's zone in the command's own transaction."""

    async def today(self, execution: Execution) -> RegistryTerms:
        """Give the terms of the clinic's calendar day. Raises ``NotFound`` for a clinic that was never opened."""
        row = await current().fetchrow(_READ, execution.clinic)
        if row is None:
            raise NotFound(id=execution.clinic)
        return read_terms(row["registry_policy"], row["clinic_zone"], execution.now)


def read_terms(policy: str | None, zone: str, now: datetime) -> RegistryTerms:
    """Give the terms that a stored policy, or the default, means at an instant."""
    return RegistryTerms(
        policy=RegistryPolicy.default() if policy is None else _decode(policy), day=TimeZone(name=zone).date(now)
    )
