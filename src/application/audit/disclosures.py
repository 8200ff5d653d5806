"""What of a patient's data left the clinic, told to whom it is about and to who answers for it.

Whatever an outsider read with a key of theirs is an entry of the trail already; the key says who they are and what for.
What people gave away by hand they wrote down. The account is both, and keeps nothing of its own (45 CFR 164.528). What
is suspended for an agency is not on it, and nothing tells that it is missing, until the suspension is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from application.audit.accesses import READING
from application.audit.ports import AuditEntries, ByHand, DisclosuresByHand, Outsiders, Records, Sought
from application.audit.queries import ListDisclosures
from application.audit.views import DisclosureView, EntryView, SuspensionView
from application.audit.whose_trail import records_told_of
from application.audit.wording import given, shown
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from application.shared.rights.outsiders import OPEN
from domain.identity.key_holder import Outsider
from domain.shared.roles import Role

SHOWING: Final = frozenset(name for name in OPEN if name.partition(".")[2].startswith(READING))
"""By what an outsider is shown something; what they write tells them nothing."""

ANSWERING: Final = frozenset({Role.OWNER, Role.AUDITOR})
"""Who answers for the account, and reads of suspensions."""


@dataclass(frozen=True, slots=True)
class Disclosures:
    """Accounts to a patient, to who may read the record in their place, and to owners and auditors."""

    entries: AuditEntries
    records: Records
    outsiders: Outsiders
    by_hand: DisclosuresByHand

    async def list(self, query: ListDisclosures, execution: Execution) -> Page[DisclosureView]:
        """List disclosures, the latest first. Raises ``NotFound``, ``Erased``."""
        start = after(query.after, tuple[datetime, UUID])
        patients = await records_told_of(query.patient, self.records, execution)
        keys = await self.outsiders.all(execution)
        sought = Sought(
            patients,
            query.begins(execution.now),
            query.until,
            start,
            query.limit + 1,
            actors=frozenset(keys),
            operations=SHOWING,
            suspended=(answering := execution.actor.role in ANSWERING),
        )
        read = [_read(entry, keys) for entry in await self.entries.accesses(sought, execution)]
        told = [_told(one, with_suspension=answering) for one in await self.by_hand.of(sought, execution)]
        latest_first = sorted((*read, *told), key=lambda one: (one.at, one.id), reverse=True)
        return page(latest_first, query.limit, lambda one: (one.at, one.id))


def _read(entry: EntryView, keys: Mapping[UUID, Outsider]) -> DisclosureView:
    holder = keys[entry.actor]
    return DisclosureView(
        id=entry.id,
        at=entry.at,
        told=shown(holder.name, entry.fields, holder.purpose),
        to=holder.name,
        fields=entry.fields,
        kinds=(),
        why=holder.purpose,
        by_hand=False,
        is_corrected=False,
        recipient_kind=None,
        suspension=None,
    )


def _told(one: ByHand, *, with_suspension: bool) -> DisclosureView:
    return DisclosureView(
        id=one.id,
        at=one.at,
        told=given(one.to, one.kinds, one.why),
        to=one.to,
        fields=(),
        kinds=one.kinds,
        why=one.why,
        by_hand=True,
        is_corrected=one.is_corrected,
        recipient_kind=one.recipient_kind,
        suspension=_suspension(one) if with_suspension else None,
    )


def _suspension(one: ByHand) -> SuspensionView | None:
    if one.statement is None or one.suspended_until is None:
        return None
    stated = one.statement
    return SuspensionView(
        agency=stated.agency,
        official=stated.official,
        form=stated.form,
        stated_at=stated.stated_at,
        until=one.suspended_until,
    )
