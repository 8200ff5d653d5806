"""The directory of clinics: a table of the installation."""

import msgspec

from application.shared.execution import Execution
from application.shared.key_vault import INSTALLATION
from domain.identity.clinic_rates import ClinicRates
from domain.identity.slug import Slug
from domain.identity.standing import ClinicStanding
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.reading import reading
from infrastructure.postgres.session import current

_STAND = "update clinic_directory set standing = $2::text where clinic_id = $1::uuid"
_ALLOW = "update clinic_directory set rates = $2::jsonb where clinic_id = $1::uuid"
_FIND = "select clinic_id from clinic_directory where slug = $1"
_ENTER = "insert into clinic_directory (slug, clinic_id) values ($1::text, $2::uuid)"


class PostgresClinicDirectory:
    """Knows which clinic a short name stands for."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def clinic_of(self, slug: str) -> ClinicId | None:
        """Give the clinic of a short name."""
        async with reading(self._pool, INSTALLATION) as connection:
            found = await connection.fetchval(_FIND, slug)
        return ClinicId(found) if found is not None else None

    async def enter(self, slug: Slug, execution: Execution) -> None:
        """List the execution's clinic in the command's flush."""
        current().flush.write(_ENTER, slug, execution.clinic)

    async def stand(self, standing: ClinicStanding, execution: Execution) -> None:
        """Say how the execution's clinic stands in the command's flush."""
        current().flush.write(_STAND, execution.clinic, standing)

    async def allow(self, rates: ClinicRates, execution: Execution) -> None:
        """Say in the command's flush how often the clinic's people may ask; nothing where it has no own rate."""
        own = None if rates == ClinicRates() else msgspec.json.encode(rates).decode()
        current().flush.write(_ALLOW, execution.clinic, own)
