"""``python -m integration.http.forgery``: bring forged, changed, spent and stolen tokens to a running API, and count.

Prints one line of JSON, which `make proofs PROOF=P17` tells. The environment names the API's own servers and keys.
"""

import argparse
import asyncio
import time
from uuid import UUID, uuid4

import httpx
import msgspec
import structlog
from bench.proofs.credentials import credential

from application.shared.actor import Actor
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.opening import opened
from infrastructure.settings import load_settings
from integration.crypto.forgeries import forged
from integration.crypto.forging.forger import Forger
from integration.http.forgery.presenting import SENDERS, Presenter, mutated
from integration.http.forgery.staying import Family
from integration.http.identity.installation import PASSWORD, an_email, opening


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    good: bool
    """Whether the token that everything was forged from was good, before and after."""
    forged: int
    unsendable: int
    """Of the forged: those that no client can put into a header."""
    mutated: int
    accepted: list[str]
    """Names of what was taken."""
    seen: dict[str, int]
    """Families of refresh tokens, by what came of them."""
    seconds: float


async def main() -> Told:
    """Bring as much as the command line says."""
    options = argparse.ArgumentParser()
    options.add_argument("address")
    for name in ("seed", "mutations", "families"):
        options.add_argument(f"--{name}", type=int, required=True)
    given = options.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    limits = httpx.Limits(max_connections=SENDERS)
    async with (
        opened(load_settings()) as container,
        httpx.AsyncClient(base_url=given.address, timeout=60, limits=limits) as http,
    ):
        family, owner = await _entered(container, http)
        good = credential(container, owner)["Authorization"].removeprefix("Bearer ")
        presenter, began = Presenter(http), time.monotonic()
        was_good = await presenter.opens(good.encode())
        tricks = forged(Forger(container.signing_keys(), good))
        # Spaces round a header's value are no part of it, so these are the good token itself.
        brought = {name: token for name, token in tricks.items() if token.strip() != good}
        count = await presenter.presents(
            (name, token.encode("utf-8", "surrogateescape")) for name, token in brought.items()
        )
        changed = await presenter.presents(mutated(good.encode(), given.mutations, given.seed))
        for _ in range(given.families):
            await family.loses_an_answer()
            await family.is_robbed()
        return Told(
            good=was_good and await presenter.opens(good.encode()),
            forged=count,
            unsendable=len(presenter.unsendable),
            mutated=changed,
            accepted=presenter.accepted,
            seen=family.seen,
            seconds=time.monotonic() - began,
        )


async def _entered(container: ApplicationContainer, http: httpx.AsyncClient) -> tuple[Family, Actor]:
    """Open a clinic as an operator does, and let its owner in."""
    operator, email, slug = an_email(), an_email(), f"clinic-{uuid4().hex[:12]}"
    await container.identity().clinics().operators().add(EmailAddress(address=operator), PASSWORD)
    signing_in = {"email": {"address": operator}, "password": PASSWORD}
    signed_in = (await http.post("/operator/sessions", json=signing_in)).raise_for_status().json()
    bearer = {"Authorization": f"Bearer {signed_in['access_token']}"}
    made = (await http.post("/clinics", json=opening(slug, email), headers=bearer)).raise_for_status().json()
    accepting = {"token": made["invitation_token"], "password": PASSWORD}
    (await http.post(f"/clinics/{slug}/invitations/accept", json=accepting)).raise_for_status()
    owner = Actor(clinic=ClinicId(UUID(made["id"])), id=AccountId(UUID(made["owner"])), role=Role.OWNER)
    return Family(http, slug, email, PASSWORD), owner


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(main())).decode())  # noqa: T201 - what it is for
