"""Which clinics have rates of their own: read every second, for every request to ask in memory."""

from typing import Final

import msgspec

from domain.identity.clinic_rates import ClinicRates
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Reader

_READ: Final = "select clinic_id, rates from clinic_directory where rates is not null"

_THE_INSTALLATIONS: Final = ClinicRates()

_rates = msgspec.json.Decoder(ClinicRates).decode


class PostgresOwnRates:
    """Remembers what was read last: who is cut off from the database goes on by that."""

    def __init__(self) -> None:
        self._rates: dict[ClinicId, ClinicRates] = {}

    def of(self, clinic: ClinicId) -> ClinicRates:
        """Give a clinic's own rates."""
        return self._rates.get(clinic, _THE_INSTALLATIONS)

    async def hear(self, connection: Reader) -> None:
        """Read the rates of all who have their own."""
        rows = await connection.fetch(_READ)
        self._rates = {ClinicId(row["clinic_id"]): _rates(row["rates"]) for row in rows}
