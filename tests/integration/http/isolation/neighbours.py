"""Two clinics that have something of everything, and people of one who bear the very ids of the other's people.

Nobody is nearer to another clinic than such a twin: same account, same patient, same provider, another clinic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from application.scheduling.streams import availability_of
from application.shared.actor import Actor
from domain.shared.identifiers import AccountId, PatientId, ProviderId
from domain.shared.roles import Role
from domain.shared.scopes import Scope
from infrastructure.clocks import SystemClock
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.scheduling.day_board import DayBoardFollower
from integration.background import eventually, in_background
from integration.clinics import join
from integration.databases import Database
from integration.http.conventions.placements import Ids, ids_of
from integration.http.patients.registry import registered
from integration.http.scheduling.practice import NINE, Practice, done, practice
from integration.people import Clinic, Person
from integration.stack import Stack
from unit.identity.application.device import Device

PASSWORD = "eight calm cranes at noon"

Values = Mapping[str, str]
"""What stands for a name in a body that is no id: a secret, an address, a number."""

NOBODYS: Values = {
    "address": "nobody@example.org",
    "value": "Z-9",
    "password": "four grey herons at dusk",
    "current": "four grey herons at dusk",
    "token": "pcinv_" + "A" * 43,
    "refresh_token": "pcrt_" + "A" * 43,
}
"""Of the form that such values have."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Ours, theirs, and what is theirs by every name."""

    ours: Practice
    our_ids: Ids
    theirs: Practice
    their_ids: Ids
    their_values: Values
    their_token: str
    """A consistency token of theirs."""
    their_people: Mapping[Role, Person]
    """Somebody of each role, all under one account."""
    their_nearest: Sequence[Person]
    """Who reach the patient's record without being that patient: a proxy, and whoever has another record that is linked
    to it."""
    our_calendar: str
    """The address of a link to the patient's calendar."""
    their_calendar: str
    their_revoked_calendar: str
    their_streams: frozenset[str]
    """The ids of all that is theirs, but for two: that account, which is their twins' own, and the provider's hours,
    whose id anybody can tell from the provider's."""

    async def twins(self, stack: Stack) -> dict[Role, Person]:
        """Sign in at ours, over a stack, who bears the ids of theirs.

        Their answers are not held against the OpenAPI document: an application without walls keeps no promise.
        """
        stack.credentials.name(self.ours.clinic.slug, self.ours.clinic.id)
        return {role: await self._twin(person, stack) for role, person in self.their_people.items()}

    async def nearest_twins(self, stack: Stack) -> list[Person]:
        """Sign in at ours who bear the ids of ``their_nearest``, in the same way."""
        return [await self._twin(person, stack) for person in self.their_nearest]

    async def _twin(self, person: Person, stack: Stack) -> Person:
        twin = await stack.admit(msgspec.structs.replace(person.actor, clinic=self.ours.clinic.id))
        twin.http.event_hooks = {}
        return twin


async def neighbours(stack: Stack, database: Database, follower_pool: Pool) -> Neighbours:
    """Open two clinics, let everything happen in both, and let the followers see it."""
    ours, theirs = [await practice(await stack.open_clinic()) for _ in range(2)]
    our_ids, their_ids = await ids_of(ours), await ids_of(theirs)
    number = {"identifier": {"system": "mrn", "value": "T-77"}}
    await done(await theirs.desk.http.post(f"/patients/{theirs.patient}/identifiers", json=number))
    account, values = await secrets_of(theirs.clinic)
    nearest = [await _proxy_of(theirs, stack), await _linked_to(theirs, stack)]
    (_, our_calendar), (_, calendar), (link, revoked) = [await _calendar_of(at) for at in (ours, theirs, theirs)]
    await done(await theirs.desk.http.post(f"/calendar-links/{link}/revoke", json={}))
    booked = await theirs.book(NINE.replace(hour=19))
    await _follow(stack, database, follower_pool, theirs, booked.headers["Consistency-Token"])
    people = {role: await stack.admit(_named(theirs.clinic[role].actor, account, their_ids)) for role in Role}
    await _with_a_device(people[Role.OWNER], stack)
    named = [account, availability_of(ProviderId(UUID(their_ids["provider"])))]
    async with database.connected("postgres") as superuser:
        streams = await superuser.fetch(
            "select distinct stream_id from event where clinic_id = $1 and stream_id <> all($2)",
            theirs.clinic.id,
            named,
        )
    return Neighbours(
        ours=ours,
        our_ids=our_ids,
        theirs=theirs,
        their_ids=their_ids,
        their_values=values,
        their_token=booked.headers["Consistency-Token"],
        their_people=people,
        their_nearest=nearest,
        our_calendar=our_calendar,
        their_calendar=calendar,
        their_revoked_calendar=revoked,
        their_streams=frozenset(str(row["stream_id"]) for row in streams) | set(their_ids.values()),
    )


