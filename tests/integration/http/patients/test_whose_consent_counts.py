"""Wordings and ages: what the clinic sets is what the booking desk asks for."""

from datetime import datetime, timedelta

from integration.clock import SetClock
from integration.http.patients.registry import record, refused, registered
from integration.http.scheduling.practice import NINE, done, practice
from integration.people import Clinic

OLD, NEW = ({"kind": "telehealth", "text_version": version} for version in ("2030-01", "2031-01"))


async def test_a_new_wording_asks_everybody_again(clinic: Clinic) -> None:
    """Once the clinic sets another wording, a consent to the old one books no video visit, and the new one does."""
    at = await practice(clinic)
    consents = f"/patients/{at.patient}/consents"
    await at.booked(NINE)
    await done(await clinic.owner.http.post("/registry-policy", json={"policy": {"consent_texts": [NEW]}}))
    refused(await at.book(NINE + timedelta(hours=1)), 409, "scheduling.telehealth-consent-missing")
    outdated = await at.desk.http.post(consents, json=OLD)
    refused(outdated, 409, "patients.consent-text-not-current")
    assert outdated.json()["current"] == "2031-01"
    await done(await at.desk.http.post(consents, json=NEW | {"how": "in-writing"}))
    await at.booked(NINE + timedelta(hours=1))


async def test_the_history_is_shown(clinic: Clinic) -> None:
    """The record shows live consents and past ones: the wording, whose word, how it was given and how it ended."""
    desk = clinic.front_desk
    mia = await registered(desk)
    for wording in (OLD, NEW):
        await done(await desk.http.post(f"/patients/{mia}/consents", json=wording | {"how": "spoken"}))
    await done(await desk.http.post(f"/patients/{mia}/consents/withdraw", json={"kind": "telehealth"}))
    shown = await record(desk, mia)
    assert shown["consents"] == []
    at = "2030-05-14T09:00:00Z"
    told = {"given_by": {"by": "patient"}, "given_at": at, "how": "spoken"}
    assert shown["past_consents"] == [
        {"consent": OLD | told, "ended_at": at, "withdrawn_by": None},
        {"consent": NEW | told, "ended_at": at, "withdrawn_by": {"by": "patient"}},
    ]


async def test_a_childs_video_visit_needs_a_guardian(clinic: Clinic, clock: SetClock) -> None:
    """A child is booked by video once a guardian has consented, and on coming of age is asked themselves."""
    at = await practice(clinic)
    noor = await registered(at.desk, given="Noor", birth_date="2012-05-16")
    consents = f"/patients/{noor}/consents"
    await done(await at.desk.http.post(f"/patients/{noor}/verify-identity", json={"method": "photo-id"}))
    refused(await at.desk.http.post(consents, json=OLD), 409, "patients.guardian-must-consent")
    refused(await at.book(NINE, patient=noor), 409, "scheduling.telehealth-consent-missing")
    await done(await at.desk.http.post(consents, json=OLD | {"said_by": "guardian", "how": "in-writing"}))
    await at.booked(NINE, patient=noor)
    clock.at = datetime.fromisoformat("2030-05-16T00:00:00+00:00")
    refused(await at.book(NINE + timedelta(days=2), patient=noor), 409, "scheduling.telehealth-consent-missing")
    refused(
        await at.desk.http.post(consents, json=OLD | {"said_by": "guardian"}), 409, "patients.not-the-guardians-matter"
    )
    await done(await at.desk.http.post(consents, json=OLD | {"how": "spoken"}))
    await at.booked(NINE + timedelta(days=2), patient=noor)


async def test_the_policy_is_read_back(clinic: Clinic) -> None:
    """What was never set is the default in version 0; what was set is shown, also as of now."""
    owner = clinic.owner.http
    untouched = (await owner.get("/registry-policy")).json()
    assert (untouched["version"], untouched["policy"]["adult_age"]) == (0, 18)
    await done(await owner.post("/registry-policy", json={"policy": {"adult_age": 21}}))
    shown = await owner.get("/registry-policy")
    assert (shown.json()["version"], shown.json()["policy"]["adult_age"]) == (1, 21)
    past = await owner.get("/registry-policy", params={"as_of": "2030-05-14T09:00:00Z"})
    assert past.content == shown.content
    backwards = await owner.post("/registry-policy", json={"policy": {"adult_age": 12, "adolescent_age": 14}})
    assert (backwards.status_code, "adolescent_age" in backwards.text) == (400, True)
