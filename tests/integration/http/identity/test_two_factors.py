"""A second factor, from its enrolment to the day the device is lost."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from infrastructure.postgres.provisioning import OWNER
from integration.clock import SetClock
from integration.databases import Database
from integration.http.identity.installation import PASSWORD, Installation, OpenedClinic, refused, succeeded
from unit.identity.application.device import Device


async def enrolled(
    installation: Installation, clock: SetClock, bearer: str, password: str = PASSWORD
) -> tuple[Device, list[str]]:
    """Give an account a device; give that and the recovery codes, the next code being unused."""
    secret = succeeded(await installation.post("/totp/enrol", {"password": password}, bearer=bearer))["secret"]
    device = Device(clock, secret)
    codes = succeeded(await installation.post("/totp/confirm", {"code": device.shown}, bearer=bearer))["recovery_codes"]
    clock.at += timedelta(minutes=1)
    return device, codes


async def signing_in(clinic: OpenedClinic, email: str, code: str | None, password: str = PASSWORD) -> httpx.Response:
    """Send the command that signs in with a code."""
    body: dict[str, Any] = {"email": {"address": email}, "password": password, "code": code}
    return await clinic.installation.post(clinic.at("/sessions"), body)


async def test_two_factors(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """The password alone opens the account no more; with the code that the device shows it does, once."""
    email, _, desk = await lakeside.member()
    device, _ = await enrolled(installation, clock, desk)
    refused(await lakeside.try_to_sign_in(email), 401, "identity.second-factor-needed")
    refused(await lakeside.try_to_sign_in(email, "wrong"), 401, "identity.sign-in-refused")
    succeeded(await signing_in(lakeside, email, device.shown))
    refused(await signing_in(lakeside, email, device.shown), 401, "identity.sign-in-refused")


async def test_one_code_many_times_at_once(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """Of eight who use one code at the same moment one gets in."""
    email, _, desk = await lakeside.member()
    device, codes = await enrolled(installation, clock, desk)
    for code in (device.shown, codes[0]):
        answers = await asyncio.gather(*(signing_in(lakeside, email, code) for _ in range(8)))
        assert Counter(answer.status_code for answer in answers)[200] == 1


async def test_a_recovery_code(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """A recovery code opens the account once; with new ones the old are worth nothing."""
    email, _, desk = await lakeside.member()
    _, codes = await enrolled(installation, clock, desk)
    succeeded(await signing_in(lakeside, email, codes[0]))
    refused(await signing_in(lakeside, email, codes[0]), 401, "identity.sign-in-refused")
    renewed = await installation.post("/totp/recovery-codes", {"password": PASSWORD}, bearer=desk)
    refused(await signing_in(lakeside, email, codes[1]), 401, "identity.sign-in-refused")
    succeeded(await signing_in(lakeside, email, succeeded(renewed)["recovery_codes"][0]))


async def test_switching_it_off(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """Who has the password does without the device again."""
    email, _, desk = await lakeside.member()
    await enrolled(installation, clock, desk)
    wrong = await installation.post("/totp/disable", {"password": "wrong"}, bearer=desk)
    refused(wrong, 409, "identity.wrong-password")
    succeeded(await installation.post("/totp/disable", {"password": PASSWORD}, bearer=desk))
    await lakeside.sign_in(email)


@pytest.mark.parametrize("path", ["/totp/enrol", "/totp/disable", "/totp/recovery-codes"])
async def test_what_has_changed_since(
    installation: Installation, lakeside: OpenedClinic, clock: SetClock, path: str
) -> None:
    """If-Match with a version that is over is refused, and changes nothing."""
    _, _, desk = await lakeside.member()
    if path != "/totp/enrol":
        await enrolled(installation, clock, desk)
    stale = await installation.post(path, {"password": PASSWORD}, bearer=desk, If_Match='"99"')
    refused(stale, 412, "request.stale-version")


async def test_an_owner_helps(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """An owner sees who has a second factor, and takes it off an account; nobody else does."""
    email, account, desk = await lakeside.member()
    await enrolled(installation, clock, desk)
    shown = succeeded(await installation.get(f"/accounts/{account}", bearer=lakeside.owner))
    assert shown["totp_since"] is not None
    refused(await installation.post(f"/accounts/{account}/totp/reset", bearer=desk), 403, "request.forbidden")
    succeeded(await installation.post(f"/accounts/{account}/totp/reset", bearer=lakeside.owner))
    await lakeside.sign_in(email)


@pytest.mark.parametrize("stack", ["postgres"], indirect=True)
async def test_nothing_of_it_can_be_read(
    installation: Installation, lakeside: OpenedClinic, clock: SetClock, database: Database
) -> None:
    """The secret and the codes stand nowhere in clear, neither as they are nor as what a device makes of them."""
    email, account, desk = await lakeside.member()
    device, codes = await enrolled(installation, clock, desk)
    succeeded(await signing_in(lakeside, email, codes[0]))
    async with database.connected(OWNER) as connection:
        rows = [
            *await connection.fetch("select data from event where stream_id = $1", UUID(account)),
            *await connection.fetch("select sealed from second_factor where account_id = $1", UUID(account)),
        ]
        names = await connection.fetch("select name from event where stream_id = $1 order by version", UUID(account))
    stored = b" ".join(row[0] for row in rows)
    assert [text for text in (device.secret, *codes) if text.encode() in stored] == []
    assert [row["name"].rpartition(".")[2] for row in names][-3:] == [
        "totp-enrolled",
        "totp-confirmed",
        "recovery-code-used",
    ]
