"""On the day: the patient arrives, attests where they are, is seen; or does not come, or is let down."""

from datetime import timedelta

import msgspec

from application.scheduling.appointments.check_in import CheckIn
from application.scheduling.appointments.fulfil_appointment import FulfilAppointment
from application.scheduling.appointments.mark_no_show import MarkNoShow
from application.scheduling.appointments.mark_not_held import MarkNotHeld
from application.scheduling.appointments.note_arrival import NoteArrival
from domain.patients.consent import ConsentKind, SaidByPatient
from domain.patients.patient import Patient
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.eligibility import TelehealthConsentMissing, WhereaboutsNotStated
from domain.scheduling.appointments.lifecycle import (
    AppointmentStatus,
    GraceNotOver,
    NotHeldBecause,
    TooEarlyToArrive,
    VisitNotDue,
)
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import AT_HOME, HOME, MIA, NINE, TOM

HOUR = timedelta(hours=1)
TELEHEALTH = ConsentKind.TELEHEALTH
withdrawn = Patient.ConsentWithdrawn(kind=TELEHEALTH, withdrawn_by=SaidByPatient(), withdrawn_at=NINE - HOUR)
given_anew = Patient.ConsentGiven(kind=TELEHEALTH, text_version="2030-05", given_by=SaidByPatient(), given_at=NINE)
IN_CALIFORNIA = msgspec.structs.replace(AT_HOME, jurisdiction="US-CA")


async def test_from_arrival_to_fulfilment() -> None:
    """Arrived, checked in, seen: each step by somebody who may, and the time stays taken."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    await clinic.refuses(NoteArrival(appointment=appointment), clinic.mia, TooEarlyToArrive)
    clinic.memory.clock.at = NINE - HOUR
    await clinic.do(NoteArrival(appointment=appointment), clinic.mia)
    await clinic.do(CheckIn(appointment=appointment, place=AT_HOME, whereabouts=HOME), clinic.mia)
    await clinic.do(FulfilAppointment(appointment=appointment), clinic.dr_lee)
    assert (await clinic.shown(appointment)).status is AppointmentStatus.FULFILLED


async def test_the_law_where_the_patient_turns_up() -> None:
    """Who is in California today is not seen by a provider licensed in New York, whatever was booked."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    clinic.memory.clock.at = NINE
    there = CheckIn(appointment=appointment, place=IN_CALIFORNIA, whereabouts=HOME)
    await clinic.refuses(there, clinic.mia, NotAuthorizedThere)
    await clinic.refuses(CheckIn(appointment=appointment, place=AT_HOME), clinic.mia, WhereaboutsNotStated)


async def test_a_consent_that_was_withdrawn_since() -> None:
    """Who took back their consent is not seen by video; once the front desk has noted a new one, they are."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    clinic.tell(Patient, MIA, withdrawn)
    clinic.memory.clock.at = NINE
    attested = CheckIn(appointment=appointment, place=AT_HOME, whereabouts=HOME)
    await clinic.refuses(attested, clinic.mia, TelehealthConsentMissing)
    clinic.tell(Patient, MIA, given_anew)
    await clinic.do(attested, clinic.desk)
    assert (await clinic.shown(appointment)).status is AppointmentStatus.CHECKED_IN


async def test_a_no_show_gives_the_time_back() -> None:
    """After the grace somebody else can be seen at once."""
    clinic = await FrontDesk().opens()
    await clinic.has(minimum_notice_minutes=0)
    appointment = await clinic.booked()
    clinic.memory.clock.at = NINE + timedelta(minutes=14)
    await clinic.refuses(MarkNoShow(appointment=appointment), clinic.desk, GraceNotOver)
    clinic.memory.clock.at = NINE + timedelta(minutes=15)
    await clinic.do(MarkNoShow(appointment=appointment), clinic.desk)
    assert (await clinic.shown(appointment)).status is AppointmentStatus.NO_SHOW
    await clinic.booked(NINE + timedelta(minutes=15), patient=TOM)


async def test_a_visit_that_the_clinic_could_not_keep() -> None:
    """It is no no-show, and says why."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    failed = MarkNotHeld(appointment=appointment, because=NotHeldBecause.TECHNICAL_FAILURE)
    await clinic.refuses(failed, clinic.desk, VisitNotDue)
    clinic.memory.clock.at = NINE
    await clinic.do(failed, clinic.desk)
    shown = await clinic.shown(appointment)
    assert (shown.status, shown.not_held_because) == (AppointmentStatus.CANCELLED, NotHeldBecause.TECHNICAL_FAILURE)
