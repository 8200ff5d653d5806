"""A second factor that a clinic demands, on real servers and over HTTP."""

from datetime import timedelta

from integration.clock import SetClock
from integration.http.identity.installation import PASSWORD, Installation, OpenedClinic, refused, succeeded
from unit.identity.application.device import Device

TODAY = {"terms": {"demanded_from": "2030-05-14"}}
NEXT_YEAR = {"terms": {"demanded_from": "2031-05-14"}}
NOT_AT_ALL = {"terms": {"demanded_from": None}}


async def with_device(installation: Installation, clock: SetClock, bearer: str) -> Device:
    """Give somebody a device, its next code being unused."""
    enrolled = succeeded(await installation.post("/totp/enrol", {"password": PASSWORD}, bearer=bearer))
    device = Device(clock, enrolled["secret"])
    succeeded(await installation.post("/totp/confirm", {"code": device.shown}, bearer=bearer))
    clock.at += timedelta(minutes=1)
    return device


async def test_nobody_works_without_and_nobody_is_locked_out(
    installation: Installation, lakeside: OpenedClinic, clock: SetClock
) -> None:
    """Who signs in with the password alone can enrol a device and nothing else; with its code they work again."""
    email, _, _ = await lakeside.member()
    await with_device(installation, clock, lakeside.owner)
    succeeded(await installation.post("/clinic/second-factor", TODAY, bearer=lakeside.owner))
    narrow = await lakeside.sign_in(email)
    assert (narrow["only_enrols"], narrow["second_factor_demanded_from"]) == (True, "2030-05-14")
    bearer = narrow["access_token"]
    problem = refused(await installation.get("/clinic", bearer=bearer), 403, "request.second-factor-demanded")
    assert problem["operation"] == "identity.get-clinic"
    refused(await installation.post("/sessions/end", bearer=bearer), 403, "request.second-factor-demanded")
    device = await with_device(installation, clock, bearer)
    signing_in = {"email": {"address": email}, "password": PASSWORD, "code": device.shown}
    wide = succeeded(await installation.post(lakeside.at("/sessions"), signing_in))
    succeeded(await installation.get("/clinic", bearer=wide["access_token"]))
    disabling = await installation.post("/totp/disable", {"password": PASSWORD}, bearer=wide["access_token"])
    refused(disabling, 409, "identity.second-factor-is-demanded")


async def test_a_session_from_before(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """A session that goes on when the day comes is narrowed at its next refresh, and widened when it is taken back."""
    email, _, _ = await lakeside.member()
    before = await lakeside.sign_in(email)
    await with_device(installation, clock, lakeside.owner)
    succeeded(await installation.post("/clinic/second-factor", TODAY, bearer=lakeside.owner))
    succeeded(await installation.get("/clinic", bearer=before["access_token"]))
    narrow = succeeded(await lakeside.refresh(before["refresh_token"]))
    refused(await installation.get("/clinic", bearer=narrow["access_token"]), 403, "request.second-factor-demanded")
    succeeded(await installation.post("/clinic/second-factor", NOT_AT_ALL, bearer=lakeside.owner))
    wide = succeeded(await lakeside.refresh(narrow["refresh_token"]))
    succeeded(await installation.get("/clinic", bearer=wide["access_token"]))


async def test_who_sets_the_day(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """An owner who has a second factor sets the day, and everybody of the clinic sees it."""
    _, _, desk = await lakeside.member()
    without = await installation.post("/clinic/second-factor", NEXT_YEAR, bearer=lakeside.owner)
    refused(without, 409, "identity.own-second-factor-first")
    refused(await installation.post("/clinic/second-factor", NEXT_YEAR, bearer=desk), 403, "request.forbidden")
    await with_device(installation, clock, lakeside.owner)
    succeeded(await installation.post("/clinic/second-factor", NEXT_YEAR, bearer=lakeside.owner))
    assert succeeded(await installation.get("/clinic", bearer=desk))["second_factor"] == NEXT_YEAR["terms"]
