"""What can be asked of the calendar."""

from application.scheduling.queries import (
    ExplainRefusal,
    ExplainSlot,
    FindReplacements,
    FindSlots,
    GetAppointment,
    GetAvailability,
    GetBookingPolicy,
    GetDayBoard,
    GetHold,
    GetSeries,
    GetWaitlistEntry,
    ListAppointments,
    ListCalendarLinks,
    ListSeries,
    ListWaitlist,
)
from application.scheduling.series.views import SeriesLine, SeriesView
from application.scheduling.slots.views import RefusalView, ReplacementsView, SlotExplanationView, SlotView
from application.scheduling.views import (
    AppointmentView,
    AvailabilityView,
    BookingPolicyView,
    CalendarLinkView,
    DayBoardLine,
    HoldView,
)
from application.scheduling.waitlist.views import WaitlistEntryView, WaitlistLine
from application.shared.paging import Page
from interfaces.http.routes import QueryRoute

ROUTES = (
    QueryRoute(path="/booking-policy", query=GetBookingPolicy, view=BookingPolicyView),
    QueryRoute(path="/providers/{provider:uuid}/availability", query=GetAvailability, view=AvailabilityView),
    QueryRoute(path="/slots", query=FindSlots, view=Page[SlotView]),
    QueryRoute(path="/providers/{provider:uuid}/slot-explanation", query=ExplainSlot, view=SlotExplanationView),
    QueryRoute(path="/refusals/{refusal:uuid}", query=ExplainRefusal, view=RefusalView),
    QueryRoute(path="/holds/{hold:uuid}", query=GetHold, view=HoldView),
    QueryRoute(path="/calendar-links", query=ListCalendarLinks, view=Page[CalendarLinkView]),
    QueryRoute(path="/day-board", query=GetDayBoard, view=Page[DayBoardLine]),
    QueryRoute(path="/appointments", query=ListAppointments, view=Page[AppointmentView]),
    QueryRoute(path="/appointments/{appointment:uuid}", query=GetAppointment, view=AppointmentView),
    QueryRoute(path="/series", query=ListSeries, view=Page[SeriesLine]),
    QueryRoute(path="/series/{series:uuid}", query=GetSeries, view=SeriesView),
    QueryRoute(path="/appointments/{appointment:uuid}/replacements", query=FindReplacements, view=ReplacementsView),
    QueryRoute(path="/waitlist", query=ListWaitlist, view=Page[WaitlistLine]),
    QueryRoute(path="/waitlist/{entry:uuid}", query=GetWaitlistEntry, view=WaitlistEntryView),
)
