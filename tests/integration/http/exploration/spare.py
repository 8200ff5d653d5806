"""What an operation uses up, or needs in a state of its own: one for each, so that none takes it from another."""

from datetime import timedelta
from typing import Final

import httpx

from domain.shared.roles import Role
from infrastructure.clocks import SystemClock
from integration.http.isolation.neighbours import PASSWORD, secrets_of
from integration.http.patients.registry import registered
from integration.http.scheduling.practice import HOME, NINE, SITE, WHEREABOUTS, Practice, done, patient_of, provider_of
from interfaces.http.patients.commands import STATEMENT, TO_AN_AGENCY
from unit.identity.application.device import Device

Spare = dict[str, dict[str, str]]
"""By operation: what stands for a name in its path or its body; ``access_token`` where it has a session of its own."""

LAST: Final = frozenset({"identity.set-clock", "identity.advance-clock", "scheduling.set-booking-policy"})
"""Operations after which little can be booked any more."""

_STEP = timedelta(minutes=30)


async def spare(at: Practice, key_until: str) -> Spare:
    """Make something for every such operation."""
    return {
        **await _of_people(at, key_until),
        **await _of_patients(at),
        **await _of_providers(at),
        **await _of_visits(at),
    }


async def _of_people(at: Practice, key_until: str) -> Spare:
    owner = at.clinic.owner.http

    async def account(name: str) -> str:
        inviting = {"email": {"address": f"{name}@example.org"}, "role": "auditor"}
        return str((await done(await owner.post("/accounts", json=inviting)))["id"])

    async def key(name: str) -> str:
        issuing = {
            "name": name,
            "holder": {"is": "the-clinic"},
            "scopes": ["patients.get-patient"],
            "expires_at": key_until,
        }
        return str((await done(await owner.post("/api-keys", json=issuing)))["id"])

    _, secrets = await secrets_of(at.clinic)
    signing_in = {"email": {"address": secrets["address"]}, "password": PASSWORD}
    door = at.clinic.people[Role.VISITOR].http
    session, proven = [
        await done(await door.post(f"/clinics/{at.clinic.slug}/sessions", json=signing_in)) for _ in range(2)
    ]
    with_a_device, signed_in = await _signed_in(at, "device")
    await _enrol(door, signed_in)
    _, enrolling = await _signed_in(at, "enrolling")
    disabled = await account("disabled")
    await _enrol(door, owner.headers["Authorization"].removeprefix("Bearer "))  # who demands a second factor has one
    await done(await owner.post(f"/accounts/{disabled}/disable", json={}))
    return {
        "identity.accept-invitation": {"token": secrets["token"], "password": PASSWORD},
        "identity.sign-in": {"address": secrets["address"], "password": PASSWORD},
        "identity.refresh-session": {"refresh_token": secrets["refresh_token"]},
        "identity.sign-out": {"refresh_token": session["refresh_token"]},
        "identity.enrol-totp": {"access_token": enrolling},
        "identity.confirm-totp": {"access_token": enrolling},
        "identity.prove-again": {"access_token": proven["access_token"]},
        "identity.disable-account": {"account": await account("leaves")},
        "identity.enable-account": {"account": disabled},
        "identity.change-role": {"account": await account("changes")},
        "identity.change-password": {"current": PASSWORD},
        "identity.issue-api-key": {"expires_at": key_until},
        "identity.rotate-api-key": {"api_key": await key("rotated"), "expires_at": key_until},
        "identity.revoke-api-key": {"api_key": await key("revoked")},
        "identity.reset-totp": {"account": with_a_device},
    }


async def _signed_in(at: Practice, name: str) -> tuple[str, str]:
    """Have somebody who was invited sign in; give their account's id and the access token."""
    owner, door, there = at.clinic.owner.http, at.clinic[Role.VISITOR].http, f"/clinics/{at.clinic.slug}"
    email = {"address": f"{name}@example.org"}
    invited = await done(await owner.post("/accounts", json={"email": email, "role": "auditor"}))
    accepting = {"token": invited["invitation_token"], "password": PASSWORD}
    await done(await door.post(f"{there}/invitations/accept", json=accepting))
    signed_in = await done(await door.post(f"{there}/sessions", json={"email": email, "password": PASSWORD}))
    return str(invited["id"]), str(signed_in["access_token"])


