"""Times as callers see them: what is offered, why something is not, and who else could hold a visit."""

from typing import Any
from uuid import UUID

from application.scheduling.queries import ExplainSlot
from application.shared.query import View
from application.shared.refusals import problem_type
from domain.scheduling.slots.explanation import Explanation
from domain.scheduling.slots.slots import Slot
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId, RoomId
from domain.shared.time import Instant
from domain.shared.values import Code, Public
from domain.shared.visits import VisitTypeCode


class SlotView(View, frozen=True, kw_only=True):
    """A time at which a visit can be booked now."""

    provider: ProviderId
    visit_type: VisitTypeCode
    starts_at: Instant
    ends_at: Instant
    room: RoomId | None
    """For a visit in person, a room of the site that is free then."""

    @classmethod
    def of(cls, slot: Slot) -> "SlotView":
        """Show a free slot."""
        return cls(
            provider=slot.provider,
            visit_type=slot.visit_type,
            starts_at=slot.span.starts_at,
            ends_at=slot.span.ends_at,
            room=slot.room,
        )


class HindranceView(View, frozen=True, kw_only=True):
    """One rule that stands against a slot. A booking that it refuses is told the same."""

    type: Code
    """The address of the problem type, which resolves to a page about it."""
    code: Code
    title: Public[str]
    """The rule, in one sentence."""
    detail: Public[str]
    """What can be done about it."""
    facts: Public[dict[str, Any]]
    """What the rule looked at: limits, times and states. Nobody else who is booked is named."""

    @classmethod
    def of(cls, refusal: DomainError) -> "HindranceView":
        """Show a refusal."""
        return cls(
            type=problem_type(type(refusal)),
            code=refusal.code,
            title=refusal.rule(),
            detail=refusal.mend,
            facts=refusal.details,
        )


class SlotExplanationView(View, frozen=True, kw_only=True):
    """Whether a slot can be booked now, and everything that stands in its way."""

    bookable: bool
    provider: ProviderId
    visit_type: VisitTypeCode
    starts_at: Instant
    ends_at: Instant | None
    """When the visit would end; nobody knows where the provider offers no such visits."""
    occupied_from: Instant | None
    """From when provider and room would be taken, buffers included."""
    occupied_until: Instant | None
    room: RoomId | None
    """For a visit in person, the room that was asked about, or else one of the site's: a free one where there is."""
    hindrances: tuple[HindranceView, ...]
    """In the order in which the rules speak."""

    @classmethod
    def of(cls, asked: ExplainSlot, explanation: Explanation) -> "SlotExplanationView":
        """Show what the desk said of a slot."""
        visit = explanation.visit
        return cls(
            bookable=not explanation.hindrances,
            provider=asked.provider,
            visit_type=asked.visit_type,
            starts_at=asked.starts_at,
            ends_at=visit.span.ends_at if visit is not None else None,
            occupied_from=visit.occupied.starts_at if visit is not None else None,
            occupied_until=visit.occupied.ends_at if visit is not None else None,
            room=visit.room if visit is not None else asked.room,
            hindrances=tuple(map(HindranceView.of, explanation.hindrances)),
        )


class RefusalView(View, frozen=True, kw_only=True):
    """Why a command was refused."""

    id: UUID
    """Of the request that was refused."""
    operation: Code
    refused_at: Instant
    type: Code
    """The address of the problem type, which resolves to a page about it."""
    code: Code
    title: Public[str]
    """The rule, in one sentence."""
    detail: Public[str]
    """What can be done about it."""


class ReplacementView(View, frozen=True, kw_only=True):
    """A provider who could hold the visit at its time."""

    provider: ProviderId
    in_common: int
    """How many specialties and languages they share with the visit's own provider."""


class ReplacementsView(View, frozen=True, kw_only=True):
    """Who could hold a visit instead of its provider."""

    at_its_time: tuple[ReplacementView, ...]
    """Any of these can be named to `scheduling.reassign-appointment`."""
    nearest: tuple[SlotView, ...]
    """Where nobody is free at its time: the nearest times of others, to which the visit could be moved."""
