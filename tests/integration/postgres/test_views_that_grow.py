"""A view may gain a field that has a default: rows that were written without it are still read."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from application.shared.query import View
from domain.patients.patient import Patient
from domain.shared.values import Personal, ValueObject
from infrastructure.postgres.connection import Connection, lent
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.session import Session
from integration.contracts.registry import a_patient, execution
from integration.people import Clinic
from integration.stack import Stack

CHART = Table(
    "chart",
    MetaData(),
    Column("clinic_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("bed", JSONB),
    Column("diets", JSONB),
    Column("key_id", Uuid),
    Column("sealed", LargeBinary),
)
DDL = """
create temporary table chart (
  clinic_id uuid, id uuid, version integer, bed jsonb, diets jsonb, key_id uuid, sealed bytea,
  primary key (clinic_id, id)) on commit drop
"""


class OldBed(ValueObject, frozen=True):
    """Where somebody lies."""

    ward: str


class Bed(ValueObject, frozen=True):
    """Where somebody lies, since wards have several floors."""

    ward: str
    floor: int = 0


class OldChart(View, frozen=True, kw_only=True):
    """A chart as it was shown at first."""

    id: UUID
    version: int
    bed: OldBed
    name: Personal[str]


class Chart(View, frozen=True, kw_only=True):
    """A chart as it is shown now, with more of everything."""

    id: UUID
    version: int
    bed: Bed
    diets: tuple[str, ...] = ()
    name: Personal[str]
    called: Personal[str] | None = None
    allergies: Personal[tuple[str, ...]] = ()
    notes: Personal[list[str]] = msgspec.field(default_factory=list)


def old(patient: Patient) -> OldChart:
    """Show a patient as the chart was shown at first."""
    return OldChart(id=patient.id, version=patient.version, bed=OldBed(ward="East"), name="Mia")


def new(patient: Patient) -> Chart:
    """Show a patient as the chart is shown now, with something in every field."""
    return Chart(
        id=patient.id,
        version=patient.version,
        bed=Bed(ward="East", floor=2),
        diets=("vegan",),
        name="Mia",
        called="Mimi",
        allergies=("nuts",),
        notes=["sleeps badly"],
    )


@pytest.fixture
async def connection(stack: Stack) -> AsyncIterator[Connection]:
    """Give the connection of a command."""
    assert stack.pool is not None
    async with lent(stack.pool) as connection:
        yield connection


@pytest.fixture
async def session(stack: Stack, clinic: Clinic, connection: Connection) -> Session:
    """Give the command's transaction, in which there are charts."""
    session = Session(connection, execution(stack, clinic.front_desk), patience=5)
    await session.fetch(DDL)
    return session


async def read_back(
    stack: Stack, connection: Connection, session: Session, writing: "ReadModel[Patient, Any]", patient: Patient
) -> Chart:
    """Write a patient's chart by one view, and read it by today's."""
    await writing.project(session, patient)
    await session.flush.send(connection)
    keys, clinic = stack.container.shared.keys(), session.execution.clinic
    reading = ReadModel(CHART, Patient, Chart, new, keys)
    row = await connection.fetchrow(reading.select_one, clinic, patient.id)
    assert row is not None
    return reading.read(row, clinic, await keys.opening(clinic, row["key_id"], row["kek_id"], row["wrapped"]))


async def test_a_row_without_the_new_fields_shows_their_defaults(
    stack: Stack, connection: Connection, session: Session
) -> None:
    """In the sealed part, inside a JSON column, and in a column that was added empty."""
    patient = a_patient()
    shown = await read_back(
        stack, connection, session, ReadModel(CHART, Patient, OldChart, old, stack.container.shared.keys()), patient
    )
    assert shown == Chart(id=patient.id, version=1, bed=Bed(ward="East", floor=0), name="Mia")


async def test_a_row_with_the_new_fields_shows_them(stack: Stack, connection: Connection, session: Session) -> None:
    """A default stands only where nothing was written."""
    patient = a_patient()
    shown = await read_back(
        stack, connection, session, ReadModel(CHART, Patient, Chart, new, stack.container.shared.keys()), patient
    )
    assert shown == new(patient)
