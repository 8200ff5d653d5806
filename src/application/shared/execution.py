"""What is fixed before the work begins, and stays the same however often the work is tried."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

import msgspec

from application.shared.actor import Actor
from application.shared.purposes import Purpose
from domain.shared.identifiers import ClinicId, PatientId, ProviderId
from domain.shared.scopes import Capacity
from domain.shared.values import Personal

Reach = Literal["any", "care", "own"]
"""How far a role's permission goes: every record of the clinic, those in the actor's care, or the actor's own."""

COMMAND_IDS = UUID("8f1ba3b2-6b8e-5d2c-9d0e-51c1bb0f6b3a")
"""Namespace of ids that derive from an idempotency key without a secret."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request came from. It is about a person, and leaves this process only sealed."""

    address: Personal[str] | None
    """The network address, as far as trusted proxies tell it."""
    agent: Personal[str] | None
    """The program that asked, in its own words."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """How something was asked for: who asks, and the wishes that came beside the command or query itself."""

    actor: Actor
    request_id: UUID
    """A fresh UUIDv7 by the interface. It is the command's id where no idempotency key was sent."""
    budget: float = 10.0
    """Seconds until the caller no longer waits."""
    idempotency_key: str | None = None
    expected_version: int | None = None
    """``If-Match``: the version that the caller saw of the thing it wants changed."""
    dry_run: bool = False
    consistency_token: str | None = None
    whole: bool = False
    """Whether all of a list is wanted at once, and not a page of it."""
    client: str | None = None
    """The network address that a visitor comes from, where it tells one visitor from others."""
    origin: Origin | None = None
    """Where the request came from; ``None`` where nobody asked over a network."""
    purpose: Purpose | None = None
    """Why it is asked for, where the caller stated it."""

    def plain_id(self, operation: str) -> UUID:
        """Derive an id that is the same for a retry, and that whoever guesses the key can derive as well."""
        if self.idempotency_key is None:
            return self.request_id
        return plain_id(self.actor, operation, self.idempotency_key)


def plain_id(actor: Actor, operation: str, key: str) -> UUID:
    """Derive an id from who asked for what under which key, without a secret."""
    return uuid5(COMMAND_IDS, f"{actor.clinic}/{actor.id}/{operation}/{key}")


class Execution(msgspec.Struct, frozen=True, kw_only=True):
    """One command or query being carried out for an actor."""

    actor: Actor
    operation: str
    reach: Reach
    command_id: UUID
    now: datetime
    correlation_id: UUID
    causation_id: UUID | None = None
    expected_version: int | None = None
    linked: frozenset[PatientId] = frozenset()
    """The other records of the actor's own person, where they are in reach."""
    represented: Mapping[PatientId, Capacity] = {}
    """In whose place the actor may do this, and as what."""
    client: str | None = None
    origin: Origin | None = None
    purpose: Purpose | None = None
    """As the caller stated it."""
    break_glass: UUID | None = None
    """The glass that was broken for what is read, where no care relationship opens it."""

    @property
    def clinic(self) -> ClinicId:
        """The clinic in which everything happens."""
        return self.actor.clinic

    def new_id(self, name: str) -> UUID:
        """Derive the id of a new thing from the command, so that another attempt makes the same thing."""
        return uuid5(self.command_id, name)

    def reaches(self, patient: UUID | None, provider: UUID | None) -> bool:
        """Tell whether the actor may touch a record that concerns this patient and this provider."""
        if self.reach == "any":
            return True
        return patient in self.own_patients or (self.own_provider is not None and self.own_provider == provider)

    @property
    def own_patient(self) -> PatientId | None:
        """The patient whom the actor is; ``None`` where reach is not limited to anybody, or the actor is no patient."""
        return self.actor.patient if self.reach == "own" else None

    @property
    def own_records(self) -> frozenset[PatientId]:
        """The records of the patient whom the actor is: the account's own, and those linked with it."""
        return self.linked if self.own_patient is None else self.linked | {self.own_patient}

    @property
    def own_patients(self) -> frozenset[PatientId]:
        """The patients whose records are in reach where that is limited: the actor, and who is represented."""
        return self.own_records.union(self.represented)

    @property
    def own_provider(self) -> ProviderId | None:
        """The only provider whose records are in reach; ``None`` where reach is not limited to one."""
        return self.actor.provider if self.reach == "own" else None
