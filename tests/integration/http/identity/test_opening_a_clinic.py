"""The operator opens a clinic; its first owner takes it from there."""

from datetime import timedelta
from uuid import uuid4

import pytest

from application.identity.clinics.operators import Operators
from domain.identity.account import EmailTaken
from domain.identity.password import PasswordTooShort
from domain.shared.contacts import EmailAddress
from integration.clock import SetClock
from integration.http.identity.installation import (
    PASSWORD,
    Installation,
    OpenedClinic,
    an_email,
    opening,
    refused,
    succeeded,
)


async def test_from_the_operator_to_the_owners_first_look(installation: Installation) -> None:
    """The operator opens a clinic, the owner accepts the invitation, signs in and sees the clinic."""
    slug, email = f"clinic-{uuid4().hex[:12]}", an_email()
    made = succeeded(await installation.post("/clinics", opening(slug, email), bearer=await installation.operator()))
    clinic = OpenedClinic(installation, slug, made["id"])
    await clinic.accept(made["invitation_token"])
    owner = await clinic.sign_in(email)
    assert owner["account"] == made["owner"]
    seen = succeeded(await installation.get("/clinic", bearer=owner["access_token"]))
    assert (seen["id"], seen["slug"], seen["zone"]) == (made["id"], slug, {"name": "America/New_York"})
    assert (seen["sites"], seen["rooms"], seen["version"]) == ([], [], 1)


async def test_each_short_name_once(installation: Installation, lakeside: OpenedClinic) -> None:
    """Two clinics do not share a short name, however much the operator wants it."""
    again = await installation.post(
        "/clinics", opening(lakeside.slug, an_email()), bearer=await installation.operator()
    )
    refused(again, 409, "identity.slug-taken")


async def test_reserved_and_malformed_short_names(installation: Installation) -> None:
    """A name of the installation's own is a rule's no; a name that cannot be one is malformed."""
    operator = await installation.operator()
    refused(
        await installation.post("/clinics", opening("admin", an_email()), bearer=operator),
        409,
        "identity.slug-reserved",
    )
    refused(await installation.post("/clinics", opening("A", an_email()), bearer=operator), 400, "request.malformed")


async def test_only_operators_open_clinics(installation: Installation, lakeside: OpenedClinic) -> None:
    """An owner opens no other clinic, and nobody opens one unasked."""
    body = opening(f"clinic-{uuid4().hex[:12]}", an_email())
    refused(await installation.post("/clinics", body, bearer=lakeside.owner), 403, "request.forbidden")
    refused(await installation.post("/clinics", body), 401, "request.not-signed-in")


async def test_operators_see_no_clinic(installation: Installation, lakeside: OpenedClinic) -> None:
    """The operator runs the installation and sees nothing of what is in it."""
    operator = await installation.operator()
    for path in ("/clinic", "/accounts", "/api-keys", f"/patients/{lakeside.id}"):
        refused(await installation.get(path, bearer=operator), 403, "request.forbidden")


async def test_a_rehearsal_opens_nothing(installation: Installation) -> None:
    """A dry run says what would happen and leaves the name free."""
    slug = f"clinic-{uuid4().hex[:12]}"
    operator = await installation.operator()
    for headers in ({"Prefer": "tx=rollback"}, {}):
        succeeded(await installation.post("/clinics", opening(slug, an_email()), bearer=operator, **headers))


async def test_secrets_are_not_kept_for_retries(installation: Installation) -> None:
    """What answers with a secret takes no idempotency key."""
    body = opening(f"clinic-{uuid4().hex[:12]}", an_email())
    keyed = await installation.post("/clinics", body, bearer=await installation.operator(), Idempotency_Key="once")
    refused(keyed, 400, "request.key-not-taken")


async def test_operators_stay_signed_in(installation: Installation, clock: SetClock) -> None:
    """An operator refreshes and signs out as everybody does."""
    email = an_email()
    operators: Operators = installation.stack.container.identity.clinics.operators()
    await operators.add(EmailAddress(address=email), PASSWORD)
    body = {"email": {"address": email.upper()}, "password": PASSWORD}
    first = succeeded(await installation.post("/operator/sessions", body))
    clock.at += timedelta(minutes=9)
    spent = {"refresh_token": first["refresh_token"]}
    second = succeeded(await installation.post("/operator/sessions/refresh", spent))
    assert second["refresh_token"] != first["refresh_token"]
    fresh = {"refresh_token": second["refresh_token"]}
    succeeded(await installation.post("/operator/sessions/end", fresh))
    refused(await installation.post("/operator/sessions/refresh", fresh), 401, "identity.session-over")


async def test_a_wrong_operators_password(installation: Installation) -> None:
    """A wrong password and an unknown address are refused alike."""
    for email in (an_email(), an_email()):
        body = {"email": {"address": email}, "password": "wrong"}
        refused(await installation.post("/operator/sessions", body), 401, "identity.sign-in-refused")


async def test_adding_operators(installation: Installation) -> None:
    """An operator has a password of some length, and an address of their own."""
    operators: Operators = installation.stack.container.identity.clinics.operators()
    email = EmailAddress(address=an_email())
    with pytest.raises(PasswordTooShort):
        await operators.add(email, "short")
    await operators.add(email, PASSWORD)
    with pytest.raises(EmailTaken):
        await operators.add(EmailAddress(address=email.address.upper()), PASSWORD)
