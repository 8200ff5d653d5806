"""What is sealed in a row is shown as it was written, where today's release would write the same."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from application.patients.views import PatientView
from domain.patients.patient import Patient
from domain.shared.roles import Role
from domain.shared.values import Personal
from infrastructure.crypto.sealing import SealingKey
from infrastructure.postgres.connection import lent
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.tables.patients import patient
from integration.people import Clinic
from integration.stack import Stack

MIA = {
    "demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"},
    "contacts": [{"kind": "phone", "phone": {"number": "+12025550123"}}],
}


class LaterView(PatientView, frozen=True, kw_only=True):
    """A record as a later release may show it."""

    nickname: Personal[str] | None = None


@pytest.fixture
async def stored(stack: Stack, clinic: Clinic) -> tuple[dict[str, Any], SealingKey]:
    """Give the row of a patient, and the key that opens it."""
    made = await clinic[Role.OWNER].http.post("/patients", json=MIA)
    assert stack.pool is not None
    async with lent(stack.pool) as connection:
        select = stack.container.patients.records().select_one
        row = dict(await connection.fetchrow(select, str(clinic.id), UUID(made.json()["id"])) or {})
    keys = stack.container.shared.keys()
    return row, await keys.opening(clinic.id, row["key_id"], row["kek_id"], row["wrapped"])


async def test_shown_as_read(stack: Stack, clinic: Clinic, stored: tuple[dict[str, Any], SealingKey]) -> None:
    """Shown or read, a record is the same bytes."""
    records, (row, key) = stack.container.patients.records(), stored
    shown = records.shown(row, clinic.id, key)
    assert isinstance(shown.demographics, msgspec.Raw)
    assert msgspec.json.encode(shown) == msgspec.json.encode(records.read(row, clinic.id, key))


async def test_an_earlier_release_wrote_it(
    stack: Stack, clinic: Clinic, stored: tuple[dict[str, Any], SealingKey]
) -> None:
    """A row of another shape is read, so that it is shown in today's."""
    keys, (row, key) = stack.container.shared.keys(), stored
    later: Any = ReadModel(patient, Patient, LaterView, LaterView.of, keys)
    shown = later.shown(row, clinic.id, key)
    assert shown.demographics.name.family == "Okafor"
    assert msgspec.json.encode(shown) == msgspec.json.encode(later.read(row, clinic.id, key))
