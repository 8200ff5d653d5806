"""When a patient who waits is booked for what they wait for, the wait is over."""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

from application.scheduling.waitlist.fulfil_wait import FulfilWait
from application.scheduling.waitlist.ports import WaitlistLookout
from application.shared.followers import FollowedFact
from application.shared.reactions import ReactionJobs
from domain.scheduling.appointments.appointment import Appointment
from domain.shared.aggregate import Fact

S = TypeVar("S")

BOOKED: Final = (Appointment.Booked, Appointment.Overbooked)
"""The facts that name their patient; a request named its own when it was made."""


class WhenAVisitIsBookedEndTheWait(Generic[S]):
    """Follows bookings, and the clinic's yes to requests. Where nobody waits, nothing is done."""

    name = "waitlist-fulfilment"
    kinds: frozenset[type[Fact]] = frozenset({*BOOKED, Appointment.Approved})

    def __init__(self, lookout: WaitlistLookout[S], jobs: ReactionJobs[S]) -> None:
        self._lookout = lookout
        self._jobs = jobs

    async def apply(self, facts: Sequence[FollowedFact], session: S) -> None:
        """Have the wait ended of everybody who may have been booked for it."""
        if not await self._lookout.is_anybody_waiting(session):
            return
        booked = {one.fact.patient for one in facts if isinstance(one.fact, BOOKED)}
        waiting = await self._lookout.who_waits(booked, session)
        for followed in facts:
            if not isinstance(followed.fact, BOOKED) or followed.fact.patient in waiting:
                self._jobs.enqueue(FulfilWait.operation, followed, session, {"appointment": str(followed.stream)})
