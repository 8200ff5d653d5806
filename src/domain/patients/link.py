"""That two records are of one person, until somebody finds that they are not."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, NewType, Self
from uuid import UUID

import msgspec

from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from domain.shared.patterns import SOMETHING_TO_READ
from domain.shared.time import Instant
from domain.shared.values import Personal, ValueObject

PatientLinkId = NewType("PatientLinkId", UUID)

LinkReason = Annotated[
    Personal[str],
    msgspec.Meta(
        max_length=500, pattern=SOMETHING_TO_READ, description="Why the two records are held to be of one person."
    ),
]


class LinkedToItself(DomainError):
    """A record is not linked to itself."""

    code = "patients.linked-to-itself"
    mend = "Name two records: the one that stays, and its duplicate."


class AlreadyLinked(DomainError):
    """A record is the duplicate of one other at most."""

    code = "patients.already-linked"
    mend = "Undo the link that is named first, if it is wrong."


class SurvivorIsLinked(DomainError):
    """Records are linked to the one that stays, never to its duplicate: there are no chains."""

    code = "patients.survivor-is-linked"
    mend = "Link the record to the survivor that is named."


class HasDuplicates(DomainError):
    """A record to which others are linked is no duplicate itself."""

    code = "patients.has-duplicates"
    mend = "Link the other way round, or undo the links that are named and link each record to the survivor."


class LinkUndone(DomainError):
    """A link is undone once."""

    code = "patients.link-undone"
    mend = "Nothing to do: the two records are apart. Link them anew if they are of one person after all."


class LiveLink(ValueObject, frozen=True, kw_only=True):
    """A link that nobody has undone."""

    link: PatientLinkId
    patient: PatientId
    """The duplicate."""
    survivor: PatientId


class PatientLink(Aggregate):
    """A duplicate and the record that stays for it. Neither record is changed by the link, nor by its undoing."""

    class Linked(Aggregate.Created, frozen=True, kw_only=True):
        """Somebody found that a record is of the same person as another; reads follow the link from then on."""

        patient: PatientId
        survivor: PatientId
        reason: LinkReason

    class Unlinked(Aggregate.Event, frozen=True, kw_only=True):
        """The two records are of different people after all; each has what was written to it."""

        unlinked_at: Instant

    @classmethod
    def link(
        cls,
        id: PatientLinkId,
        patient: PatientId,
        survivor: PatientId,
        reason: LinkReason,
        live: Iterable[LiveLink],
    ) -> Self:
        """Link a duplicate to the record that stays. ``live`` are the links that either of them has.

        Raises ``LinkedToItself``, ``AlreadyLinked``, ``SurvivorIsLinked``, ``HasDuplicates``.
        """
        if patient == survivor:
            raise LinkedToItself
        standing = tuple(live)
        for other in standing:
            if other.patient == patient:
                raise AlreadyLinked(link=other.link, patient=other.survivor)
            if other.patient == survivor:
                raise SurvivorIsLinked(patient=other.survivor)
        below = tuple(other.link for other in standing if other.survivor == patient)
        if below:
            raise HasDuplicates(links=below)
        return cls._create(cls.Linked, id=id, patient=patient, survivor=survivor, reason=reason)

    def undo(self, *, now: datetime) -> None:
        """Take the link back. Raises ``LinkUndone``."""
        if self.unlinked_at is not None:
            raise LinkUndone(unlinked_at=self.unlinked_at)
        self._unlinked(unlinked_at=now)

    @event(Linked)
    def __init__(self, patient: PatientId, survivor: PatientId, reason: LinkReason) -> None:
        self.patient = patient
        self.survivor = survivor
        self.reason = reason
        self.unlinked_at: Instant | None = None

    @event(Unlinked)
    def _unlinked(self, unlinked_at: Instant) -> None:
        self.unlinked_at = unlinked_at
