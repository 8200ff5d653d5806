"""Explaining why a slot is offered or not."""

from dataclasses import dataclass

from application.scheduling.appointments.ports import DeskReader, SlotInQuestion
from application.scheduling.appointments.stated_place import stated_place
from application.scheduling.queries import ExplainSlot
from application.scheduling.slots.views import SlotExplanationView
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.scheduling.slots.explanation import explain


@dataclass(frozen=True, slots=True)
class ExplainSlotHandler:
    """Has the desk that would decide on a booking say everything that it would look at."""

    desks: DeskReader

    async def __call__(self, query: ExplainSlot, execution: Execution) -> SlotExplanationView:
        """Explain a slot. Raises ``Malformed``, ``NotFound``."""
        place = stated_place(query.jurisdiction, query.zone, query.site)
        patient = query.patient or execution.own_patient
        if not execution.reaches(patient, query.provider):
            raise NotFound(id=patient or query.provider)
        slot = SlotInQuestion(query.provider, query.visit_type, query.starts_at, place, query.room, patient)
        opened = await self.desks.read(slot, execution)
        explanation = explain(opened.desk, opened.request, opened.standing, opened.rooms)
        return SlotExplanationView.of(query, explanation)
