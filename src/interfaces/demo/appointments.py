"""Eight weeks of a practice's appointments: what was planned for each, and how it went."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from typing import Final, NamedTuple
from uuid import UUID, uuid5

import msgspec

from application.scheduling.appointments.approve_appointment import ApproveAppointment
from application.scheduling.appointments.book_appointment import BookAppointment
from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.check_in import CheckIn
from application.scheduling.appointments.decline_appointment import DeclineAppointment
from application.scheduling.appointments.fulfil_appointment import FulfilAppointment
from application.scheduling.appointments.mark_no_show import MarkNoShow
from application.scheduling.appointments.mark_not_held import MarkNotHeld
from application.scheduling.appointments.note_arrival import NoteArrival
from application.scheduling.appointments.request_appointment import RequestAppointment
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.scheduling.hours.add_extra_hours import AddExtraHours
from application.shared.actor import Actor
from domain.providers.visit_type import VisitType
from domain.scheduling.appointments.lifecycle import NotHeldBecause
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, AppointmentId, PatientId, ProviderId, RoomId
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from domain.shared.visits import VisitMode
from interfaces.demo.people import DemoPatient
from interfaces.demo.practice import FOLLOW_UP, STARTS, DemoProvider
from interfaces.demo.stage import Stage

DAYS: Final = 28
"""How far the calendar is filled into the past and into the future."""

_REASONS: Final = ("Check of blood pressure", "Rash on the arm", "Renewal of a prescription", "Trouble sleeping", None)


class Course(Enum):
    """How an appointment goes."""

    KEPT = "kept"
    MISSED = "missed"
    CANCELLED_BY_PATIENT = "cancelled by the patient"
    CANCELLED_LATE = "cancelled late"
    CANCELLED_BY_CLINIC = "cancelled by the clinic"
    MOVED = "moved, then kept"
    REQUESTED = "requested"
    DECLINED = "declined"
    NOT_HELD = "not held"
    WAITING = "in the waiting room"


_COURSES: Final = (
    *[Course.KEPT] * 24,
    *[Course.MISSED] * 3,
    *[Course.CANCELLED_BY_PATIENT] * 2,
    Course.CANCELLED_LATE,
    Course.CANCELLED_BY_CLINIC,
    *[Course.MOVED] * 2,
    *[Course.REQUESTED] * 2,
    Course.DECLINED,
    Course.NOT_HELD,
)


class Booked(NamedTuple):
    """Somebody who is booked, by whom, and where."""

    id: PatientId
    person: DemoPatient


class Calendar(NamedTuple):
    """One provider's eight weeks."""

    provider: ProviderId
    cast: DemoProvider
    patients: tuple[Booked, ...]
    site: VisitPlace
    room: RoomId
    desk: Actor
    seed: str


class Plan(NamedTuple):
    """One appointment to be."""

    key: str
    patient: Booked
    visit_type: VisitType
    starts_at: datetime
    lead_days: int
    """How many days ahead it is made."""
    course: Course
    reason: str | None


def plans(calendar: Calendar, today: date) -> Iterator[Plan]:
    """Plan a provider's appointments, the same ones for the same day."""
    chance = Random(f"{calendar.seed}/{today}")  # noqa: S311 - a story, not a secret
    zone = TimeZone(name=calendar.cast.zone)
    near = [booked for booked in calendar.patients if booked.person.place.jurisdiction in calendar.cast.jurisdictions]
    for offset in range(-DAYS, DAYS + 1):
        day = today + timedelta(days=offset)
        if day.weekday() >= 5:  # noqa: PLR2004 - Saturday
            continue
        for start in chance.sample(STARTS, k=chance.randint(1, 3)):
            yield Plan(
                key=f"{calendar.seed}-{day}-{start}",
                patient=chance.choice(near),
                visit_type=chance.choice(calendar.cast.visit_types),
                starts_at=zone.instant(day, time.fromisoformat(start)),
                lead_days=chance.randint(2, 13),
                course=chance.choice(_COURSES),
                reason=chance.choice(_REASONS),
            )


async def play_present(stage: Stage, calendar: Calendar, course: Course) -> None:
    """Let somebody be at a visit that has just begun, whatever the hour: its provider works an hour more today."""
    zone = TimeZone(name=calendar.cast.zone)
    start = stage.now - timedelta(minutes=stage.now.minute % 15, seconds=stage.now.second)
    start = start.replace(microsecond=0)
    local = zone.local(start)
    hours = AddExtraHours(
        provider=calendar.provider,
        day=local.date(),
        opens=local.strftime("%H:%M"),
        closes="24:00" if local.hour >= 23 else (local + timedelta(hours=1)).strftime("%H:%M"),  # noqa: PLR2004 - a clock
    )
    await stage.perform(hours, calendar.desk, f"{calendar.seed}-now", stage.now - timedelta(days=14))
    near = [booked for booked in calendar.patients if booked.person.place.jurisdiction in calendar.cast.jurisdictions]
    patient = Random(calendar.seed).choice(near)  # noqa: S311 - a story, not a secret
    await play(stage, calendar, Plan(f"{calendar.seed}-now", patient, FOLLOW_UP, start, 7, course, None))


