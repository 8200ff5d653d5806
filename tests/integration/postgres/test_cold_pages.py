"""What a process has not read lately: the keys of all that is read together are opened together."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import NamedTuple, TypeVar

import pytest

from application.patients.queries import SearchPatients
from domain.shared.identifiers import PatientId
from infrastructure.postgres.connection import Pool, clinic_transaction
from integration.contracts.registry import execution, registered
from integration.contracts.test_sharing import agrees
from integration.crypto.desk import Desk
from integration.people import Clinic, Person
from integration.stack import Stack, running

T = TypeVar("T")

PEOPLE = 5
SOON = 30
"""Seconds within which a read has asked for its keys."""


class Cold(NamedTuple):
    """A process that has no key at hand, beside one that made a clinic and some patients."""

    warm: Stack
    stack: Stack
    clinic: Clinic
    desk: Desk
    person: Person
    patients: list[PatientId]

    async def together(self, reading: Awaitable[T]) -> T:
        """Read while the vault is closed; it is opened once it was asked for the keys of all."""
        self.desk.is_open.clear()
        task = asyncio.ensure_future(reading)
        await asyncio.wait_for(self.desk.crowd(PEOPLE), SOON)
        self.desk.is_open.set()
        return await task


@pytest.fixture
async def cold(app_pool: Pool) -> AsyncIterator[Cold]:
    """Give a process that was just started, over a clinic with some patients."""
    desk = Desk()
    async with running(app_pool, vault=desk) as warm, running(app_pool, vault=desk) as stack:
        clinic = await warm.open_clinic()
        patients = [await registered(warm, clinic.front_desk) for _ in range(PEOPLE)]
        stack.credentials.name(clinic.slug, clinic.id)
        yield Cold(warm, stack, clinic, desk, await stack.admit(clinic.front_desk.actor), patients)


async def test_a_list(cold: Cold) -> None:
    """A page of patients."""
    page = await cold.together(cold.stack.do(SearchPatients(), cold.person))
    assert {patient.id for patient in page.items} == set(cold.patients)


async def test_streams(cold: Cold) -> None:
    """The facts of many patients."""
    store = cold.stack.container.shared.store()
    async with clinic_transaction(cold.stack.container.shared.pool(), cold.clinic.id) as reader:
        found = await cold.together(store.load_all(reader, cold.clinic.id, cold.patients))
    assert found.keys() == set(cold.patients)


async def test_whom_outsiders_may_be_told_of(cold: Cold) -> None:
    """The ages of those who agreed."""
    for patient in cold.patients:
        await agrees(cold.warm, cold.clinic, patient)
    asked = cold.stack.container.shared.sharing().kept_back(cold.patients, execution(cold.stack, cold.clinic.owner))
    assert await cold.together(asked) == frozenset()
