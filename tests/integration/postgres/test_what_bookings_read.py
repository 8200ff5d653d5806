"""What a booking must compare stands in plain columns, as record and file say it now."""

from typing import Any

from infrastructure.postgres.connection import clinic_transaction
from integration.http.patients.registry import registered
from integration.http.providers.directory import added, granted, offered
from integration.people import Clinic
from integration.stack import Stack

TELEHEALTH = {"kind": "telehealth", "text_version": "2030-01"}


async def rows(stack: Stack, clinic: Clinic, sql: str, thing: str) -> list[tuple[Any, ...]]:
    """Read rows as a booking does: in the clinic, in the application's role."""
    assert stack.pool is not None
    async with clinic_transaction(stack.pool, clinic.id) as connection:
        return [tuple(row) for row in await connection.fetch(sql, clinic.id, thing)]


async def test_where_a_patient_stands(stack: Stack, clinic: Clinic) -> None:
    """A patient's row says whether telehealth is consented to and how the identity is known."""
    desk, mia = clinic.front_desk.http, await registered(clinic.front_desk)
    sql = "select telehealth_consent, identity_check from patient where clinic_id = $1 and id = $2"
    assert await rows(stack, clinic, sql, mia) == [(False, None)]
    await desk.post(f"/patients/{mia}/consents", json=TELEHEALTH | {"kind": "data-sharing"})
    assert await rows(stack, clinic, sql, mia) == [(False, None)]
    await desk.post(f"/patients/{mia}/consents", json=TELEHEALTH)
    await desk.post(f"/patients/{mia}/verify-identity", json={"method": "photo-id"})
    assert await rows(stack, clinic, sql, mia) == [(True, "photo-id")]
    await desk.post(f"/patients/{mia}/consents/withdraw", json={"kind": "telehealth"})
    assert await rows(stack, clinic, sql, mia) == [(False, "photo-id")]


async def test_what_a_provider_may_and_offers(stack: Stack, clinic: Clinic) -> None:
    """A provider's rows say where and when they may practise, what they offer, do and speak."""
    noor = await added(clinic.owner, languages=["zh-Hant-TW"])
    authority = (await granted(clinic.owner, noor)).json()["authority"]
    await offered(clinic.owner, noor)
    await clinic.owner.http.post(f"/providers/{noor}/authorities/{authority}/revoke", json={"on": "2030-06-01"})

    async def of(table: str, columns: str) -> list[tuple[str, ...]]:
        sql = f"select {columns} from {table} where clinic_id = $1 and provider_id = $2 order by 1"  # noqa: S608 - own names
        return [tuple(map(str, row)) for row in await rows(stack, clinic, sql, noor)]

    law = await of("provider_authority", "jurisdiction, valid_from, valid_until")
    assert law == [("US-NY", "2030-01-01", "2030-05-31")]
    columns = "code, mode, length_minutes, buffer_before_minutes, buffer_after_minutes, price_minor, currency"
    assert await of("provider_visit_type", columns) == [("first-visit-video", "video", "30", "0", "10", "7500", "USD")]
    assert await of("provider_language", "language") == [("zh",), ("zh-Hant",), ("zh-Hant-TW",)]
    assert await of("provider_specialty", "specialty") == [("family-medicine",)]
