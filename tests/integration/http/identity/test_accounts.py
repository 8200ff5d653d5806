"""People are invited, accept, change their password, and leave."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from infrastructure.postgres.provisioning import OWNER
from integration.clock import SetClock
from integration.databases import Database
from integration.http.identity.installation import (
    OTHER_PASSWORD,
    Installation,
    OpenedClinic,
    an_email,
    refused,
    succeeded,
)

MIA = {"demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"}}


async def test_joining_a_clinic(installation: Installation, lakeside: OpenedClinic) -> None:
    """Who was invited sets a password, signs in, and may do what their role may."""
    email, receipt = await lakeside.invite("front_desk")
    account = f"/accounts/{receipt['id']}"
    waiting = succeeded(await installation.get(account, bearer=lakeside.owner))
    assert (waiting["email"], waiting["role"], waiting["accepted_at"]) == ({"address": email}, "front_desk", None)
    refused(await lakeside.try_to_sign_in(email), 401, "identity.sign-in-refused")
    await lakeside.accept(receipt["invitation_token"])
    desk = (await lakeside.sign_in(email.upper()))["access_token"]
    succeeded(await installation.post("/patients", MIA, bearer=desk))
    assert succeeded(await installation.get(account, bearer=desk))["accepted_at"] is not None


async def test_an_invitation_is_accepted_once(installation: Installation, lakeside: OpenedClinic) -> None:
    """A stolen old link is worth nothing."""
    _, receipt = await lakeside.invite()
    await lakeside.accept(receipt["invitation_token"])
    body = {"token": receipt["invitation_token"], "password": OTHER_PASSWORD}
    again = await installation.post(lakeside.at("/invitations/accept"), body)
    refused(again, 409, "identity.invitation-already-accepted")


async def test_an_invitation_ends(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """After a week an invitation is not accepted."""
    _, receipt = await lakeside.invite()
    clock.at += timedelta(days=7)
    body = {"token": receipt["invitation_token"], "password": OTHER_PASSWORD}
    refused(await installation.post(lakeside.at("/invitations/accept"), body), 409, "identity.invitation-expired")


async def test_a_short_password(installation: Installation, lakeside: OpenedClinic) -> None:
    """A password has at least twelve characters; the invitation can still be accepted."""
    _, receipt = await lakeside.invite()
    body = {"token": receipt["invitation_token"], "password": "eleven char"}
    refused(await installation.post(lakeside.at("/invitations/accept"), body), 409, "identity.password-too-short")
    await lakeside.accept(receipt["invitation_token"])


async def test_a_password_that_is_guessed_first(installation: Installation, lakeside: OpenedClinic) -> None:
    """A common password, a run and the clinic's name are refused; the invitation can still be accepted."""
    _, receipt = await lakeside.invite()
    for password, code in (
        ("Liverpool 1892", "identity.password-too-common"),
        ("123456789012", "identity.password-is-a-run"),
        ("lakeside family care 1", "identity.password-is-a-name"),
    ):
        body = {"token": receipt["invitation_token"], "password": password}
        refused(await installation.post(lakeside.at("/invitations/accept"), body), 409, code)
    await lakeside.accept(receipt["invitation_token"])


async def test_invitations_of_elsewhere(
    installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic
) -> None:
    """An invitation opens nothing at another clinic, and an invented one nothing anywhere."""
    _, receipt = await lakeside.invite()
    token = receipt["invitation_token"]
    altered = token[:-1] + ("a" if token[-1] != "a" else "b")
    for clinic, presented in ((hilltop, token), (lakeside, altered), (lakeside, "nonsense")):
        body = {"token": presented, "password": OTHER_PASSWORD}
        answer = await installation.post(clinic.at("/invitations/accept"), body)
        refused(answer, 404, "identity.invitation-unknown")


async def test_one_account_an_address(
    installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic
) -> None:
    """An address has one account in a clinic, however it is written; another clinic knows nothing of it."""
    email, _ = await lakeside.invite()
    body = {"email": {"address": email.upper()}, "role": "auditor"}
    refused(await installation.post("/accounts", body, bearer=lakeside.owner), 409, "identity.email-taken")
    succeeded(await installation.post("/accounts", body, bearer=hilltop.owner))


