"""``Prefer: tx=rollback``: every rule speaks and nothing is kept."""

from uuid import uuid4

import pytest

from domain.shared.roles import Role
from integration.http.conventions.requests import MIA
from integration.http.isolation.neighbours import PASSWORD, secrets_of
from integration.people import Clinic

REHEARSE = {"Prefer": "tx=rollback"}


async def test_nothing_is_kept(clinic: Clinic) -> None:
    """A rehearsal answers as the command would, and there is nothing afterwards."""
    key = {"Idempotency-Key": str(uuid4())}
    rehearsed = await clinic.front_desk.http.post("/patients", json=MIA, headers=REHEARSE | key)
    assert rehearsed.status_code == 201
    gone = await clinic.front_desk.http.get(f"/patients/{rehearsed.json()['id']}")
    assert gone.status_code == 404
    real = await clinic.front_desk.http.post("/patients", json=MIA, headers=key)
    assert (real.status_code, real.content) == (201, rehearsed.content)


async def test_there_is_nothing_to_wait_for(clinic: Clinic) -> None:
    """A rehearsal gives no consistency token, because what it would have recorded never comes."""
    rehearsed = await clinic.front_desk.http.post("/patients", json=MIA, headers=REHEARSE)
    real = await clinic.front_desk.http.post("/patients", json=MIA)
    assert ["Consistency-Token" in answer.headers for answer in (rehearsed, real)] == [False, True]


async def test_it_hands_out_no_secret(clinic: Clinic) -> None:
    """A rehearsed sign-in gives no token: it would be good by its signature, of a session that nobody could end."""
    _, secrets = await secrets_of(clinic)
    signing_in = {"email": {"address": secrets["address"]}, "password": PASSWORD}
    door, sessions = clinic.people[Role.VISITOR].http, f"/clinics/{clinic.slug}/sessions"
    rehearsed = await door.post(sessions, json=signing_in, headers=REHEARSE)
    real = await door.post(sessions, json=signing_in)
    assert rehearsed.status_code == real.status_code == 200
    tokens = ("access_token", "refresh_token")
    assert [rehearsed.json()[token] for token in tokens] == ["rehearsed", "rehearsed"]
    assert "rehearsed" not in real.text


async def test_rules_speak(clinic: Clinic) -> None:
    """What would be refused is refused."""
    unborn = {"demographics": {**MIA["demographics"], "birth_date": "2031-01-01"}}
    answer = await clinic.front_desk.http.post("/patients", json=unborn, headers=REHEARSE)
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "preference", ['tx="rollback"', "respond-async, tx=rollback", "tx=rollback; strict", " tx=rollback "]
)
async def test_it_is_asked_for_in_any_form(clinic: Clinic, preference: str) -> None:
    """RFC 7240 lets a preference be quoted, stand among others, and have parameters."""
    answer = await clinic.front_desk.http.post("/patients", json=MIA, headers={"Prefer": preference})
    assert (await clinic.front_desk.http.get(f"/patients/{answer.json()['id']}")).status_code == 404


async def test_other_preferences_are_passed_over(clinic: Clinic) -> None:
    """A preference that nobody knows changes nothing."""
    answer = await clinic.front_desk.http.post("/patients", json=MIA, headers={"Prefer": "tx=commit, handling=lenient"})
    assert (await clinic.front_desk.http.get(f"/patients/{answer.json()['id']}")).status_code == 200
