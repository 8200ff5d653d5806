"""What is still booked for a patient: what every storage promises of the calendar to the registry."""

from dataclasses import replace
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from application.patients.ports import OpenAppointments
from domain.shared.identifiers import AppointmentId, PatientId
from integration.contracts.registry import attempt, execution
from integration.http.scheduling.practice import (
    HOME,
    NINE,
    WHEREABOUTS,
    Practice,
    done,
    patient_of,
    practice,
    provider_of,
)
from integration.people import Clinic
from integration.stack import Stack

PORTS = (OpenAppointments,)


async def open_of(stack: Stack, clinic: Clinic, patient: str) -> tuple[AppointmentId, ...]:
    """Ask what is still booked for a patient."""
    appointments = cast("OpenAppointments", stack.container.patients.ports.open_appointments())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        return await appointments.of(PatientId(UUID(patient)), asking)


async def booked(at: Practice, hours: int, patient: str) -> AppointmentId:
    """Book a visit some hours after nine."""
    return AppointmentId(UUID(await at.booked(NINE + timedelta(hours=hours), patient=patient)))


async def test_soonest_first(stack: Stack, clinic: Clinic) -> None:
    """A patient's open appointments are named in the order in which they come, however they were booked."""
    at = await practice(clinic)
    later, sooner = [await booked(at, hours, at.patient) for hours in (3, 1)]
    assert await open_of(stack, clinic, at.patient) == (sooner, later)


async def test_what_is_over_is_not_open(stack: Stack, clinic: Clinic) -> None:
    """What was cancelled is not named."""
    at = await practice(clinic)
    off = await booked(at, 1, at.patient)
    await at.act(str(off), "cancel")
    assert await open_of(stack, clinic, at.patient) == ()


async def test_nobody_elses(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Neither another patient's appointments are named, nor anything in another clinic."""
    at = await practice(clinic)
    noor = await patient_of(clinic, given="Noor")
    hers = await booked(at, 1, noor)
    assert await open_of(stack, clinic, at.patient) == ()
    assert await open_of(stack, clinic, noor) == (hers,)
    assert await open_of(stack, other_clinic, noor) == ()


async def test_visits_of_two_that_meet(stack: Stack, clinic: Clinic) -> None:
    """Of two patients those visits are named at which one person would have to be twice, and no others."""
    at = await practice(clinic)
    second = replace(at, provider=await provider_of(clinic))
    noor = await patient_of(clinic, given="Noor")
    mine, alone = [await booked(at, hours, at.patient) for hours in (1, 3)]
    theirs = await booked(second, 1, noor)
    after_mine = AppointmentId(UUID(await second.booked(NINE + timedelta(hours=1, minutes=30), patient=noor)))
    appointments = cast("OpenAppointments", stack.container.patients.ports.open_appointments())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        meeting = await appointments.meeting(PatientId(UUID(at.patient)), [PatientId(UUID(noor))], asking)
    assert set(meeting) == {mine, theirs}
    assert not {alone, after_mine} & set(meeting)


async def test_the_last_visit_that_took_place(stack: Stack, clinic: Clinic) -> None:
    """The day of the latest visit that was held is told, by the clock of where the patient was; others do not count."""
    at = await practice(clinic)
    guam = HOME | {"zone": {"name": "Pacific/Guam"}}
    ten = NINE + timedelta(hours=1)  # in New York; in Guam that is midnight, and the next day
    held, ahead = [
        await at.booked(ten, visit=at.booking(ten + timedelta(days=days))["visit"] | {"place": guam}) for days in (0, 7)
    ]
    appointments = cast("OpenAppointments", stack.container.patients.ports.open_appointments())
    patient = PatientId(UUID(at.patient))
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await appointments.last_visit(patient, asking) is None
    stack.clock.advance(ten - stack.clock.now())
    for verb in ("arrive", "check-in", "fulfil"):
        body = {"place": guam, "whereabouts": WHEREABOUTS} if verb == "check-in" else {}
        await done(await at.act(held, verb, body))
    await done(await at.act(ahead, "cancel"))
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await appointments.last_visit(patient, asking) == date(2030, 5, 16)


async def test_waits_that_stand_in_line(stack: Stack, clinic: Clinic) -> None:
    """A patient's waits are named until they are over, the oldest first; nobody else's are."""
    at = await practice(clinic)
    noor = await patient_of(clinic, given="Noor")
    first = await at.waits()
    stack.clock.advance(timedelta(minutes=1))
    second = await at.waits(visit_type="examination")
    await at.waits(noor)
    appointments = cast("OpenAppointments", stack.container.patients.ports.open_appointments())
    patient = PatientId(UUID(at.patient))
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await appointments.waits(patient, asking) == (UUID(first), UUID(second))
    await done(await at.desk.http.post(f"/waitlist/{first}/leave", json={}))
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await appointments.waits(patient, asking) == (UUID(second),)
