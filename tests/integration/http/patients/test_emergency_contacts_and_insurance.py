"""Who is called and who pays: on the record, sealed, and in the record's past."""

from uuid import UUID

from domain.shared.roles import Role
from integration.clinics import join
from integration.http.patients.registry import record, refused, registered
from integration.people import Clinic
from integration.stack import Stack

LEO = {"name": {"family": "Okafor", "given": "Leo"}, "relationship": "spouse", "phone": {"number": "+12025550188"}}
ADA = {"name": {"family": "Okafor", "given": "Ada"}, "relationship": "parent", "phone": {"number": "+12025550199"}}
CARD = {
    "rank": "primary",
    "payer": "Lakeshore Health Plan",
    "member_id": "LHP-4471-02",
    "group": None,
    "plan": None,
    "relationship": "self",
    "valid_from": "2030-01-01",
    "valid_until": None,
}


async def test_who_is_called(clinic: Clinic) -> None:
    """People to call are added, corrected in their place and removed."""
    mia, http = await registered(clinic.front_desk), clinic.front_desk.http
    contacts = f"/patients/{mia}/emergency-contacts"
    leo, ada = [(await http.post(contacts, json={"contact": who})).json()["emergency_contact"] for who in (LEO, ADA)]
    moved = LEO | {"phone": {"number": "+12025550177"}}
    assert (await http.post(f"{contacts}/{leo}/correct", json={"contact": moved})).json()["version"] == 4
    shown = (await record(clinic.front_desk, mia))["emergency_contacts"]
    assert shown == [{"id": leo, "contact": moved}, {"id": ada, "contact": ADA}]
    assert (await http.post(f"{contacts}/{leo}/remove")).status_code == 200
    assert [known["id"] for known in (await record(clinic.front_desk, mia))["emergency_contacts"]] == [ada]
    refused(await http.post(f"{contacts}/{leo}/remove"), 409, "patients.unknown-emergency-contact")


async def test_who_pays(clinic: Clinic) -> None:
    """One insurance ends and another of its rank begins the day after; before that it is refused."""
    mia, http = await registered(clinic.front_desk), clinic.front_desk.http
    old = (await http.post(f"/patients/{mia}/coverages", json={"coverage": CARD})).json()["coverage"]
    next_one = {"coverage": CARD | {"payer": "Harbor Mutual", "member_id": "HM-9", "valid_from": "2030-07-01"}}
    taken = await http.post(f"/patients/{mia}/coverages", json=next_one)
    refused(taken, 409, "patients.coverage-rank-taken")
    assert taken.json()["coverage"] == old
    assert (await http.post(f"/patients/{mia}/coverages/{old}/end", json={"last_day": "2030-06-30"})).status_code == 200
    new = (await http.post(f"/patients/{mia}/coverages", json=next_one)).json()["coverage"]
    right = next_one["coverage"] | {"plan": "Gold"}
    assert (await http.post(f"/patients/{mia}/coverages/{new}/replace", json={"by": right})).status_code == 200
    assert (await record(clinic.front_desk, mia))["coverages"] == [
        {"id": old, "coverage": CARD | {"valid_until": "2030-06-30"}},
        {"id": new, "coverage": right},
    ]


async def test_days_out_of_order(clinic: Clinic) -> None:
    """A card whose last day lies before its first is malformed, and the answer names the field."""
    mia = await registered(clinic.front_desk)
    backwards = {"coverage": CARD | {"valid_until": "2029-12-31"}}
    answer = await clinic.front_desk.http.post(f"/patients/{mia}/coverages", json=backwards)
    assert answer.status_code == 400
    assert "/coverage/valid_until" in answer.text


async def test_patients_tell_themselves(stack: Stack, clinic: Clinic) -> None:
    """A patient names whom to call and adds an insurance card; ending one is the clinic's."""
    own, other = await registered(clinic.front_desk), await registered(clinic.front_desk, given="Noor")
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(own))
    assert (await mia.http.post(f"/patients/{own}/emergency-contacts", json={"contact": LEO})).status_code == 200
    card = await mia.http.post(f"/patients/{own}/coverages", json={"coverage": CARD})
    end = await mia.http.post(
        f"/patients/{own}/coverages/{card.json()['coverage']}/end", json={"last_day": "2030-06-30"}
    )
    refused(end, 403, "request.forbidden")
    strangers = await mia.http.post(f"/patients/{other}/emergency-contacts", json={"contact": LEO})
    refused(strangers, 404, "request.not-found")


async def test_guardians_keep_whom_to_call(stack: Stack, clinic: Clinic) -> None:
    """A guardian who was let into a child's record says whom to call; one who was not finds nothing."""
    noor = await registered(clinic.front_desk, given="Noor", birth_date="2015-01-01")
    contacts = f"/patients/{noor}/emergency-contacts"
    ada, leo = await stack.somebody(clinic, Role.PATIENT), await stack.somebody(clinic, Role.PATIENT)
    await join(stack, (ada.actor, leo.actor))
    for guardian, scopes in ((ada, ["record"]), (leo, ["visits", "consents"])):
        body = {"account": str(guardian.actor.id), "scopes": scopes}
        assert (await clinic.front_desk.http.post(f"/patients/{noor}/guardians", json=body)).status_code == 201
    added = await ada.http.post(contacts, json={"contact": ADA})
    known = f"{contacts}/{added.json()['emergency_contact']}"
    refused(await leo.http.post(contacts, json={"contact": LEO}), 404, "request.not-found")
    refused(await leo.http.post(f"{known}/remove"), 404, "request.not-found")
    moved = ADA | {"phone": {"number": "+12025550177"}}
    assert (await ada.http.post(f"{known}/correct", json={"contact": moved})).status_code == 200
    assert [known["contact"] for known in (await record(ada, noor))["emergency_contacts"]] == [moved]
    assert (await ada.http.post(f"{known}/remove")).status_code == 200


async def test_the_past_shows_what_was_known(stack: Stack, clinic: Clinic) -> None:
    """A record as of an earlier moment shows whom one would have called then; as of now it is the record itself."""
    mia, http = await registered(clinic.front_desk), clinic.front_desk.http
    await http.post(f"/patients/{mia}/emergency-contacts", json={"contact": LEO})
    await http.post(f"/patients/{mia}/coverages", json={"coverage": CARD})
    now = {"as_of": stack.clock.now().isoformat()}
    assert (await http.get(f"/patients/{mia}", params=now)).content == (await http.get(f"/patients/{mia}")).content
