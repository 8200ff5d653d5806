"""An identifier names one patient of the clinic, never two."""

import asyncio

import httpx

from integration.http.patients.registry import found, record, refused, registered
from integration.people import Clinic, Person

MRN = {"system": "mrn", "value": "A-104233"}


async def add(person: Person, patient: str, identifier: dict[str, str]) -> httpx.Response:
    """Add an identifier to a patient's record."""
    return await person.http.post(f"/patients/{patient}/identifiers", json={"identifier": identifier})


async def test_an_identifier_names_one_patient(clinic: Clinic) -> None:
    """An identifier that another patient has is refused, and the refusal says whose it is; case tells none apart."""
    desk = clinic.front_desk
    mia, noor = await registered(desk), await registered(desk, given="Noor")
    assert (await add(desk, mia, MRN)).status_code == 200
    answer = await add(desk, noor, MRN | {"value": "a-104233"})
    refused(answer, 409, "patients.identifier-in-use")
    assert answer.json()["patient"] == mia


async def test_the_same_value_of_another_system_is_another_identifier(clinic: Clinic) -> None:
    """Two systems may give out the same value, to two patients."""
    mia, noor = await registered(clinic.front_desk), await registered(clinic.front_desk, given="Noor")
    assert (await add(clinic.front_desk, mia, MRN)).status_code == 200
    assert (await add(clinic.front_desk, noor, MRN | {"system": "lab"})).status_code == 200
    assert set(await found(clinic.front_desk, identifier="A-104233")) == {mia, noor}
    assert await found(clinic.front_desk, identifier="lab|A-104233") == [noor]


async def test_a_patient_has_an_identifier_once(clinic: Clinic) -> None:
    """The same identifier again is refused as there already."""
    mia = await registered(clinic.front_desk)
    await add(clinic.front_desk, mia, MRN)
    refused(await add(clinic.front_desk, mia, MRN), 409, "patients.identifier-already-there")


async def test_twenty_identifiers_are_enough(clinic: Clinic) -> None:
    """A patient has at most twenty identifiers."""
    mia = await registered(clinic.front_desk)
    for number in range(20):
        assert (await add(clinic.front_desk, mia, MRN | {"value": f"N{number}"})).status_code == 200
    refused(await add(clinic.front_desk, mia, MRN), 409, "patients.too-many-identifiers")


async def test_a_removed_identifier_is_free(clinic: Clinic) -> None:
    """What is taken off one record may stand on another."""
    desk = clinic.front_desk
    mia, noor = await registered(desk), await registered(desk, given="Noor")
    identifier = (await add(desk, mia, MRN)).json()["identifier"]
    remove = f"/patients/{mia}/identifiers/{identifier}/remove"
    assert (await desk.http.post(remove)).status_code == 200
    refused(await desk.http.post(remove), 409, "patients.unknown-identifier")
    assert (await add(desk, noor, MRN)).status_code == 200
    assert await found(desk, identifier="mrn|A-104233") == [noor]


async def test_another_clinic_knows_nothing_of_it(clinic: Clinic, other_clinic: Clinic) -> None:
    """Two clinics may each have a patient with the same identifier."""
    mia, noor = await registered(clinic.front_desk), await registered(other_clinic.front_desk, given="Noor")
    assert (await add(clinic.front_desk, mia, MRN)).status_code == 200
    assert (await add(other_clinic.front_desk, noor, MRN)).status_code == 200


async def test_of_many_at_once_one_wins(clinic: Clinic) -> None:
    """When several desks give one identifier to several patients at the same moment, one patient gets it."""
    desk = clinic.front_desk
    patients = [await registered(desk, given=name) for name in ("Ada", "Bea", "Cleo", "Dora", "Edith", "Fay")]
    answers = await asyncio.gather(*(add(desk, patient, MRN) for patient in patients))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
    assert {answer.json()["code"] for answer in answers if answer.is_error} == {"patients.identifier-in-use"}
    holders = [patient for patient in patients if (await record(desk, patient))["identifiers"]]
    assert await found(desk, identifier="A-104233") == holders
