"""What is still booked for a patient: what every storage promises of the calendar to the registry."""

from dataclasses import replace
from datetime import timedelta
from typing import cast
from uuid import UUID

from application.patients.ports import OpenAppointments
from domain.shared.identifiers import AppointmentId, PatientId
from integration.contracts.registry import attempt, execution
from integration.http.scheduling.practice import NINE, Practice, patient_of, practice, provider_of
from integration.people import Clinic
from integration.stack import Stack

PORTS = (OpenAppointments,)


async def open_of(stack: Stack, clinic: Clinic, patient: str) -> tuple[AppointmentId, ...]:
    """Ask what is still booked for a patient."""
    appointments = cast("OpenAppointments", stack.container.patients.open_appointments())
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
    appointments = cast("OpenAppointments", stack.container.patients.open_appointments())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        meeting = await appointments.meeting(PatientId(UUID(at.patient)), [PatientId(UUID(noor))], asking)
    assert set(meeting) == {mine, theirs}
    assert not {alone, after_mine} & set(meeting)
