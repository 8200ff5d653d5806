"""Commands that are planned before they are sent, and what each needs, makes and leaves in the log."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from application.identity.accounts.change_role import ChangeRole
from application.patients.add_coverage import AddCoverage
from application.patients.add_emergency_contact import AddEmergencyContact
from application.patients.care.assign_provider import AssignProvider
from application.patients.care.unassign_provider import UnassignProvider
from application.patients.disclosures.correct_disclosure import CorrectDisclosure
from application.patients.disclosures.lift_suspension import LiftSuspension
from application.patients.disclosures.record_disclosure import RecordDisclosure
from application.patients.disclosures.record_suspended_disclosure import RecordSuspendedDisclosure
from application.patients.disclosures.suspend_disclosure import SuspendDisclosure
from application.patients.end_representation import EndRepresentation
from application.patients.give_consent import GiveConsent
from application.patients.link_patients import LinkPatients
from application.patients.name_guardian import NameGuardian
from application.patients.register_patient import RegisterPatient
from application.patients.unlink_patients import UnlinkPatients
from application.patients.withdraw_consent import WithdrawConsent
from application.providers.reinstate_provider import ReinstateProvider
from application.providers.suspend_provider import SuspendProvider
from application.scheduling.appointments.book_appointment import BookAppointment
from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.confirm_attendance import ConfirmAttendance
from application.scheduling.appointments.overbook_appointment import OverbookAppointment
from application.scheduling.appointments.reassign_appointment import ReassignAppointment
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.scheduling.series.book_series import BookSeries
from application.scheduling.series.cancel_series import CancelSeries
from application.scheduling.waitlist.join_waitlist import JoinWaitlist
from application.scheduling.waitlist.leave_waitlist import LeaveWaitlist
from application.shared.command import Command


class Kind(StrEnum):
    """What is asked for."""

    REGISTER = "register"
    COVER = "cover"
    NAME_CONTACT = "name contact"
    CONSENT = "consent"
    WITHDRAW = "withdraw"
    LINK = "link"
    UNLINK = "unlink"
    NAME_GUARDIAN = "name guardian"
    END_GUARDIAN = "end guardian"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    DISCLOSE = "disclose"
    CORRECT_DISCLOSURE = "correct disclosure"
    DISCLOSE_QUIETLY = "disclose quietly"
    SUSPEND_ACCOUNT = "suspend account"
    LIFT_SUSPENSION = "lift suspension"
    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    CONFIRM = "confirm"
    OVERBOOK = "overbook"
    REASSIGN = "reassign"
    BOOK_SERIES = "book series"
    CANCEL_SERIES = "cancel series"
    WAIT = "wait"
    LEAVE = "leave"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    MAKE_AUDITOR = "make auditor"
    MAKE_CLERK = "make clerk"


class Standing(StrEnum):
    """How a thing stands that a command needs. Whoever works on one has it alone."""

    NEW = "new"
    COVERED = "covered"
    REACHABLE = "reachable"
    CONSENTING = "consenting"
    APART = "apart"
    LINKED = "linked"
    UNGUARDED = "unguarded"
    GUARDED = "guarded"
    UNATTENDED = "unattended"
    ATTENDED = "attended"
    ACCOUNTED = "accounted"
    DISCLOSED = "disclosed"
    KEPT_BACK = "kept back"
    BOOKED = "booked"
    MOVED = "moved"
    CONFIRMED = "confirmed"
    IN_SERIES = "in series"
    WAITING = "waiting"
    WORKING = "working"
    SUSPENDED = "suspended"
    CLERK = "clerk"
    AUDITOR = "auditor"


Thing = dict[str, Any]
"""What is known of a thing: ids by the names that paths give them, and what bodies say of it."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of command does to a thing."""

    command: type[Command]
    path: str
    leaves: Mapping[str, int]
    """So many facts of each name are in the log if it was carried out."""
    takes: Standing | None = None
    says: tuple[str, ...] = ()
    """What is known of the thing and stands in the body."""
    gives: Standing | None = None
    makes: str | None = None
    """By which name the id in the receipt goes."""
    tells: tuple[str, ...] = ()
    """What the body says of the thing."""

    def body(self, planned: Mapping[str, Any], thing: Thing) -> dict[str, Any]:
        """Give a planned body, with what it has to say of the thing."""
        return {**planned, **{name: thing[name] for name in self.says}}

    def after(self, thing: Thing, body: Mapping[str, Any], id_: UUID) -> Thing:
        """Give what is known of the thing when it was carried out."""
        made = {self.makes: str(id_)} if self.makes is not None else {}
        return {**thing, **made, **{name: body[name] for name in self.tells}}