async def test_two_invitations_at_once(installation: Installation, lakeside: OpenedClinic) -> None:
    """Of many invitations to one address at the same moment one is made, the others hear the rule."""
    body = {"email": {"address": an_email()}, "role": "auditor"}
    sent = (installation.post("/accounts", body, bearer=lakeside.owner) for _ in range(8))
    codes = sorted(answer.json().get("code", "made") for answer in await asyncio.gather(*sent))
    assert codes == ["identity.email-taken"] * 7 + ["made"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"role": "operator"}, "identity.operator-belongs-to-no-clinic"),
        ({"role": "integration"}, "identity.role-has-no-account"),
        ({"role": "visitor"}, "identity.role-has-no-account"),
        ({"role": "patient"}, "identity.patient-account-needs-patient"),
        ({"role": "clinician"}, "identity.clinician-account-needs-provider"),
    ],
)
async def test_roles_that_nobody_is_invited_to(
    installation: Installation, lakeside: OpenedClinic, body: dict[str, Any], code: str
) -> None:
    """Nobody becomes the operator or a program by invitation, nor a clinician without a place in the directory."""
    answer = await installation.post("/accounts", {"email": {"address": an_email()}, **body}, bearer=lakeside.owner)
    refused(answer, 409, code)


async def test_the_front_desk_invites_patients_only(
    installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic
) -> None:
    """The front desk lets a patient of the clinic open an account, and nobody else."""
    _, _, desk = await lakeside.member()
    body = {"email": {"address": an_email()}}
    mia = succeeded(await installation.post("/patients", MIA, bearer=desk))["id"]
    stranger = succeeded(await installation.post("/patients", MIA, bearer=hilltop.owner))["id"]
    refused(await installation.post("/accounts", {**body, "role": "owner"}, bearer=desk), 403, "request.forbidden")
    for strange in (stranger, uuid4()):
        refused(await installation.post(f"/patients/{strange}/account", body, bearer=desk), 404, "request.not-found")
    receipt = succeeded(await installation.post(f"/patients/{mia}/account", body, bearer=desk))
    await lakeside.accept(receipt["invitation_token"])
    signed = (await lakeside.sign_in(body["email"]["address"]))["access_token"]
    assert succeeded(await installation.get(f"/patients/{mia}", bearer=signed))["id"] == mia
    other = succeeded(await installation.post("/patients", {**MIA, "insist": True}, bearer=desk))["id"]
    refused(await installation.get(f"/patients/{other}", bearer=signed), 404, "request.not-found")


async def test_a_clinicians_place_in_the_directory(
    installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic
) -> None:
    """A clinician is a provider of this clinic; one of another clinic is unknown."""
    body = {"email": {"address": an_email()}, "role": "clinician", "provider": hilltop.id}
    refused(await installation.post("/accounts", body, bearer=lakeside.owner), 404, "request.not-found")


async def test_changing_the_password(installation: Installation, lakeside: OpenedClinic) -> None:
    """Another password counts from now on, and every session ends."""
    email, _, desk = await lakeside.member()
    other_device = await lakeside.sign_in(email)
    wrong = {"current": OTHER_PASSWORD, "new": OTHER_PASSWORD}
    refused(await installation.post("/password", wrong, bearer=desk), 409, "identity.wrong-password")
    right = {"current": "seven wild geese at dawn", "new": OTHER_PASSWORD}
    succeeded(await installation.post("/password", right, bearer=desk))
    refused(await lakeside.try_to_sign_in(email), 401, "identity.sign-in-refused")
    problem = refused(await lakeside.refresh(other_device["refresh_token"]), 401, "identity.session-over")
    assert problem["why"] == "password-changed"
    await lakeside.sign_in(email, OTHER_PASSWORD)


async def test_leaving(installation: Installation, lakeside: OpenedClinic) -> None:
    """A disabled account signs in no more and stays signed in no more; its address may be invited again."""
    email, account, _ = await lakeside.member()
    device = await lakeside.sign_in(email)
    succeeded(await installation.post(f"/accounts/{account}/disable", bearer=lakeside.owner))
    refused(await lakeside.try_to_sign_in(email), 401, "identity.sign-in-refused")
    refused(await lakeside.refresh(device["refresh_token"]), 401, "identity.session-over")
    again = await installation.post(f"/accounts/{account}/disable", bearer=lakeside.owner)
    refused(again, 409, "identity.account-disabled")
    body = {"email": {"address": email}, "role": "auditor"}
    succeeded(await installation.post("/accounts", body, bearer=lakeside.owner))


async def test_taking_an_invitation_back(installation: Installation, lakeside: OpenedClinic) -> None:
    """An invitation that the clinic took back is not accepted."""
    _, receipt = await lakeside.invite()
    succeeded(await installation.post(f"/accounts/{receipt['id']}/disable", bearer=lakeside.owner))
    body = {"token": receipt["invitation_token"], "password": OTHER_PASSWORD}
    refused(await installation.post(lakeside.at("/invitations/accept"), body), 409, "identity.account-disabled")


async def test_the_last_owner_stays(installation: Installation, lakeside: OpenedClinic) -> None:
    """A clinic always keeps an owner."""
    accounts = succeeded(await installation.get("/accounts", bearer=lakeside.owner))["items"]
    own = await installation.post(f"/accounts/{accounts[0]['id']}/disable", bearer=lakeside.owner)
    refused(own, 409, "identity.last-owner")


