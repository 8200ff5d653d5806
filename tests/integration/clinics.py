"""Opening a clinic for a test."""

from typing import TYPE_CHECKING

import msgspec

from domain.identity.clinic import Clinic as ClinicAggregate
from domain.shared.time import TimeZone
from infrastructure.postgres.connection import clinic_transaction

if TYPE_CHECKING:
    from integration.people import Clinic
    from integration.stack import Stack


async def open_clinic(stack: "Stack", clinic: "Clinic", zone: str) -> None:
    """Open the clinic in the stack's storage."""
    if stack.pool is None:
        aggregate = ClinicAggregate.open(clinic.id, "Lakeside", clinic.slug, TimeZone(name=zone), "en")
        stack.container.shared.log().streams[clinic.id, clinic.id].extend(aggregate.record(stack.clock.now()))
        return
    async with clinic_transaction(stack.pool, clinic.id) as connection:
        await connection.execute(
            "insert into clinic (clinic_id, id, zone) values ($1, $1, $2)",
            clinic.id,
            msgspec.json.encode(TimeZone(name=zone)).decode(),
        )
        await connection.execute("COMMIT")
