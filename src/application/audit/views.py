"""What is shown of the audit trail."""

from uuid import UUID

from application.audit.queries import EntryOutcome
from application.shared.field_groups import FieldGroup
from application.shared.purposes import Purpose
from application.shared.query import View
from domain.patients.disclosure import DisclosedKind, DisclosedTo, DisclosedWhy
from domain.patients.suspension import RecipientKind, StatementForm, StatingAgency, StatingOfficial
from domain.shared.contacts import PersonName
from domain.shared.identifiers import AccountId, PatientId, ProviderId
from domain.shared.roles import Role
from domain.shared.time import Instant
from domain.shared.values import Code, Personal


class EntryView(View, frozen=True, kw_only=True):
    """Something that somebody did or read, or was refused."""

    id: UUID
    at: Instant
    actor: AccountId
    """Whose account, or which service key."""
    role: Role
    operation: Code
    outcome: EntryOutcome
    refusal: Code | None
    """The code of the rule that said no."""
    patients: tuple[PatientId, ...]
    """Whom it concerned: every patient on a page that was shown."""
    things: tuple[UUID, ...]
    """What it was about, by their ids."""
    on_behalf_of: tuple[PatientId, ...]
    purpose: Purpose | None
    """``null`` in entries that are older than purposes are kept."""
    fields: tuple[FieldGroup, ...]
    """Which kinds of what is known of a patient."""
    broke_glass: bool
    request: UUID
    """The id of the request, as its answer and the log have it."""
    address: Personal[str] | None
    """The network address from which it was asked."""
    agent: Personal[str] | None
    """The program that asked, in its own words."""


class AccessView(View, frozen=True, kw_only=True):
    """A look at a patient's record, or a change of it, as the patient reads it."""

    at: Instant
    told: Personal[str]
    """Who, what and why, in a sentence."""
    role: Role
    provider: ProviderId | None
    """Which provider it was, where it was one."""
    name: PersonName | None
    """The provider's name."""
    is_yourself: bool
    changed: bool
    """Whether something was written, rather than read."""
    fields: tuple[FieldGroup, ...]
    purpose: Purpose | None
    broke_glass: bool


class SuspensionView(View, frozen=True, kw_only=True):
    """That an agency had a disclosure kept off the patient's account."""

    agency: StatingAgency
    official: StatingOfficial
    form: StatementForm
    stated_at: Instant
    until: Instant
    """When it ends, or ended: as the agency stated, or before, where it was lifted."""


class DisclosureView(View, frozen=True, kw_only=True):
    """Something of a patient's data that left the clinic, as the patient reads it."""

    id: UUID
    at: Instant
    """When it was read, or given away."""
    told: Personal[str]
    """To whom, what and why, in a sentence."""
    to: DisclosedTo
    fields: tuple[FieldGroup, ...]
    """Which kinds of data an outsider read with a key of theirs."""
    kinds: tuple[DisclosedKind, ...]
    """Which kinds of data were given away by hand."""
    why: DisclosedWhy
    by_hand: bool
    """Whether somebody of the clinic gave it away and wrote that down; ``id`` is then what can be corrected."""
    is_corrected: bool
    """Whether it was written down otherwise at first."""
    recipient_kind: Personal[RecipientKind] | None
    """What kind of recipient it was given to by hand."""
    suspension: SuspensionView | None
    """The last suspension; owners and auditors read it."""