async def test_all_owners_leave_at_once(installation: Installation, lakeside: OpenedClinic) -> None:
    """Of many owners who leave at the same moment the last one stays."""
    first = succeeded(await installation.get("/accounts", bearer=lakeside.owner))["items"][0]["id"]
    others = [await lakeside.member("owner") for _ in range(3)]
    everybody = [(first, lakeside.owner), *((account, bearer) for _, account, bearer in others)]
    leaving = (installation.post(f"/accounts/{account}/disable", bearer=bearer) for account, bearer in everybody)
    codes = sorted(answer.json().get("code", "left") for answer in await asyncio.gather(*leaving))
    assert codes == ["identity.last-owner", "left", "left", "left"]


async def test_two_owners_put_each_other_out(installation: Installation, lakeside: OpenedClinic) -> None:
    """Of two owners who disable each other at the same moment one stays, and may still invite."""
    first = succeeded(await installation.get("/accounts", bearer=lakeside.owner))["items"][0]["id"]
    _, second, seconds = await lakeside.member("owner")
    sent = ((second, lakeside.owner), (first, seconds))
    ends = await asyncio.gather(
        *(installation.post(f"/accounts/{account}/disable", bearer=bearer) for account, bearer in sent)
    )
    codes = {end.json().get("code", "done") for end in ends}
    # Whoever comes second is told by what is heard of first: that the account is disabled, or that the session is over.
    assert codes in ({"done", "identity.account-disabled"}, {"done", "identity.session-over"})
    stayed = lakeside.owner if ends[0].is_success else seconds
    succeeded(await installation.post("/accounts", {"email": {"address": an_email()}, "role": "owner"}, bearer=stayed))


async def test_who_has_left_lets_nobody_in(installation: Installation, lakeside: OpenedClinic) -> None:
    """An access token does not outlive its account: it neither invites nor hands out a key."""
    _, account, bearer = await lakeside.member("owner")
    succeeded(await installation.post(f"/accounts/{account}/disable", bearer=lakeside.owner))
    invitation = {"email": {"address": an_email()}, "role": "owner"}
    key = {
        "name": "Lab",
        "holder": {"is": "the-clinic"},
        "scopes": ["patients.get-patient"],
        "expires_at": "2030-08-01T00:00:00Z",
    }
    for path, body in (("/accounts", invitation), ("/api-keys", key)):
        refused(await installation.post(path, body, bearer=bearer), 401, "identity.session-over")


async def test_foreign_accounts_are_unknown(
    installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic
) -> None:
    """An account of another clinic is as unknown as one that never was."""
    _, receipt = await lakeside.invite()
    for strange in (receipt["id"], uuid4()):
        refused(await installation.get(f"/accounts/{strange}", bearer=hilltop.owner), 404, "request.not-found")
        disabling = await installation.post(f"/accounts/{strange}/disable", bearer=hilltop.owner)
        refused(disabling, 404, "request.not-found")


async def test_paging_through_accounts(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """Accounts are listed in the order of their invitations, a page at a time."""
    invited = []
    for _ in range(4):
        clock.at += timedelta(seconds=1)
        invited.append((await lakeside.invite())[1]["id"])
    found: list[str] = []
    after = ""
    while True:
        page = succeeded(await installation.get(f"/accounts?limit=2{after}", bearer=lakeside.owner))
        found += [account["id"] for account in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found[1:] == invited


async def test_an_account_as_of_now(installation: Installation, lakeside: OpenedClinic) -> None:
    """As of now, an account is what it is, byte for byte."""
    _, account, _ = await lakeside.member()
    moment = installation.stack.clock.now().isoformat().replace("+", "%2B")
    now = await installation.get(f"/accounts/{account}", bearer=lakeside.owner)
    as_of = await installation.get(f"/accounts/{account}?as_of={moment}", bearer=lakeside.owner)
    assert as_of.content == now.content


@pytest.mark.parametrize("stack", ["postgres"], indirect=True)
async def test_nothing_personal_and_no_secret_in_clear(lakeside: OpenedClinic, database: Database) -> None:
    """No table of the clinic holds an address, a password or a token as it was said."""
    email, receipt = await lakeside.invite()
    await lakeside.accept(receipt["invitation_token"])
    signed = await lakeside.sign_in(email)
    said = (email, "seven wild geese", receipt["invitation_token"], signed["refresh_token"], signed["access_token"])
    async with database.connected(OWNER) as connection:
        for table in ("event", "account", "account_email", "credential", "sign_in_session", "audit_entry", "feed"):
            rows = await connection.fetch(f"select t::text as row from {table} t")  # noqa: S608 - names above
            stored = "\n".join(row["row"] for row in rows)
            for text in said:
                assert text not in stored, table
                assert text.encode().hex() not in stored, table