async def _with_a_device(owner: Person, stack: Stack) -> None:
    """Give their owner a second factor, without which nobody demands one of others."""
    enrolled = await done(await owner.http.post("/totp/enrol", json={"password": PASSWORD}))
    await done(await owner.http.post("/totp/confirm", json={"code": Device(stack.clock, enrolled["secret"]).shown}))


async def _proxy_of(theirs: Practice, stack: Stack) -> Person:
    """Let somebody in on everything that can be opened to a proxy, and see that it is."""
    leo = await stack.somebody(theirs.clinic, Role.PATIENT)
    await join(stack, (leo.actor,))
    naming = {"account": str(leo.actor.id), "scopes": [str(scope) for scope in Scope]}
    await done(await theirs.desk.http.post(f"/patients/{theirs.patient}/proxies", json=naming))
    await done(await leo.http.get(f"/patients/{theirs.patient}"))
    return leo


async def _linked_to(theirs: Practice, stack: Stack) -> Person:
    """Let the patient have a second record, with an account, and see that it reaches the first."""
    again = await registered(theirs.desk, family="Lind")
    mia = await stack.somebody(theirs.clinic, Role.PATIENT, patient=UUID(again))
    linking = {"patient": again, "survivor": theirs.patient, "reason": "One person"}
    await done(await theirs.desk.http.post("/patient-links", json=linking))
    await done(await mia.http.get(f"/patients/{theirs.patient}"))
    return mia


async def _calendar_of(at: Practice) -> tuple[str, str]:
    """Issue a link to the patient's calendar, and give its id and its address."""
    issued = await done(await at.desk.http.post(f"/patients/{at.patient}/calendar-links", json={}))
    return issued["id"], issued["address"]


async def secrets_of(clinic: Clinic) -> tuple[AccountId, Values]:
    """Have somebody accept an invitation and sign in, and leave a second invitation open."""
    at = f"/clinics/{clinic.slug}"
    open_door = clinic.people[Role.VISITOR].http
    invited, waiting = [
        await done(await clinic.owner.http.post("/accounts", json={"email": {"address": address}, "role": "owner"}))
        for address in ("theirs@example.org", "waiting@example.org")
    ]
    accepting = {"token": invited["invitation_token"], "password": PASSWORD}
    await done(await open_door.post(f"{at}/invitations/accept", json=accepting))
    signing_in = {"email": {"address": "theirs@example.org"}, "password": PASSWORD}
    signed_in = await done(await open_door.post(f"{at}/sessions", json=signing_in))
    return AccountId(UUID(invited["id"])), {
        "address": "theirs@example.org",
        "value": "T-77",
        "password": PASSWORD,
        "current": PASSWORD,
        "token": waiting["invitation_token"],
        "refresh_token": signed_in["refresh_token"],
    }


async def _follow(stack: Stack, database: Database, pool: Pool, theirs: Practice, token: str) -> None:
    """Follow the log until their board and their feed show the token's fact."""
    process = FollowerProcess(database.url, pool, stack.container.shared().codec(), SystemClock(), [DayBoardFollower()])

    async def seen() -> bool:
        headers: dict[str, Any] = {"Consistency-Token": token}
        board = await theirs.desk.http.get("/day-board", params={"day": "2030-05-15"}, headers=headers)
        return board.is_success and bool(board.json()["items"])

    async with in_background(process.run):
        await eventually(seen)


def _named(actor: Actor, account: AccountId, ids: Ids) -> Actor:
    return msgspec.structs.replace(
        actor,
        id=account,
        patient=PatientId(UUID(ids["patient"])) if actor.role is Role.PATIENT else None,
        provider=ProviderId(UUID(ids["provider"])) if actor.role is Role.CLINICIAN else None,
    )
