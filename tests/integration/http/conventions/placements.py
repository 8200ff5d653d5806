"""Where an id can stand: in every route's path, query and body, by the name that it goes by."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from domain.shared.roles import Role
from integration.http.patients.registry import registered
from integration.http.scheduling.practice import NINE, Practice, done
from integration.people import Person
from interfaces.http.application import ROUTES
from interfaces.http.calls import Standing
from interfaces.http.routes import CommandRoute, QueryRoute

SIGNED_IN = [route for route in ROUTES if route.standing is Standing.SIGNED_IN]

WITH_OWN_PASSWORD = frozenset(
    {
        "identity.change-password",
        "identity.enrol-totp",
        "identity.prove-again",
        "identity.disable-totp",
        "identity.renew-recovery-codes",
    }
)
"""Need a password of the actor's own, which the house's stand-ins do not have; identity's own tests send them."""

ASKED = {
    "from": NINE.isoformat(),
    "until": NINE.replace(hour=20).isoformat(),
    "visit_type": "follow-up-video",
    "jurisdiction": "US-NY",
    "zone": "America/New_York",
    "starts_at": NINE.replace(hour=16).isoformat(),
    "day": "2030-05-15",
    "on": "2030-05-15",
}
"""What queries need to be asked at all."""

PASSWORD = "six still swifts at dusk"

NAMES = (
    "patient",
    "survivor",
    "link",
    "provider",
    "room",
    "site",
    "appointment",
    "series",
    "hold",
    "contact",
    "identifier",
    "emergency_contact",
    "coverage",
    "authority",
    "account",
    "representation",
    "session",
    "api_key",
    "exception",
    "refusal",
    "entry",
    "calendar_link",
    "erasure",
    "legal_hold",
    "break_glass",
    "disclosure",
    "care_assignment",
)
"""What ids go by, in paths, queries and bodies."""

Ids = Mapping[str, str]
"""What stands for a name in a path, a query or a body: ``patient`` and so on."""


def operation(route: CommandRoute | QueryRoute) -> str:
    """Name a route's operation."""
    return route.command.operation if isinstance(route, CommandRoute) else route.query.operation


def placed(value: Any, ids: Ids) -> Any:
    """Put ids into a body, wherever a field goes by the name of one, or of several."""
    if isinstance(value, dict):
        return {name: _named(name, inner, ids) for name, inner in value.items()}
    return [placed(inner, ids) for inner in value] if isinstance(value, list) else value


def _named(name: str, value: Any, ids: Ids) -> Any:
    if name in ids and isinstance(value, str):
        return ids[name]
    one = singular(name)
    if one in ids and isinstance(value, list) and all(isinstance(inner, str) for inner in value):
        return [ids[one] for _ in value]
    return placed(value, ids)


def singular(name: str) -> str:
    """Give the name by which each of several goes."""
    return name.removesuffix("s")