STEPS: Final[Mapping[Kind, Step]] = {
    Kind.REGISTER: Step(
        command=RegisterPatient,
        path="/patients",
        leaves={"patients.patient.registered": 1},
        gives=Standing.NEW,
        makes="patient",
    ),
    Kind.COVER: Step(
        command=AddCoverage,
        path="/patients/{patient}/coverages",
        leaves={"patients.patient.coverage-added": 1},
        takes=Standing.NEW,
        gives=Standing.COVERED,
    ),
    Kind.NAME_CONTACT: Step(
        command=AddEmergencyContact,
        path="/patients/{patient}/emergency-contacts",
        leaves={"patients.patient.emergency-contact-added": 1},
        takes=Standing.COVERED,
        gives=Standing.REACHABLE,
    ),
    Kind.CONSENT: Step(
        command=GiveConsent,
        path="/patients/{patient}/consents",
        leaves={"patients.patient.consent-given": 1},
        takes=Standing.REACHABLE,
        gives=Standing.CONSENTING,
    ),
    Kind.WITHDRAW: Step(
        command=WithdrawConsent,
        path="/patients/{patient}/consents/withdraw",
        leaves={"patients.patient.consent-withdrawn": 1},
        takes=Standing.CONSENTING,
        gives=Standing.REACHABLE,
    ),
    Kind.LINK: Step(
        command=LinkPatients,
        path="/patient-links",
        leaves={"patients.patient-link.linked": 1},
        takes=Standing.APART,
        says=("patient", "survivor"),
        gives=Standing.LINKED,
        makes="link",
    ),
    Kind.UNLINK: Step(
        command=UnlinkPatients,
        path="/patient-links/{link}/unlink",
        leaves={"patients.patient-link.unlinked": 1},
        takes=Standing.LINKED,
        gives=Standing.APART,
    ),
    Kind.NAME_GUARDIAN: Step(
        command=NameGuardian,
        path="/patients/{patient}/guardians",
        leaves={"patients.representation.named": 1},
        takes=Standing.UNGUARDED,
        says=("account",),
        gives=Standing.GUARDED,
        makes="representation",
    ),
    Kind.END_GUARDIAN: Step(
        command=EndRepresentation,
        path="/representations/{representation}/end",
        leaves={"patients.representation.ended": 1},
        takes=Standing.GUARDED,
        gives=Standing.UNGUARDED,
    ),
    Kind.ASSIGN: Step(
        command=AssignProvider,
        path="/patients/{patient}/care-team",
        leaves={"patients.care-assignment.assigned": 1},
        takes=Standing.UNATTENDED,
        says=("provider",),
        gives=Standing.ATTENDED,
        makes="care_assignment",
    ),
    Kind.UNASSIGN: Step(
        command=UnassignProvider,
        path="/patients/{patient}/care-team/{care_assignment}/end",
        leaves={"patients.care-assignment.ended": 1},
        takes=Standing.ATTENDED,
        gives=Standing.UNATTENDED,
    ),
    Kind.DISCLOSE: Step(
        command=RecordDisclosure,
        path="/patients/{patient}/disclosures",
        leaves={"patients.disclosure.recorded": 1},
        takes=Standing.ACCOUNTED,
        gives=Standing.DISCLOSED,
        makes="disclosure",
    ),
    Kind.CORRECT_DISCLOSURE: Step(
        command=CorrectDisclosure,
        path="/disclosures/{disclosure}/correct",
        leaves={"patients.disclosure.corrected": 1},
        takes=Standing.DISCLOSED,
        gives=Standing.ACCOUNTED,
    ),
    Kind.DISCLOSE_QUIETLY: Step(
        command=RecordSuspendedDisclosure,
        path="/patients/{patient}/suspended-disclosures",
        leaves={"patients.disclosure.recorded": 1, "patients.disclosure.suspended": 1},
        takes=Standing.ACCOUNTED,
        gives=Standing.KEPT_BACK,
        makes="disclosure",
    ),
    Kind.SUSPEND_ACCOUNT: Step(
        command=SuspendDisclosure,
        path="/disclosures/{disclosure}/suspend",
        leaves={"patients.disclosure.suspended": 1},
        takes=Standing.DISCLOSED,
        gives=Standing.KEPT_BACK,
    ),
    Kind.LIFT_SUSPENSION: Step(
        command=LiftSuspension,
        path="/disclosures/{disclosure}/lift-suspension",
        leaves={"patients.disclosure.suspension-lifted": 1},
        takes=Standing.KEPT_BACK,
        gives=Standing.ACCOUNTED,
    ),
    Kind.BOOK: Step(
        command=BookAppointment,
        path="/appointments",
        leaves={"scheduling.appointment.booked": 1},
        gives=Standing.BOOKED,
        makes="appointment",
        tells=("visit",),
    ),
    Kind.MOVE: Step(
        command=RescheduleAppointment,
        path="/appointments/{appointment}/reschedule",
        leaves={"scheduling.appointment.rescheduled": 1},
        takes=Standing.BOOKED,
        gives=Standing.MOVED,
    ),
    Kind.CANCEL: Step(
        command=CancelAppointment,
        path="/appointments/{appointment}/cancel",
        leaves={"scheduling.appointment.cancelled": 1},
        takes=Standing.MOVED,
    ),
    Kind.CONFIRM: Step(
        command=ConfirmAttendance,
        path="/appointments/{appointment}/confirm-attendance",
        leaves={"scheduling.appointment.attendance-confirmed": 1},
        takes=Standing.BOOKED,
        gives=Standing.CONFIRMED,
    ),
    Kind.OVERBOOK: Step(
        command=OverbookAppointment,
        path="/appointments/overbook",
        leaves={"scheduling.appointment.overbooked": 1},
        takes=Standing.CONFIRMED,
        says=("visit",),
    ),
    Kind.REASSIGN: Step(
        command=ReassignAppointment,
        path="/appointments/{appointment}/reassign",
        leaves={"scheduling.appointment.reassigned": 1},
        takes=Standing.BOOKED,
    ),
    Kind.BOOK_SERIES: Step(
        command=BookSeries,
        path="/series",
        leaves={"scheduling.series.booked": 1, "scheduling.appointment.booked": 2},
        gives=Standing.IN_SERIES,
        makes="series",
    ),
    Kind.CANCEL_SERIES: Step(
        command=CancelSeries,
        path="/series/{series}/cancel",
        leaves={"scheduling.series.cancelled": 1, "scheduling.appointment.cancelled": 2},
        takes=Standing.IN_SERIES,
    ),
    Kind.WAIT: Step(
        command=JoinWaitlist,
        path="/waitlist",
        leaves={"scheduling.waitlist-entry.joined": 1},
        gives=Standing.WAITING,
        makes="entry",
    ),
    Kind.LEAVE: Step(
        command=LeaveWaitlist,
        path="/waitlist/{entry}/leave",
        leaves={"scheduling.waitlist-entry.left": 1},
        takes=Standing.WAITING,
    ),
    Kind.SUSPEND: Step(
        command=SuspendProvider,
        path="/providers/{provider}/suspend",
        leaves={"providers.provider.suspended": 1},
        takes=Standing.WORKING,
        gives=Standing.SUSPENDED,
    ),
    Kind.REINSTATE: Step(
        command=ReinstateProvider,
        path="/providers/{provider}/reinstate",
        leaves={"providers.provider.reinstated": 1},
        takes=Standing.SUSPENDED,
        gives=Standing.WORKING,
    ),
    Kind.MAKE_AUDITOR: Step(
        command=ChangeRole,
        path="/accounts/{account}/role",
        leaves={"identity.account.role-changed": 1},
        takes=Standing.CLERK,
        gives=Standing.AUDITOR,
    ),
    Kind.MAKE_CLERK: Step(
        command=ChangeRole,
        path="/accounts/{account}/role",
        leaves={"identity.account.role-changed": 1},
        takes=Standing.AUDITOR,
        gives=Standing.CLERK,
    ),
}


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """One command to be."""

    number: int
    at: float
    """Seconds after the beginning."""
    kind: Kind
    body: dict[str, Any]
    key: str | None
    hangs_up: float | None
    """Seconds after which the client leaves; it comes back with the same key."""

    @property
    def step(self) -> Step:
        """What it does."""
        return STEPS[self.kind]

    @property
    def name(self) -> str:
        """The word that only the patient of this registration has in the name."""
        return f"{self.number:08}"

    @property
    def slot(self) -> tuple[UUID, datetime]:
        """The time of a provider that only this booking or move wants."""
        wanted = self.body.get("visit", self.body)
        return UUID(wanted["provider"]), datetime.fromisoformat(wanted["starts_at"])
