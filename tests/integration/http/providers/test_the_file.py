"""A provider's file says who they are, where the law lets them practise, and what they can be booked for."""

from datetime import timedelta
from uuid import UUID

from domain.shared.roles import Role
from integration.clock import SetClock
from integration.http.providers.directory import LICENSE, NOOR, VIDEO, added, file, granted, offered, refused
from integration.people import Clinic
from integration.stack import Stack


async def test_a_provider_is_added_and_read_back(clinic: Clinic) -> None:
    """The file shows what was told, and what is not told yet is empty."""
    noor = await added(clinic.owner)
    read = await file(clinic.front_desk, noor)
    assert {name: read[name] for name in NOOR} == NOOR
    assert (read["version"], read["authorities"], read["visit_types"]) == (1, [], [])


async def test_a_profile_is_replaced_as_a_whole(stack: Stack, clinic: Clinic) -> None:
    """Name and profile are set together, by the clinic or by the provider; the same again changes nothing."""
    noor = await added(clinic.owner)
    herself = await stack.somebody(clinic, Role.CLINICIAN, provider=UUID(noor))
    changed = NOOR | {"profile": {"zone": {"name": "Europe/Paris"}, "languages": ["fr"], "specialties": []}}
    for _ in range(2):
        answer = await herself.http.post(f"/providers/{noor}/profile", json=changed)
        assert answer.json() == {"id": noor, "version": 2}
    assert (await file(herself, noor))["profile"] == changed["profile"]


async def test_a_clinician_changes_nobody_elses_entry(stack: Stack, clinic: Clinic) -> None:
    """A clinician's own entry and offer are theirs to change; a colleague's are unknown to them as things to change."""
    noor, lena = await added(clinic.owner), await added(clinic.owner)
    herself = await stack.somebody(clinic, Role.CLINICIAN, provider=UUID(noor))
    assert (await offered(herself, noor)).status_code == 200
    refused(await offered(herself, lena), 404, "request.not-found")
    refused(await herself.http.post(f"/providers/{lena}/profile", json=NOOR), 404, "request.not-found")
    withdrawal = {"code": "first-visit-video"}
    withdrawn = await herself.http.post(f"/providers/{lena}/visit-types/withdraw", json=withdrawal)
    refused(withdrawn, 404, "request.not-found")
    refused(await granted(herself, noor), 403, "request.forbidden")
    assert (await herself.http.get(f"/providers/{lena}")).status_code == 200


async def test_an_authority_is_granted_renewed_and_revoked(clinic: Clinic) -> None:
    """The file keeps an authority from its grant to its revocation."""
    noor = await added(clinic.owner)
    authority = (await granted(clinic.owner, noor)).json()["authority"]
    path = f"/providers/{noor}/authorities/{authority}"
    assert (await clinic.owner.http.post(f"{path}/renew", json={"valid_until": "2031-12-31"})).status_code == 200
    revoke = {"on": "2030-06-01", "reason": "The board announced it."}
    assert (await clinic.owner.http.post(f"{path}/revoke", json=revoke)).status_code == 200
    assert (await file(clinic.owner, noor))["authorities"] == [
        {
            "id": authority,
            "authority": LICENSE | {"valid_until": "2031-12-31"},
            "number": "MD-48213",
            "revoked_on": "2030-06-01",
        }
    ]