async def play(stage: Stage, calendar: Calendar, plan: Plan) -> None:
    """Let an appointment take its course as far as it has come by now. What the rules refuse does not happen."""
    try:
        await _play(stage, calendar, plan)
    except DomainError:
        return


async def _play(stage: Stage, calendar: Calendar, plan: Plan) -> None:
    now, start = stage.now, plan.starts_at
    asked = min(start - timedelta(days=plan.lead_days), now - timedelta(minutes=5))
    desk = calendar.desk
    in_person = plan.visit_type.mode is VisitMode.IN_PERSON
    place = calendar.site if in_person else plan.patient.person.place
    visit = VisitRequest(
        provider=calendar.provider,
        visit_type=plan.visit_type.code,
        starts_at=start,
        place=place,
        room=calendar.room if in_person else None,
    )
    whereabouts = None if in_person else plan.patient.person.whereabouts
    pending = plan.course in (Course.REQUESTED, Course.DECLINED)
    make = RequestAppointment if pending else BookAppointment
    booking = make(patient=plan.patient.id, visit=visit, whereabouts=whereabouts, reason=plan.reason)
    made = await stage.perform(booking, desk, f"{plan.key}-book", asked)
    appointment = AppointmentId(UUID(made["id"]))

    if plan.course is Course.DECLINED:
        declined = DeclineAppointment(appointment=appointment, reason="The provider asks for a referral first")
        await stage.perform(declined, desk, f"{plan.key}-decline", asked + timedelta(minutes=4))
        return
    if plan.course is Course.REQUESTED:
        if start > now + timedelta(days=5):
            return  # still waits for somebody to decide
        approved = ApproveAppointment(appointment=appointment)
        await stage.perform(approved, desk, f"{plan.key}-approve", asked + timedelta(minutes=4))
    if plan.course in (Course.CANCELLED_BY_PATIENT, Course.CANCELLED_LATE, Course.CANCELLED_BY_CLINIC):
        notice = timedelta(hours=3) if plan.course is Course.CANCELLED_LATE else timedelta(days=1, hours=6)
        who = desk if plan.course is Course.CANCELLED_BY_CLINIC else _patient(plan, desk)
        at = max(min(start - notice, now), asked + timedelta(minutes=1))
        await stage.perform(CancelAppointment(appointment=appointment), who, f"{plan.key}-cancel", at)
        return
    if plan.course is Course.MOVED:
        visit = msgspec.structs.replace(visit, starts_at=start + timedelta(minutes=30))
        moved = RescheduleAppointment(appointment=appointment, starts_at=visit.starts_at)
        await stage.perform(moved, desk, f"{plan.key}-move", asked + timedelta(hours=1))
    await _visit(stage, desk, plan, appointment, visit)


async def _visit(stage: Stage, desk: Actor, plan: Plan, appointment: AppointmentId, visit: VisitRequest) -> None:
    now, start = stage.now, visit.starts_at
    length = timedelta(minutes=plan.visit_type.length_minutes)
    if plan.course in (Course.MISSED, Course.NOT_HELD):
        if start + timedelta(minutes=30) < now:
            end = (
                MarkNoShow(appointment=appointment)
                if plan.course is Course.MISSED
                else MarkNotHeld(appointment=appointment, because=NotHeldBecause.TECHNICAL_FAILURE)
            )
            await stage.perform(end, desk, f"{plan.key}-missed", start + timedelta(minutes=30))
        return
    whereabouts = None if plan.visit_type.mode is VisitMode.IN_PERSON else plan.patient.person.whereabouts
    arrival = NoteArrival(appointment=appointment)
    check_in = CheckIn(appointment=appointment, place=visit.place, whereabouts=whereabouts)
    for what, command, at in (
        ("arrive", arrival, start - timedelta(minutes=10)),
        ("check-in", check_in, start - timedelta(minutes=2)),
        ("fulfil", FulfilAppointment(appointment=appointment), start + length),
    ):
        if at > now or (plan.course is Course.WAITING and command is not arrival):
            return
        await stage.perform(command, desk, f"{plan.key}-{what}", at)


def _patient(plan: Plan, desk: Actor) -> Actor:
    patient = plan.patient.id
    return Actor(clinic=desk.clinic, id=AccountId(uuid5(patient, "account")), role=Role.PATIENT, patient=patient)
