"""A sandbox of a running API with something of everything in it, and the credential of somebody in each role.

Its clock stands where the document's examples play, so that most of what they say can be done.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import msgspec
from bench.proofs.credentials import credential, lasting

from application.identity.clinics.open_clinic import ClinicOpened, OpenClinic
from application.shared.access import ACCESS
from application.shared.actor import Actor
from application.shared.execution import Call
from application.shared.key_vault import INSTALLATION
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.wiring import pipelines
from integration.http.conventions.placements import Ids, ids_of
from integration.http.exploration.spare import Spare, spare
from integration.http.isolation.neighbours import PASSWORD
from integration.http.scheduling.practice import NINE, done, practice
from integration.people import Clinic, Person

_KEY_LIFE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an explorer needs to know."""

    address: str
    slug: str
    ids: Ids
    spare: Spare
    headers: Mapping[Role, Mapping[str, str]]
    """The credential of each role; the integration's is a service key."""


@asynccontextmanager
async def prepared(container: ApplicationContainer, address: str) -> AsyncIterator[Prepared]:
    """Open a sandbox at an API, beside an application that shares its database and its keys."""
    async with AsyncExitStack() as life:
        entering = _Entering(container, address, life, Clinic(ClinicId(uuid4()), f"clinic-{uuid4().hex[:12]}"))
        clinic, owner = entering.clinic, await entering.opened()
        await done(await owner.post("/clinic/clock", json={"to": (NINE - timedelta(days=1)).isoformat()}))
        for role in (Role.FRONT_DESK, Role.AUDITOR):
            await entering.invited(role)
        at, key_until = await practice(clinic), (datetime.now(UTC) + _KEY_LIFE).isoformat()
        await entering.invited(Role.PATIENT, patient=at.patient)
        await entering.invited(Role.CLINICIAN, provider=at.provider)
        ids = await ids_of(at, key_until=key_until)
        used = await spare(at, key_until) | await entering.of_an_operator()
        for within in (act for act in used.values() if "access_token" in act):
            within["access_token"] = lasting(container, within["access_token"])
        scopes = [operation for operation, roles in ACCESS.items() if Role.INTEGRATION in roles]
        key = await done(
            await owner.post(
                "/api-keys",
                json={"name": "Explorer", "holder": {"is": "the-clinic"}, "scopes": scopes, "expires_at": key_until},
            )
        )
        credentials = {role: _credential(person) for role, person in clinic.people.items()}
        credentials[Role.INTEGRATION] = {"Authorization": f"Bearer {key['secret']}"}
        yield Prepared(address, clinic.slug, ids, used, credentials)


@dataclass(frozen=True, slots=True)
class _Entering:
    """How people come to a new sandbox."""

    container: ApplicationContainer
    address: str
    life: AsyncExitStack
    clinic: Clinic

    async def opened(self) -> httpx.AsyncClient:
        """Open the sandbox, and let its owner in."""
        for role in (Role.VISITOR, Role.OPERATOR):
            await self._admit(role, AccountId(uuid4()))
        opening = OpenClinic(
            name="Lakeside",
            slug=self.clinic.slug,
            zone=TimeZone(name="UTC"),
            locale="en",
            owner_email=EmailAddress(address="owner@example.org"),
            sandbox=True,
        )
        call = Call(actor=self.clinic[Role.OPERATOR].actor, request_id=uuid4(), budget=60)
        answer = await pipelines(self.container)[OpenClinic](opening, call)
        told = msgspec.json.decode(answer.body, type=ClinicOpened)
        door, accepting = self.clinic[Role.VISITOR].http, {"token": told.invitation_token, "password": PASSWORD}
        await done(await door.post(f"/clinics/{self.clinic.slug}/invitations/accept", json=accepting))
        await self._admit(Role.OWNER, told.owner)
        return self.clinic.owner.http

    async def invited(self, role: Role, **record: str) -> None:
        """Let the owner invite somebody, perhaps the one whom a record is about."""
        path, body = "/accounts", {"email": {"address": f"{role}@example.org"}, "role": role} | record
        if role is Role.PATIENT:
            path, body = f"/patients/{record['patient']}/account", {"email": body["email"]}
        account = await done(await self.clinic.owner.http.post(path, json=body))
        await self._admit(role, AccountId(UUID(account["id"])), **record)

    async def of_an_operator(self) -> Spare:
        """Add an operator, and sign them in once for each way in which a session goes on."""
        address, door = f"operator-{uuid4().hex[:12]}@example.org", self.clinic[Role.VISITOR].http
        await self.container.identity().clinics().operators().add(EmailAddress(address=address), PASSWORD)
        signing_in = {"email": {"address": address}, "password": PASSWORD}
        refreshed, ended = [await done(await door.post("/operator/sessions", json=signing_in)) for _ in range(2)]
        return {
            "identity.sign-in-operator": {"address": address, "password": PASSWORD},
            "identity.refresh-operator-session": {"refresh_token": refreshed["refresh_token"]},
            "identity.sign-out-operator": {"refresh_token": ended["refresh_token"]},
        }

    async def _admit(self, role: Role, account: AccountId, **record: str) -> None:
        actor = Actor(
            clinic=self.clinic.id,
            id=account,
            role=role,
            patient=PatientId(UUID(record["patient"])) if "patient" in record else None,
            provider=ProviderId(UUID(record["provider"])) if "provider" in record else None,
        )
        # Operators belong to no clinic; only what they do is done in one.
        bearer = msgspec.structs.replace(actor, clinic=INSTALLATION) if role is Role.OPERATOR else actor
        headers = {} if role is Role.VISITOR else credential(self.container, bearer)
        http = httpx.AsyncClient(base_url=self.address, headers=headers, timeout=60)
        self.clinic.people[role] = Person(actor, await self.life.enter_async_context(http))


def _credential(person: Person) -> dict[str, str]:
    sent = person.http.headers.get("Authorization")
    return {} if sent is None else {"Authorization": sent}
