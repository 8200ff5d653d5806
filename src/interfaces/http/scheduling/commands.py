"""What can be done with the calendar."""

from application.scheduling.appointments.affected_receipt import AffectedReceipt
from application.scheduling.appointments.approve_appointment import ApproveAppointment
from application.scheduling.appointments.book_appointment import BookAppointment
from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.check_in import CheckIn
from application.scheduling.appointments.confirm_attendance import ConfirmAttendance
from application.scheduling.appointments.decline_appointment import DeclineAppointment
from application.scheduling.appointments.fulfil_appointment import FulfilAppointment
from application.scheduling.appointments.mark_no_show import MarkNoShow
from application.scheduling.appointments.mark_not_held import MarkNotHeld
from application.scheduling.appointments.note_arrival import NoteArrival
from application.scheduling.appointments.overbook_appointment import OverbookAppointment
from application.scheduling.appointments.reassign_appointment import ReassignAppointment
from application.scheduling.appointments.request_appointment import RequestAppointment
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.scheduling.calendars.issue_calendar_link import (
    CalendarLinkReceipt,
    IssuePatientCalendarLink,
    IssueProviderCalendarLink,
)
from application.scheduling.calendars.revoke_calendar_link import RevokeCalendarLink
from application.scheduling.hours.add_extra_hours import AddExtraHours
from application.scheduling.hours.add_time_off import AddTimeOff
from application.scheduling.hours.exception_receipt import ExceptionReceipt
from application.scheduling.hours.remove_exception import RemoveException
from application.scheduling.hours.set_booking_policy import SetBookingPolicy
from application.scheduling.hours.set_weekly_hours import SetWeeklyHours
from application.scheduling.series.approve_series import ApproveSeries
from application.scheduling.series.book_series import BookSeries
from application.scheduling.series.cancel_series import CancelSeries
from application.scheduling.series.change_series_following import ChangeSeriesFollowing
from application.scheduling.series.decline_series import DeclineSeries
from application.scheduling.series.reception import SeriesReceipt
from application.scheduling.slots.place_hold import HoldReceipt, PlaceHold
from application.scheduling.slots.release_hold import ReleaseHold
from application.scheduling.waitlist.accept_offer import AcceptanceReceipt, AcceptOffer
from application.scheduling.waitlist.join_waitlist import JoinWaitlist
from application.scheduling.waitlist.leave_waitlist import LeaveWaitlist
from application.scheduling.waitlist.offer_slot import OfferReceipt, OfferSlot
from application.scheduling.waitlist.pass_offer import PassOffer
from application.scheduling.waitlist.set_waitlist_urgency import SetWaitlistUrgency
from interfaces.http.routes import CommandRoute

AVAILABILITY = "/providers/{provider:uuid}/availability"
APPOINTMENTS = "/appointments"
APPOINTMENT = "/appointments/{appointment:uuid}"
WAITLIST = "/waitlist"
WAITLIST_ENTRY = "/waitlist/{entry:uuid}"

SERIES = "/series/{series:uuid}"

AT_HOME = {"jurisdiction": "US-NY", "zone": {"name": "America/New_York"}}
WHEREABOUTS = {
    "address": {"street": "350 5th Avenue", "city": "New York", "postal_code": "10118", "country": "US"},
    "call_back": {"number": "+12025550123"},
    "emergency_contact": {
        "name": {"family": "Okafor", "given": "Leo"},
        "phone": {"number": "+12025550145"},
    },
}
VISIT = {
    "provider": "7b0c4e0a-1b0e-4a53-9d0e-0f6a4f0d9b21",
    "visit_type": "follow-up",
    "starts_at": "2030-05-14T13:00:00Z",
    "place": AT_HOME,
}
BOOKING = {
    "patient": "0b9f2c1d-5a53-4c1e-8f0e-6a4f0d9b1131",
    "visit": VISIT,
    "whereabouts": WHEREABOUTS,
    "reason": "The cough is back.",
}
WAIT = {
    "patient": "0b9f2c1d-5a53-4c1e-8f0e-6a4f0d9b1131",
    "wish": {
        "visit_type": "follow-up-video",
        "mode": "video",
        "place": AT_HOME,
        "first_day": "2030-05-14",
        "last_day": "2030-06-14",
        "day_parts": ["morning"],
        "providers": ["7b0c4e0a-1b0e-4a53-9d0e-0f6a4f0d9b21"],
    },
    "whereabouts": WHEREABOUTS,
    "reason": "The cough is back.",
}

BOOKING_A_SERIES = {
    "patient": "0b9f2c1d-5a53-4c1e-8f0e-6a4f0d9b1131",
    "visit": {"provider": "7b0c4e0a-1b0e-4a53-9d0e-0f6a4f0d9b21", "visit_type": "follow-up", "place": AT_HOME},
    "recurrence": {
        "rule": {"repeats": "weekly", "weekdays": ["tuesday"]},
        "first_day": "2030-05-14",
        "at": "09:00",
        "count": 8,
    },
    "whereabouts": WHEREABOUTS,
    "reason": "Physiotherapy after the operation.",
}

