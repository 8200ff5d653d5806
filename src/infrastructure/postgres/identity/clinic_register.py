"""What an operator sees of clinics: how they are named and how large they are. Nothing clinical."""

from datetime import datetime
from uuid import UUID

import msgspec

from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction, lent

_SLUGS = "select slug, clinic_id from clinic_directory order by slug"

_SHOW = """
select c.clinic_id as id, c.slug, c.name, c.zone ->> 'name' as zone, c.locale, c.standing, c.opened_at, c.updated_at,
       jsonb_array_length(c.sites) as sites, jsonb_array_length(c.rooms) as rooms,
       (select count(*) from account a where a.clinic_id = c.clinic_id and a.disabled_at is null) as accounts,
       coalesce((select h.feed_no from feed_head h where h.clinic_id = c.clinic_id), 0) as facts,
       (d.rates ->> 'credential')::integer as credential_rate, (d.rates ->> 'clinic')::integer as clinic_rate
  from clinic c join clinic_directory d on d.clinic_id = c.clinic_id where c.clinic_id = $1 and c.id = $1
"""


class RegisteredClinic(msgspec.Struct, frozen=True, kw_only=True):
    """A clinic, as the installation knows it."""

    id: ClinicId
    slug: str
    name: str
    zone: str
    locale: str
    standing: str
    opened_at: datetime
    updated_at: datetime
    sites: int
    rooms: int
    accounts: int
    """Those that were not disabled."""
    facts: int
    """Those that have a number."""
    credential_rate: int | None
    """Requests a minute of one sign-in or service key, where that is the clinic's own; else the installation's hold."""
    clinic_rate: int | None
    """Requests a minute of all its people together, likewise."""


class ClinicRegister:
    """Looks clinics up, in the application's role."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def slugs(self) -> dict[UUID, str]:
        """Give every clinic's short name, in the order of the alphabet."""
        async with lent(self._pool) as connection:
            return {row["clinic_id"]: row["slug"] for row in await connection.fetch(_SLUGS)}

    async def show(self, clinic: ClinicId) -> RegisteredClinic | None:
        """Show a clinic."""
        async with clinic_transaction(self._pool, clinic) as connection:
            row = await connection.fetchrow(_SHOW, clinic)
        return RegisteredClinic(**dict(row)) if row is not None else None