async def ids_of(theirs: Practice, *, key_until: str = "2030-08-01T00:00:00Z") -> Ids:
    """Make something of everything at a practice, and give an id for every name that an id goes by.

    ``key_until`` is the end of its service key, whose year begins on the server's day, whatever a sandbox's clock says.
    """
    desk, owner = theirs.desk.http, theirs.clinic.owner.http
    record = await done(await desk.get(f"/patients/{theirs.patient}"))
    number = {"identifier": {"system": "mrn", "value": "A-1"}}
    identifier = (await done(await desk.post(f"/patients/{theirs.patient}/identifiers", json=number)))["identifier"]
    leo = {"name": {"family": "Okafor", "given": "Leo"}, "relationship": "spouse", "phone": {"number": "+12025550166"}}
    to_call = await done(await desk.post(f"/patients/{theirs.patient}/emergency-contacts", json={"contact": leo}))
    card = {"rank": "tertiary", "payer": "Harbor Mutual", "member_id": "HM-9", "relationship": "self"}
    covered = {"coverage": card | {"valid_from": "2029-01-01", "valid_until": "2029-12-31"}}
    coverage = await done(await desk.post(f"/patients/{theirs.patient}/coverages", json=covered))
    directory = await done(await owner.get(f"/providers/{theirs.provider}"))
    later = theirs.booking(NINE.replace(hour=18))
    hold = (await done(await desk.post("/holds", json={"visit": later["visit"]})))["id"]
    invited = await done(await owner.post("/representatives", json={"email": {"address": "x@example.org"}}))
    acting = {"account": invited["id"], "scopes": ["record"]}
    representation = (await done(await desk.post(f"/patients/{theirs.patient}/proxies", json=acting)))["id"]
    door, at = theirs.clinic[Role.VISITOR].http, f"/clinics/{theirs.clinic.slug}"
    accepting = {"token": invited["invitation_token"], "password": PASSWORD}
    await done(await door.post(f"{at}/invitations/accept", json=accepting))
    signing_in = {"email": {"address": "x@example.org"}, "password": PASSWORD}
    signed_in = await done(await door.post(f"{at}/sessions", json=signing_in))
    key = await done(
        await owner.post(
            "/api-keys",
            json={
                "name": "k",
                "holder": {"is": "the-clinic"},
                "scopes": ["patients.get-patient"],
                "expires_at": key_until,
            },
        )
    )
    leave = {"first_day": "2030-09-01", "last_day": "2030-09-07"}
    off = await done(await owner.post(f"/providers/{theirs.provider}/availability/time-off", json=leave))
    link = await done(await owner.post(f"/providers/{theirs.provider}/calendar-links", json={}))
    past = await desk.post("/appointments", json=theirs.booking(NINE - timedelta(days=2)))
    entry = await theirs.waits(visit_type="examination", providers=[theirs.provider])
    survivor, duplicate, other = [await registered(theirs.desk, given=given) for given in ("Ada", "Bea", "Cleo")]
    linking = {"patient": duplicate, "survivor": other, "reason": "One person"}
    linked = (await done(await desk.post("/patient-links", json=linking)))["id"]
    gone, kept = [await registered(theirs.desk, given=given) for given in ("Dora", "Edda")]
    erasure = (await done(await owner.post(f"/patients/{gone}/erasure", json={"reason": "patient-asked"})))["id"]
    held = (await done(await owner.post(f"/patients/{kept}/legal-holds", json={"matter": "A case"})))["id"]
    breaking = {"purpose": "emergency-treatment", "reason": "Brought in unconscious"}
    clinician = theirs.clinic[Role.CLINICIAN].http
    glass = (await done(await clinician.post(f"/patients/{theirs.patient}/break-glass", json=breaking)))["id"]
    assigning = {"provider": theirs.provider, "role": "primary"}
    _, assigned = [
        (await done(await desk.post(f"/patients/{patient}/care-team", json=assigning)))["id"]
        for patient in (survivor, theirs.patient)
    ]
    faxed = {
        "to": "County Health Department",
        "kinds": ["diagnoses"],
        "why": "A notifiable disease",
        "disclosed_at": "2029-05-14T09:00:00Z",
    }
    disclosure = (await done(await desk.post(f"/patients/{theirs.patient}/disclosures", json={"told": faxed})))["id"]
    ids = {
        "patient": theirs.patient,
        "survivor": survivor,
        "link": linked,
        "provider": theirs.provider,
        "room": theirs.room,
        "site": theirs.site,
        "appointment": await theirs.booked(),
        "series": await theirs.series_booked(),
        "hold": hold,
        "contact": record["contacts"][0]["id"],
        "identifier": identifier,
        "emergency_contact": to_call["emergency_contact"],
        "coverage": coverage["coverage"],
        "authority": directory["authorities"][0]["id"],
        "account": invited["id"],
        "representation": representation,
        "session": signed_in["id"],
        "api_key": key["id"],
        "exception": off["exception"],
        "calendar_link": link["id"],
        "refusal": past.json()["instance"].removeprefix("urn:uuid:"),
        "entry": entry,
        "erasure": erasure,
        "legal_hold": held,
        "break_glass": glass,
        "disclosure": disclosure,
        "care_assignment": assigned,
    }
    assert set(ids) == set(NAMES)
    return ids


def path_of(route: CommandRoute | QueryRoute, ids: Ids) -> str:
    """Give a route's path with ids in it."""
    return "/".join(ids[part[1:].partition(":")[0]] if part.startswith("{") else part for part in route.path.split("/"))


async def ask(person: Person, route: CommandRoute | QueryRoute, ids: Ids) -> httpx.Response:
    """Send a route's request with ids wherever it takes some."""
    path = path_of(route, ids)
    if isinstance(route, CommandRoute):
        return await person.http.post(path, json=placed(dict(route.example or {}), ids))
    asked = {field: ASKED[field] for field in route.query.__struct_encode_fields__ if field in ASKED}
    wanted = {field: ids[field] for field in route.query.__struct_encode_fields__ if field in ids}
    filters = {name: value for name, value in wanted.items() if f"{{{name}:" not in route.path}
    return await person.http.get(path, params=asked | filters)
