"""A clinic in which something happened, and whoever seals it."""

from pathlib import Path

import pytest

from integration.databases import Database
from integration.http.patients.registry import record, registered
from integration.people import Clinic
from integration.postgres.ledger.sealed import Sealing
from integration.stack import Stack


@pytest.fixture
def sealing(database: Database, tmp_path: Path) -> Sealing:
    """Seal in the module's database."""
    return Sealing.over(database, tmp_path)


@pytest.fixture
async def busy(stack: Stack) -> Clinic:
    """Give a clinic whose front desk registered three people and read their records."""
    clinic = await stack.open_clinic()
    for given in ("Mia", "Noor", "Leo"):
        await record(clinic.front_desk, await registered(clinic.front_desk, given=given))
    return clinic
