"""A provider who is suspended or gone stays in the directory, and whoever looks for one can leave them out."""

from datetime import timedelta

from integration.clock import SetClock
from integration.http.providers.directory import added, file, found, refused
from integration.people import Clinic


async def test_a_suspension_is_shown_until_it_ends(clinic: Clinic) -> None:
    """The file shows the suspension with its reason, the directory without; reinstated, the provider is back."""
    owner, noor = clinic.owner, await added(clinic.owner)
    path = f"/providers/{noor}"
    assert (await owner.http.post(f"{path}/suspend", json={"reason": "A complaint"})).json() == {
        "id": noor,
        "version": 2,
    }
    read = await file(owner, noor)
    assert (read["suspended"], read["suspension_reason"]) == (True, "A complaint")
    (entry,) = (await clinic.patient.http.get("/providers")).json()["items"]
    assert (entry["suspended"], "suspension_reason" in entry) == (True, False)
    assert await found(clinic.patient, in_service="true") == []
    assert await found(clinic.patient, in_service="false") == [noor]
    refused(await owner.http.post(f"{path}/suspend", json={"reason": "Another"}), 409, "providers.already-suspended")
    assert (await owner.http.post(f"{path}/reinstate")).json() == {"id": noor, "version": 3}
    assert await found(clinic.patient, in_service="true") == [noor]
    refused(await owner.http.post(f"{path}/reinstate"), 409, "providers.not-suspended")


async def test_a_last_day_is_final_once_it_is_over(clinic: Clinic, clock: SetClock) -> None:
    """A last day is moved and taken back while it is ahead; the day after, the provider has left for good."""
    owner, noor = clinic.owner, await added(clinic.owner)
    path = f"/providers/{noor}/leave"
    refused(await owner.http.post(path, json={"last_day": "2030-05-13"}), 409, "providers.last-day-is-over")
    for last_day in ("2030-06-30", None, "2030-05-14"):
        assert (await owner.http.post(path, json={"last_day": last_day})).status_code == 200
    read = await file(owner, noor)
    assert (read["last_day"], read["leaves_at"]) == ("2030-05-14", "2030-05-15T04:00:00Z")
    assert await found(owner, in_service="true") == [noor]
    clock.advance(timedelta(days=1))
    assert await found(owner, in_service="true") == []
    refused(await owner.http.post(path, json={"last_day": None}), 409, "providers.has-left")


async def test_the_past_shows_no_suspension(clinic: Clinic, clock: SetClock) -> None:
    """As of before the suspension nothing is said of it; as of now, the file reads as it does."""
    owner, noor = clinic.owner, await added(clinic.owner)
    before = clock.at
    clock.advance(timedelta(minutes=1))
    await owner.http.post(f"/providers/{noor}/suspend", json={"reason": "A complaint"})
    plain = await owner.http.get(f"/providers/{noor}")
    assert (await owner.http.get(f"/providers/{noor}", params={"as_of": clock.at.isoformat()})).content == plain.content
    past = (await owner.http.get(f"/providers/{noor}", params={"as_of": before.isoformat()})).json()
    assert (past["suspended"], past["suspension_reason"]) == (False, None)
