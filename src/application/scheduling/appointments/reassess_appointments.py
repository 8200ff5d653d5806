"""Note which visits need another provider, and which do so no longer."""

from dataclasses import dataclass
from typing import ClassVar, Final

from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.appointments.visits_ahead import AheadCursor, VisitAhead, VisitsAhead
from application.scheduling.ports import Appointments
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.shared.identifiers import ProviderId

PAGE: Final = 500
"""Visits that are looked at together; almost all of them are noted as they should be."""

BATCH: Final = 50
"""Visits noted in one transaction: short, because an open writing transaction holds back every follower."""


class ReassessAppointments(Command, frozen=True, kw_only=True):
    """Note which visits need another provider, and which do so no longer, by what is known today."""

    operation: ClassVar[str] = "scheduling.reassess-appointments"
    conditional: ClassVar[bool] = False
    leaves_fact: ClassVar[bool] = False  # its receipt is of the page, not of one visit

    provider: ProviderId | None = None
    """Whose visits; none named means everybody's."""
    after: AheadCursor | None = None
    """Behind which visit to go on."""


class ReassessReceipt(Receipt, frozen=True, kw_only=True):
    """Tells how far it came."""

    noted: int
    after: AheadCursor | None
    """Behind which visit the next page begins; ``None`` at the end."""


@dataclass(frozen=True, slots=True)
class ReassessAppointmentsHandler:
    """Looks at a page of visits, then holds the providers of those that differ and decides by what stands then."""

    appointments: Appointments
    desks: BookingDesks
    ahead: VisitsAhead

    async def __call__(self, command: ReassessAppointments, execution: Execution) -> ReassessReceipt:
        """Reassess the visits of a page, at most ``BATCH`` of which change."""
        policy = await self.desks.policy(execution)
        seen = await self.ahead.page(command.provider, command.after, PAGE, execution)
        differing = [visit for visit in seen if visit.differs(policy, execution.now)]
        noted, left = differing[:BATCH], differing[BATCH:]
        standings = await self.desks.standings({visit.provider for visit in noted}, execution)
        for visit in noted:
            async with self.appointments.change(visit.appointment, execution) as appointment:
                if appointment.visit.provider in standings:  # else it was moved just now, to one who was asked then
                    appointment.reassess(standings[appointment.visit.provider], policy, execution.now)
        last = noted[-1] if left else _last(seen)
        after = last.cursor if last is not None else None
        return ReassessReceipt(id=execution.command_id, version=0, noted=len(noted), after=after)


def _last(page: tuple[VisitAhead, ...]) -> VisitAhead | None:
    return page[-1] if len(page) == PAGE else None