async def _enrol(door: httpx.AsyncClient, access_token: str) -> None:
    """Give the account behind a token a second factor."""
    bearer = {"Authorization": f"Bearer {access_token}"}
    enrolled = await done(await door.post("/totp/enrol", json={"password": PASSWORD}, headers=bearer))
    device = Device(SystemClock(), enrolled["secret"])
    await done(await door.post("/totp/confirm", json={"code": device.shown}, headers=bearer))


async def _of_patients(at: Practice) -> Spare:
    desk, seen, gone = at.desk.http, await patient_of(at.clinic, "Noa"), await patient_of(at.clinic, "Ola")
    await done(await desk.post(f"/patients/{gone}/deactivate", json={"reason": "moved-away"}))
    contact = (await done(await desk.get(f"/patients/{seen}")))["contacts"][0]["id"]
    card = {"payer": "Harbor Mutual", "member_id": "HM-9", "relationship": "self", "valid_from": "2029-01-01"}
    ended, replaced = [
        (await done(await desk.post(f"/patients/{seen}/coverages", json={"coverage": card | {"rank": rank}})))[
            "coverage"
        ]
        for rank in ("secondary", "primary")
    ]
    asked = f"/patients/{await registered(at.desk, given='Max')}/erasure"
    erasure = (await done(await desk.post(asked, json={"reason": "patient-asked"})))["id"]
    teams = {name: (await provider_of(at.clinic), await patient_of(at.clinic, name)) for name in ("Ivy", "Jan")}
    provider, jan = teams["Jan"]
    assigning = {"provider": provider, "role": "primary"}
    assigned = (await done(await desk.post(f"/patients/{jan}/care-team", json=assigning)))["id"]
    told, quietly = {"told": TO_AN_AGENCY}, {"told": TO_AN_AGENCY, "statement": STATEMENT}
    open_, suspended = [
        (await done(await at.clinic.owner.http.post(f"/patients/{seen}/{path}", json=body)))["id"]
        for path, body in (("disclosures", told), ("suspended-disclosures", quietly))
    ]
    return {
        "patients.assign-provider": dict(zip(("provider", "patient"), teams["Ivy"], strict=True)),
        "patients.unassign-provider": {"patient": jan, "care_assignment": assigned},
        "patients.suspend-disclosure": {"disclosure": open_},
        "patients.lift-suspension": {"disclosure": suspended},
        "patients.register-patient": {"family": "Haddad", "given": "Noor", "birth_date": "1955-11-02"},
        "patients.add-contact": {"number": "+12025550177"},
        "patients.give-consent": {"kind": "recording"},
        "patients.verify-contact": {"patient": seen, "contact": contact},
        "patients.withdraw-consent": {"patient": seen},
        "patients.end-coverage": {"patient": seen, "coverage": ended},
        "patients.replace-coverage": {"patient": seen, "coverage": replaced},
        "patients.deactivate-patient": {"patient": await patient_of(at.clinic, "Pia")},
        "patients.reactivate-patient": {"patient": gone},
        "patients.name-guardian": {"patient": await registered(at.desk, given="Kit", birth_date="2024-02-29")},
        "patients.name-proxy": {"patient": seen},
        "patients.link-patients": {"patient": await registered(at.desk, given="Lou")},
        "patients.request-erasure": {"patient": await registered(at.desk, given="Nia")},
        "patients.approve-erasure": {"erasure": erasure},
        "identity.invite-patient": {"patient": seen, "address": "noa@example.org"},
    }


async def _of_providers(at: Practice) -> Spare:
    owner = at.clinic.owner.http
    other, leaving, suspended = [await provider_of(at.clinic) for _ in range(3)]
    await done(await owner.post(f"/providers/{suspended}/suspend", json={"reason": "Under review"}))
    revoked = (await done(await owner.get(f"/providers/{other}")))["authorities"][0]["id"]
    licence = {"kind": "license", "profession": "physician", "jurisdiction": "US-NJ", "valid_from": "2020-01-01"}
    granting = {"authority": licence | {"valid_until": "2030-06-30"}, "number": "NJ-1"}
    renewed = (await done(await owner.post(f"/providers/{other}/authorities", json=granting)))["authority"]
    room = (await done(await owner.post(f"/clinic/sites/{at.site}/rooms", json={"name": "Room 9"})))["room"]
    closing = (await done(await owner.post("/clinic/sites", json=SITE | {"name": "Closing down"})))["site"]
    return {
        "providers.renew-authority": {"provider": other, "authority": renewed},
        "providers.revoke-authority": {"provider": other, "authority": revoked},
        "providers.withdraw-visit-type": {"provider": other, "code": "examination"},
        "providers.suspend-provider": {"provider": other},
        "providers.leave-provider": {"provider": leaving},
        "providers.reinstate-provider": {"provider": suspended},
        "scheduling.set-weekly-hours": {"provider": other},
        "scheduling.add-time-off": {"provider": other},
        "identity.retire-room": {"room": room},
        "identity.close-site": {"site": closing},
        "identity.set-clock": {"to": (NINE + timedelta(days=30)).isoformat()},
    }