ROUTES = (
    CommandRoute(
        path="/booking-policy",
        command=SetBookingPolicy,
        example={"policy": {"slot_grid_minutes": 15, "minimum_notice_minutes": 60, "hold_minutes": 10}},
    ),
    CommandRoute(
        path=f"{AVAILABILITY}/weekly-hours",
        command=SetWeeklyHours,
        example={
            "hours": [{"weekday": "tuesday", "opens": "09:00", "closes": "17:00"}],
            "zone": {"name": "America/New_York"},
        },
    ),
    CommandRoute(
        path=f"{AVAILABILITY}/extra-hours",
        command=AddExtraHours,
        receipt=ExceptionReceipt,
        example={"day": "2030-05-18", "opens": "09:00", "closes": "12:00", "modes": ["video"]},
    ),
    CommandRoute(
        path=f"{AVAILABILITY}/time-off",
        command=AddTimeOff,
        receipt=ExceptionReceipt,
        example={"first_day": "2030-07-01", "last_day": "2030-07-14"},
    ),
    CommandRoute(path=f"{AVAILABILITY}/exceptions/{{exception:uuid}}/remove", command=RemoveException, example={}),
    CommandRoute(
        path="/providers/{provider:uuid}/calendar-links",
        command=IssueProviderCalendarLink,
        receipt=CalendarLinkReceipt,
        example={},
    ),
    CommandRoute(
        path="/patients/{patient:uuid}/calendar-links",
        command=IssuePatientCalendarLink,
        receipt=CalendarLinkReceipt,
        example={},
    ),
    CommandRoute(path="/calendar-links/{calendar_link:uuid}/revoke", command=RevokeCalendarLink, example={}),
    CommandRoute(path="/holds", command=PlaceHold, receipt=HoldReceipt, creates=True, example={"visit": VISIT}),
    CommandRoute(path="/holds/{hold:uuid}/release", command=ReleaseHold, example={}),
    CommandRoute(path=APPOINTMENTS, command=BookAppointment, creates=True, example=BOOKING),
    CommandRoute(
        path=f"{APPOINTMENTS}/overbook",
        command=OverbookAppointment,
        creates=True,
        found_at=APPOINTMENTS,
        example=BOOKING | {"because": "She can come at no other time this week."},
    ),
    CommandRoute(
        path=f"{APPOINTMENTS}/request",
        command=RequestAppointment,
        creates=True,
        found_at=APPOINTMENTS,
        example=BOOKING,
    ),
    CommandRoute(path=f"{APPOINTMENT}/approve", command=ApproveAppointment, example={}),
    CommandRoute(
        path=f"{APPOINTMENT}/decline",
        command=DeclineAppointment,
        example={"reason": "Dr Lee asks you to see the laboratory first."},
    ),
    CommandRoute(
        path=f"{APPOINTMENT}/reschedule", command=RescheduleAppointment, example={"starts_at": "2030-05-14T14:00:00Z"}
    ),
    CommandRoute(
        path=f"{APPOINTMENT}/reassign",
        command=ReassignAppointment,
        example={"provider": "7b0c4e0a-1b0e-4a53-9d0e-0f6a4f0d9b22"},
    ),
    CommandRoute(path=f"{APPOINTMENT}/cancel", command=CancelAppointment, example={"reason": "I am well again."}),
    CommandRoute(path=f"{APPOINTMENT}/confirm-attendance", command=ConfirmAttendance, example={}),
    CommandRoute(path="/series", command=BookSeries, receipt=SeriesReceipt, creates=True, example=BOOKING_A_SERIES),
    CommandRoute(
        path=f"{SERIES}/change-following",
        command=ChangeSeriesFollowing,
        receipt=SeriesReceipt,
        example={"appointment": "5d1c7f0b-94c1-4d55-8a76-0a2b6cf0d7a9", "at": "14:30"},
    ),
    CommandRoute(
        path=f"{SERIES}/cancel", command=CancelSeries, receipt=AffectedReceipt, example={"reason": "I am well again."}
    ),
    CommandRoute(path=f"{SERIES}/approve", command=ApproveSeries, receipt=AffectedReceipt, example={}),
    CommandRoute(
        path=f"{SERIES}/decline",
        command=DeclineSeries,
        receipt=AffectedReceipt,
        example={"reason": "Dr Lee asks you to see the laboratory first."},
    ),
    CommandRoute(path=f"{APPOINTMENT}/arrive", command=NoteArrival, example={}),
    CommandRoute(
        path=f"{APPOINTMENT}/check-in", command=CheckIn, example={"place": AT_HOME, "whereabouts": WHEREABOUTS}
    ),
    CommandRoute(path=f"{APPOINTMENT}/fulfil", command=FulfilAppointment, example={}),
    CommandRoute(path=f"{APPOINTMENT}/mark-no-show", command=MarkNoShow, example={}),
    CommandRoute(path=f"{APPOINTMENT}/mark-not-held", command=MarkNotHeld, example={"because": "technical-failure"}),
    CommandRoute(path=WAITLIST, command=JoinWaitlist, creates=True, example=WAIT),
    CommandRoute(path=f"{WAITLIST_ENTRY}/urgency", command=SetWaitlistUrgency, example={"urgency": "urgent"}),
    CommandRoute(path=f"{WAITLIST_ENTRY}/leave", command=LeaveWaitlist, example={}),
    CommandRoute(
        path=f"{WAITLIST_ENTRY}/offer",
        command=OfferSlot,
        receipt=OfferReceipt,
        example={"provider": "7b0c4e0a-1b0e-4a53-9d0e-0f6a4f0d9b21", "starts_at": "2030-05-14T13:00:00Z"},
    ),
    CommandRoute(path=f"{WAITLIST_ENTRY}/accept", command=AcceptOffer, receipt=AcceptanceReceipt, example={}),
    CommandRoute(path=f"{WAITLIST_ENTRY}/pass", command=PassOffer, example={}),
)
