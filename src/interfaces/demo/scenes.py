"""What a full week brings beside plain appointments, one scene for each.

Scenes play first, at times at which no other visit of the demo begins, with patients who come to nothing else.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from application.patients.add_emergency_contact import AddEmergencyContact
from application.patients.give_consent import GiveConsent
from application.patients.link_patients import LinkPatients
from application.patients.name_guardian import NameGuardian
from application.patients.name_proxy import NameProxy
from application.patients.register_patient import RegisterPatient
from application.patients.verify_identity import VerifyIdentity
from application.providers.leave_provider import LeaveProvider
from application.scheduling.appointments.book_appointment import BookAppointment
from application.scheduling.appointments.overbook_appointment import OverbookAppointment
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.scheduling.series.book_series import BookSeries
from application.scheduling.waitlist.join_waitlist import JoinWaitlist
from application.scheduling.waitlist.offer_slot import OfferSlot
from application.shared.actor import Actor
from application.shared.command import Command
from domain.patients.consent import ConsentKind
from domain.patients.demographics import Demographics
from domain.patients.emergency_contact import EmergencyContact, Relationship
from domain.patients.verification import IdentityCheck
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.hours.working_hours import Weekday
from domain.scheduling.series.recurrence import Recurrence, Weekly
from domain.scheduling.series.series import SeriesVisit
from domain.scheduling.waitlist.entry import OfferedAlready, WaitlistEntryId
from domain.scheduling.waitlist.wish import DayPart, WaitlistWish
from domain.shared.contacts import PersonName
from domain.shared.identifiers import AccountId, AppointmentId, PatientId
from domain.shared.roles import Role
from domain.shared.scopes import Scope
from domain.shared.time import TimeZone
from interfaces.demo.appointments import Booked, Calendar
from interfaces.demo.practice import FOLLOW_UP
from interfaces.demo.stage import Stage

NEEDED: Final = 8
"""Patients who play in scenes; all of them live in New York."""

_BEFORE: Final = timedelta(days=3)
"""So long ago the clinic did what the scenes begin with."""

_SATURDAY: Final = 5

_CHILD: Final = PersonName(family="Haddad", given="Lily")
_STAYS: Final = timedelta(days=14)
"""So long a provider who leaves still sees patients."""


@dataclass(frozen=True, slots=True)
class Scenes:
    """Plays the scenes."""

    stage: Stage
    desk: Actor
    calendars: Sequence[Calendar]
    patients: Sequence[Booked]
    guardian: AccountId
    proxy: AccountId
    """Of a patient, who acts for another one as well."""

    async def play(self) -> None:
        """Play all but the last."""
        repeats, waits, next_in_line, usual, on_top, twice, relative, left = self.patients
        await self._series(repeats)
        await self._waitlist(waits, next_in_line)
        await self._overbooking(usual, on_top)
        await self._duplicate(twice)
        await self._minor(relative)
        naming = NameProxy(patient=relative.id, account=self.proxy, scopes=(Scope.RECORD, Scope.VISITS))
        await self._perform(naming, "proxy")
        await self._book(left, self._calendar("Byrne"), days=20, key="left", at="16:00")

    async def leave(self, owner: Actor) -> None:
        """Let a provider leave who is booked for later; whoever follows the log marks what needs another provider."""
        last_day = self.stage.now.date() + _STAYS
        leaving = LeaveProvider(provider=self._calendar("Byrne").provider, last_day=last_day)
        await self.stage.perform(leaving, owner, "scene-leave", self.stage.now)

    async def _series(self, patient: Booked) -> None:
        """Book six weeks of talks with a psychologist, one of which is then moved by half an hour."""
        calendar = self._calendar("Sorensen")
        first_day = _weekday(self.stage.now.date() + timedelta(days=7))
        visit = SeriesVisit(provider=calendar.provider, visit_type=FOLLOW_UP.code, place=patient.person.place)
        weekly = Weekly(weekdays=(tuple(Weekday)[first_day.weekday()],))
        booking = BookSeries(
            patient=patient.id,
            visit=visit,
            recurrence=Recurrence(rule=weekly, first_day=first_day, at="11:30", count=6),
            whereabouts=patient.person.whereabouts,
            reason="Trouble sleeping",
        )
        booked = await self._perform(booking, "series")
        second = booked["occurrences"][1]
        moved = datetime.fromisoformat(second["starts_at"]) + timedelta(minutes=30)
        moving = RescheduleAppointment(appointment=AppointmentId(UUID(second["appointment"])), starts_at=moved)
        await self._perform(moving, "series-exception")

    async def _waitlist(self, first: Booked, second: Booked) -> None:
        """Let two wait for one provider: one who has a day to answer an offer, and one who comes in the evening."""
        calendar = self._calendar("Adler")
        entry = await self._wait(first, calendar, "wait-first", *DayPart)
        await self._wait(second, calendar, "wait-second", DayPart.EVENING)
        offer = OfferSlot(entry=entry, provider=calendar.provider, starts_at=self._time(calendar, days=5))
        with suppress(OfferedAlready):  # by what follows the log, which is at work already
            await self.stage.perform(offer, self.desk, "scene-offer", self.stage.now)

    async def _wait(self, patient: Booked, calendar: Calendar, key: str, *day_parts: DayPart) -> WaitlistEntryId:
        today = self.stage.now.date()
        wish = WaitlistWish(
            visit_type=FOLLOW_UP.code,
            mode=FOLLOW_UP.mode,
            place=patient.person.place,
            first_day=today + timedelta(days=3),
            last_day=today + timedelta(days=30),
            day_parts=day_parts,
            providers=(calendar.provider,),
        )
        joining = JoinWaitlist(patient=patient.id, wish=wish, whereabouts=patient.person.whereabouts)
        return WaitlistEntryId(UUID((await self._perform(joining, key))["id"]))

    async def _overbooking(self, usual: Booked, on_top: Booked) -> None:
        """Put one visit on top of another, because the clinic wants it so."""
        calendar = self._calendar("Castillo")
        await self._book(usual, calendar, days=4, key="usual")
        overbooking = OverbookAppointment(
            patient=on_top.id,
            visit=_visit(on_top, calendar, self._time(calendar, days=4)),
            because="She can come at no other time this week",
            whereabouts=on_top.person.whereabouts,
        )
        await self._perform(overbooking, "overbook")

    async def _duplicate(self, patient: Booked) -> None:
        """Register somebody a second time, under a shorter name, and link the two records of one person."""
        who = patient.person.demographics
        shorter = replace(who, name=replace(who.name, given=who.name.given[:3]))
        again = RegisterPatient(demographics=shorter, contacts=patient.person.contacts, insist=True)
        duplicate = PatientId(UUID((await self._perform(again, "duplicate"))["id"]))
        reason = "Same birth date, same telephone"
        await self._perform(LinkPatients(patient=duplicate, survivor=patient.id, reason=reason), "link")

    async def _minor(self, relative: Booked) -> None:
        """Let a guardian consent for a child who lives with a relative, say whom to call, and book."""
        born = date(self.stage.now.year - 9, 3, 14)
        registering = RegisterPatient(demographics=Demographics(name=_CHILD, birth_date=born))
        child = PatientId(UUID((await self._perform(registering, "child"))["id"]))
        await self._perform(VerifyIdentity(patient=child, method=IdentityCheck.PHOTO_ID), "child-identity")
        await self._perform(NameGuardian(patient=child, account=self.guardian, scopes=tuple(Scope)), "guardian")
        guardian = Actor(clinic=self.desk.clinic, id=self.guardian, role=Role.PATIENT)
        consent = GiveConsent(patient=child, kind=ConsentKind.TELEHEALTH, text_version="2026-01")
        await self._perform(consent, "child-consent", guardian)
        called = EmergencyContact(
            name=relative.person.demographics.name,
            relationship=Relationship.RELATIVE,
            phone=relative.person.whereabouts.call_back,
        )
        await self._perform(AddEmergencyContact(patient=child, contact=called), "child-emergency", guardian)
        await self._book(
            Booked(child, relative.person), self._calendar("Adler"), days=6, key="child", at="16:00", by=guardian
        )

    async def _book(  # noqa: PLR0913 - who with whom, when and by whom
        self,
        patient: Booked,
        calendar: Calendar,
        *,
        days: int,
        key: str,
        at: str = "12:00",
        by: Actor | None = None,
    ) -> None:
        booking = BookAppointment(
            patient=patient.id,
            visit=_visit(patient, calendar, self._time(calendar, days, at)),
            whereabouts=patient.person.whereabouts,
        )
        await self._perform(booking, f"{key}-visit", by)

    def _time(self, calendar: Calendar, days: int, at: str = "12:00") -> datetime:
        """Give a time on the first working day from so many days ahead on, by the provider's clock."""
        day = _weekday(self.stage.now.date() + timedelta(days=days))
        return TimeZone(name=calendar.cast.zone).instant(day, time.fromisoformat(at))

    def _calendar(self, family: str) -> Calendar:
        return next(calendar for calendar in self.calendars if calendar.cast.name.family == family)

    async def _perform(self, command: Command, key: str, by: Actor | None = None) -> dict[str, Any]:
        return await self.stage.perform(command, by or self.desk, f"scene-{key}", self.stage.now - _BEFORE)


def _visit(patient: Booked, calendar: Calendar, starts_at: datetime) -> VisitRequest:
    return VisitRequest(
        provider=calendar.provider, visit_type=FOLLOW_UP.code, starts_at=starts_at, place=patient.person.place
    )


def _weekday(day: date) -> date:
    """Give the day, or the Monday after it where it is none on which the practice works."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day
