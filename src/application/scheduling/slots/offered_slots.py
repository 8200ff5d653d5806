"""What is kept for a patient who waits, and given back where they do not want it."""

from contextlib import suppress
from datetime import datetime

from application.scheduling.ports import Holds
from application.shared.execution import Execution
from domain.scheduling.appointments.booking_desk import Admission
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.slots.hold import Hold, HoldEnded, HoldId
from domain.scheduling.waitlist.entry import Offer, WaitlistEntry


async def keep(  # noqa: PLR0913, PLR0917 - what an offer is made of
    entry: WaitlistEntry,
    id: HoldId,  # noqa: A002 - the field's word
    admission: Admission,
    policy: BookingPolicy,
    holds: Holds,
    execution: Execution,
) -> datetime:
    """Offer a slot that the desk admitted, keep it, and give the instant up to which the patient can answer.

    Raises as ``WaitlistEntry.offer_slot`` does.
    """
    until = policy.offer_ends(admission.visit.starts_at, execution.now)
    entry.offer_slot(id, admission, until, execution.now)
    await holds.add(Hold.place(id, admission.visit, entry.patient, until), execution)
    return until


async def give_back(offer: Offer | None, holds: Holds, execution: Execution) -> None:
    """Release the slot of an offer, if there is one and nobody took it back already."""
    if offer is None:
        return
    with suppress(HoldEnded):
        async with holds.change(offer.hold, execution) as hold:
            hold.release()