async def _of_visits(at: Practice) -> Spare:
    """Book one visit for each step that it can take, leave a time for each that is to be booked, and let time pass."""
    steps = ("mark-no-show", "mark-not-held", "fulfil-appointment", "check-in", "note-arrival", "confirm-attendance")
    visits = {step: await at.booked(NINE + _STEP * number) for number, step in enumerate(steps, start=1)}
    times = (NINE + timedelta(days=1) + _STEP * number for number in range(16))
    for step in ("reschedule-appointment", "cancel-appointment", "reassign-appointment"):
        visits[step] = await at.booked(next(times))
    for step in ("approve-appointment", "decline-appointment"):
        asking = at.booking(next(times))
        visits[step] = (await done(await at.desk.http.post("/appointments/request", json=asking)))["id"]
    taken = next(times)
    await at.booked(taken)
    made = {f"scheduling.{step}": {"appointment": visit} for step, visit in visits.items()} | await _of_series(at)
    for wish in ("place-hold", "book-appointment", "request-appointment", "reschedule-appointment"):
        made[f"scheduling.{wish}"] = {**made.get(f"scheduling.{wish}", {}), "starts_at": next(times).isoformat()}
    made["scheduling.reassign-appointment"]["provider"] = await provider_of(at.clinic)
    another = await patient_of(at.clinic, "Una")
    made["scheduling.overbook-appointment"] = {"patient": another, "starts_at": taken.isoformat()}
    await done(await at.clinic.owner.http.post("/clinic/clock", json={"to": (NINE + _STEP * 4).isoformat()}))
    here = {"place": HOME, "whereabouts": WHEREABOUTS}
    await done(await at.act(visits["fulfil-appointment"], "check-in", here))
    issued = await done(await at.desk.http.post(f"/providers/{at.provider}/calendar-links", json={}))
    made["scheduling.read-calendar"] = {"file": issued["address"].rpartition("/")[2]}
    for step in ("get-hold", "release-hold"):
        holding = {"visit": at.booking(next(times))["visit"], "patient": at.patient}
        made[f"scheduling.{step}"] = {"hold": (await done(await at.desk.http.post("/holds", json=holding)))["id"]}
    for step in ("leave-waitlist", "offer-slot", "accept-offer", "pass-offer"):
        made[f"scheduling.{step}"] = {"entry": await at.waits(await patient_of(at.clinic, step))}
    made["scheduling.offer-slot"]["starts_at"] = next(times).isoformat()
    for step in ("accept-offer", "pass-offer"):
        offered = {"provider": at.provider, "starts_at": next(times).isoformat()}
        entry = made[f"scheduling.{step}"]["entry"]
        await done(await at.desk.http.post(f"/waitlist/{entry}/offer", json=offered))
    return made


async def _of_series(at: Practice) -> Spare:
    """Book a series, and have the patient ask for two while the clinic approves visits."""
    booked = await done(await at.book_series(at.series(at="15:00")))
    owner, patient = at.clinic.owner.http, at.clinic[Role.PATIENT].http
    await done(await owner.post("/booking-policy", json={"policy": {"approval_required": True}}))
    approved, declined = [
        (await done(await patient.post("/series", json=at.series(at=time))))["id"] for time in ("13:00", "14:00")
    ]
    await done(await owner.post("/booking-policy", json={"policy": {}}))
    first = booked["occurrences"][0]["appointment"]
    return {
        "scheduling.change-series-following": {"series": booked["id"], "appointment": first},
        "scheduling.approve-series": {"series": approved},
        "scheduling.decline-series": {"series": declined},
        "scheduling.book-series": {"at": "10:00", "first_day": "2030-05-21"},
    }
