"""Consistency tokens and the past: what was written is seen, and what was true stays true."""

from datetime import timedelta

import pytest

from integration.clock import SetClock
from integration.http.conventions.requests import ADA, MIA
from integration.people import Clinic

RENAMED = {"demographics": ADA["demographics"]}


async def test_the_token_shows_the_write(clinic: Clinic) -> None:
    """A query with a command's token shows what the command did."""
    made = await clinic.front_desk.http.post("/patients", json=MIA)
    token = {"Consistency-Token": made.headers["Consistency-Token"]}
    read = await clinic.front_desk.http.get(f"/patients/{made.json()['id']}", headers=token)
    assert (read.status_code, read.json()["version"]) == (200, made.json()["version"])


@pytest.mark.parametrize("token", ["x", "a" * 27, "not a token", "A" * 4_000, ""])
async def test_what_is_no_token_is_malformed(clinic: Clinic, token: str) -> None:
    """A token that no server issued is said to be wrong, not passed over."""
    made = await clinic.front_desk.http.post("/patients", json=MIA)
    path = f"/patients/{made.json()['id']}"
    answer = await clinic.front_desk.http.get(path, headers={"Consistency-Token": token})
    assert answer.status_code == 400
    assert [error["header"] for error in answer.json()["errors"]] == ["Consistency-Token"]


async def test_as_of_now_is_the_present(clinic: Clinic, clock: SetClock) -> None:
    """The fold of the facts up to now equals the row that a query reads, byte for byte."""
    made = await clinic.front_desk.http.post("/patients", json=MIA)
    path = f"/patients/{made.json()['id']}"
    clock.advance(timedelta(hours=1))
    await clinic.front_desk.http.post(f"{path}/correct-demographics", json=RENAMED)
    present = await clinic.front_desk.http.get(path)
    folded = await clinic.front_desk.http.get(path, params={"as_of": clock.now().isoformat()})
    assert (folded.status_code, folded.content, folded.headers["ETag"]) == (
        200,
        present.content,
        present.headers["ETag"],
    )


async def test_as_of_then_is_the_past(clinic: Clinic, clock: SetClock) -> None:
    """Between two changes the first stands; before the first there is nothing."""
    begun = clock.now()
    made = await clinic.front_desk.http.post("/patients", json=MIA)
    path = f"/patients/{made.json()['id']}"
    before = await clinic.front_desk.http.get(path)
    later = clock.advance(timedelta(hours=1))
    await clinic.front_desk.http.post(f"{path}/correct-demographics", json=RENAMED)
    between = await clinic.front_desk.http.get(path, params={"as_of": (later - timedelta(seconds=1)).isoformat()})
    assert between.content == before.content
    nothing = await clinic.front_desk.http.get(path, params={"as_of": (begun - timedelta(seconds=1)).isoformat()})
    assert nothing.status_code == 404


@pytest.mark.parametrize("moment", ["yesterday", "2030-05-14", "2030-05-14T09:00:00", "2030-05-14T25:00:00Z"])
async def test_a_moment_names_its_offset(clinic: Clinic, moment: str) -> None:
    """A past moment is an instant; what could mean several is said to be wrong."""
    made = await clinic.front_desk.http.post("/patients", json=MIA)
    answer = await clinic.front_desk.http.get(f"/patients/{made.json()['id']}", params={"as_of": moment})
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["as_of"]
