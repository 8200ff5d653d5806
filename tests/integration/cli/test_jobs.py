"""Jobs that an operator looks at and has tried again."""

from uuid import UUID, uuid4

import pytest

from infrastructure.postgres.connection import Pool
from integration.cli.installation import Installation
from integration.cli.mishaps import dead_job
from integration.people import Clinic


@pytest.fixture
async def dead(app_pool: Pool, clinic: Clinic) -> UUID:
    """Give a job that failed for the last time."""
    return await dead_job(app_pool, clinic.id)


async def test_dead_letters_are_listed(installation: Installation, clinic: Clinic, dead: UUID) -> None:
    """Each by its id, clinic, kind, tries and the last failure's name; nothing of what it was about."""
    said = await installation.polyclinic("jobs", "list", "--clinic", clinic.slug)
    [line] = said.out.splitlines()[1:]
    assert line.split()[:4] == [str(dead), clinic.slug, "test.remind", "1"]
    assert line.split()[-1] == "ConnectionResetError"
    assert "mia@example.org" not in said.out + said.err


async def test_one_job_is_shown(installation: Installation, clinic: Clinic, dead: UUID) -> None:
    """Its state and its instants, as one document."""
    shown = (await installation.polyclinic("jobs", "show", str(dead), "--json")).document
    assert (shown["id"], shown["slug"], shown["state"]) == (str(dead), clinic.slug, "dead")
    assert "arguments" not in shown


async def test_a_requeued_job_is_due(installation: Installation, clinic: Clinic, dead: UUID) -> None:
    """It is tried again from its first try; a second time it is refused, because it is not dead any more."""
    first = await installation.polyclinic("jobs", "requeue", str(dead))
    second = await installation.polyclinic("jobs", "requeue", str(dead))
    shown = (await installation.polyclinic("jobs", "show", str(dead), "--json")).document
    assert (first.code, first.out) == (0, "Jobs that are tried again: 1.\n")
    assert (shown["state"], shown["attempts"], shown["clinic"]) == ("waiting", 0, str(clinic.id))
    assert second.code == 1
    assert f"Job {dead} is waiting; only a dead one is requeued." in second.err


@pytest.mark.usefixtures("dead")
async def test_all_of_a_kind_are_requeued(installation: Installation, app_pool: Pool, clinic: Clinic) -> None:
    """After the cause is mended one line has all of them tried again, and leaves other kinds alone."""
    bill = await dead_job(app_pool, clinic.id, kind="test.bill")
    chosen = ("--all-dead", "--kind", "test.bill", "--clinic", clinic.slug)
    said = await installation.polyclinic("jobs", "requeue", *chosen, "--json")
    assert said.document == {"requeued": [str(bill)]}
    [left] = (await installation.polyclinic("jobs", "list", "--clinic", clinic.slug, "--json")).document["jobs"]
    assert left["kind"] == "test.remind"


async def test_jobs_are_counted(own_installation: Installation) -> None:
    """By kind and state over all clinics: what waits, what is due, what is dead."""
    said = await own_installation.polyclinic("jobs", "counts")
    assert said.out == "Every job is done.\n"
    async with own_installation.database.pool("polyclinic_app", size=1) as pool:
        await dead_job(pool, Clinic(uuid4(), "unlisted").id)  # type: ignore[arg-type]  # any id will do
    counted = await own_installation.polyclinic("jobs", "counts", "--json")
    assert counted.document == {"counts": [{"kind": "test.remind", "state": "dead", "jobs": 1}]}


async def test_an_unknown_job_is_told(installation: Installation) -> None:
    """An id that no job has ends with 1."""
    said = await installation.polyclinic("jobs", "show", str(uuid4()))
    assert (said.code, said.out) == (1, "")
    assert "There is no job" in said.err
