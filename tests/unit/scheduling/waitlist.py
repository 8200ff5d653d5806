"""What the stories of the waitlist begin with: Mia waits for a follow-up by video, on Tuesday or Wednesday."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from domain.scheduling.appointments.booking_desk import Admission
from domain.scheduling.appointments.lifecycle import Party
from domain.scheduling.slots.hold import HoldId
from domain.scheduling.waitlist.entry import LetGo, Offer, Urgency, WaitlistEntry, WaitlistEntryId
from domain.scheduling.waitlist.wish import WaitlistWish
from domain.shared.identifiers import AppointmentId
from domain.shared.visits import VisitMode
from unit.scheduling.practice import AT_HOME, DR_LEE, HOME, IN_GOOD_STANDING, MIA, MONDAY_NOON, admission, visit
from unit.spec import STREAM

WaitAct = Callable[[WaitlistEntry], None]

ENTRY, HOLD, APPOINTMENT = WaitlistEntryId(STREAM), HoldId(STREAM), AppointmentId(STREAM)
TUESDAY, WEDNESDAY = date(2030, 5, 14), date(2030, 5, 15)
AT_ONE = MONDAY_NOON + timedelta(hours=1)
"""When an offer made on Monday at noon runs out."""

WISH = WaitlistWish(visit_type="follow-up", mode=VisitMode.VIDEO, place=AT_HOME, first_day=TUESDAY, last_day=WEDNESDAY)

NINE_WITH_DR_LEE = LetGo(provider=DR_LEE, span=visit().span)
joined = WaitlistEntry.Joined(patient=MIA, wish=WISH, urgency=Urgency.ROUTINE, whereabouts=HOME)
offered = WaitlistEntry.Offered(patient=MIA, offer=Offer(hold=HOLD, visit=visit(), until=AT_ONE))
passed = WaitlistEntry.Passed(patient=MIA, slot=NINE_WITH_DR_LEE)
offer_expired = WaitlistEntry.OfferExpired(patient=MIA, slot=NINE_WITH_DR_LEE)
accepted = WaitlistEntry.Accepted(patient=MIA, appointment=APPOINTMENT)
fulfilled = WaitlistEntry.Fulfilled(patient=MIA, appointment=APPOINTMENT)
left = WaitlistEntry.Left(patient=MIA, by=Party.PATIENT)
closed = WaitlistEntry.Closed(patient=MIA)


def wishing(**other: Any) -> WaitlistWish:
    """Wish for something else."""
    return replace(WISH, **other)


def joining(wish: WaitlistWish = WISH, now: datetime = MONDAY_NOON, **said: Any) -> Callable[[], WaitlistEntry]:
    """Have Mia join on Monday at noon, as the clinic unless said."""
    usual: dict[str, Any] = {"standing": IN_GOOD_STANDING, "by": Party.CLINIC, "whereabouts": HOME}
    return lambda: WaitlistEntry.join(ENTRY, wish=wish, now=now, **usual | said)


def offering(admitted: Admission | None = None, until: datetime = AT_ONE, now: datetime = MONDAY_NOON) -> WaitAct:
    """Offer what the desk admitted, Tuesday at nine with Dr Lee unless said."""
    return lambda entry: entry.offer_slot(HOLD, admitted or admission(), until, now)