async def test_the_rules_of_authorities_are_named(clinic: Clinic) -> None:
    """A number stands once, a renewal extends, the revoked stays revoked, the unknown is unknown."""
    noor, owner = await added(clinic.owner), clinic.owner
    authority = (await granted(owner, noor)).json()["authority"]
    path = f"/providers/{noor}/authorities/{authority}"
    refused(await granted(owner, noor), 409, "providers.authority-already-granted")
    shorter = await owner.http.post(f"{path}/renew", json={"valid_until": "2030-12-31"})
    refused(shorter, 409, "providers.renewal-does-not-extend")
    later = await granted(owner, noor, valid_from="2031-01-01", valid_until="2031-12-31")
    assert later.status_code == 200
    into = await owner.http.post(f"{path}/renew", json={"valid_until": None})
    refused(into, 409, "providers.authority-already-granted")
    assert (await owner.http.post(f"{path}/revoke", json={"on": "2030-06-01"})).status_code == 200
    refused(await owner.http.post(f"{path}/revoke", json={"on": "2030-07-01"}), 409, "providers.authority-revoked")
    renewal = await owner.http.post(f"{path}/renew", json={"valid_until": None})
    refused(renewal, 409, "providers.authority-revoked")
    unknown = f"/providers/{noor}/authorities/{noor}"
    refused(await owner.http.post(f"{unknown}/revoke", json={"on": "2030-07-01"}), 409, "providers.unknown-authority")
    renewal = await owner.http.post(f"{unknown}/renew", json={"valid_until": None})
    refused(renewal, 409, "providers.unknown-authority")


async def test_a_visit_type_is_offered_and_withdrawn(clinic: Clinic) -> None:
    """What is on offer stands in the file; a withdrawn code is free for another offer."""
    noor, owner = await added(clinic.owner), clinic.owner
    withdraw = f"/providers/{noor}/visit-types/withdraw"
    assert (await offered(owner, noor)).status_code == 200
    assert (await file(owner, noor))["visit_types"] == [VIDEO | {"buffer_before_minutes": 0}]
    refused(await offered(owner, noor, name="Again"), 409, "providers.visit-type-already-offered")
    assert (await owner.http.post(withdraw, json={"code": VIDEO["code"]})).status_code == 200
    refused(await owner.http.post(withdraw, json={"code": VIDEO["code"]}), 409, "providers.unknown-visit-type")
    assert (await offered(owner, noor, length_minutes=45)).status_code == 200
    assert [kind["length_minutes"] for kind in (await file(owner, noor))["visit_types"]] == [45]
    refused(await offered(owner, noor, code="x", length_minutes=4), 409, "providers.visit-length-out-of-range")


async def test_the_past_is_as_it_was(clinic: Clinic, clock: SetClock) -> None:
    """``as_of`` shows the file of that moment, and as of now it equals the file byte for byte."""
    noor = await added(clinic.owner)
    before = clock.now()
    clock.advance(timedelta(hours=1))
    await granted(clinic.owner, noor)
    await offered(clinic.owner, noor)
    read = clinic.owner.http.get
    assert (await read(f"/providers/{noor}", params={"as_of": before.isoformat()})).json()["authorities"] == []
    as_of_now = await read(f"/providers/{noor}", params={"as_of": clock.now().isoformat()})
    assert as_of_now.content == (await read(f"/providers/{noor}")).content


async def test_patients_see_the_directory_but_no_registers(clinic: Clinic) -> None:
    """A patient may look for a provider; the regulators' registers are the clinic's affair."""
    noor = await added(clinic.owner)
    await granted(clinic.owner, noor)
    [entry] = (await clinic.patient.http.get("/providers")).json()["items"]
    assert (entry["id"], entry["name"]) == (noor, NOOR["name"])
    assert "authorities" not in entry
    refused(await clinic.patient.http.get(f"/providers/{noor}"), 403, "request.forbidden")


async def test_another_clinics_providers_are_unknown(clinic: Clinic, other_clinic: Clinic) -> None:
    """A provider of another clinic cannot be read, changed or found."""
    noor = await added(other_clinic.owner)
    owner = clinic.owner
    refused(await owner.http.get(f"/providers/{noor}"), 404, "request.not-found")
    refused(await owner.http.post(f"/providers/{noor}/profile", json=NOOR), 404, "request.not-found")
    refused(await granted(owner, noor), 404, "request.not-found")
    refused(await offered(owner, noor), 404, "request.not-found")
    assert (await owner.http.get("/providers")).json() == {"items": [], "next": None}
