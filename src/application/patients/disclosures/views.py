"""What is kept of disclosures by hand, to be accounted for."""

from application.shared.query import View
from domain.patients.disclosure import DisclosedKinds, DisclosedTo, DisclosedWhy, Disclosure, DisclosureId
from domain.patients.suspension import RecipientKind, Statement
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.time import Instant
from domain.shared.values import Personal


class RecordedDisclosureView(View, frozen=True, kw_only=True):
    """A disclosure as it was written down, and corrected since."""

    id: DisclosureId
    version: int
    patient: PatientId
    disclosed_at: Instant
    to: DisclosedTo
    recipient_kind: Personal[RecipientKind] = RecipientKind.OTHER
    """Sealed, though a code: that it was an agency tells of the patient."""
    kinds: DisclosedKinds
    why: DisclosedWhy
    recorded_by: AccountId
    corrected_by: AccountId | None
    statement: Statement | None = None
    """What an agency stated last, that asked for silence."""
    suspended_until: Instant | None = None
    """Until when the patient is not told, or was not."""

    @classmethod
    def of(cls, disclosure: Disclosure) -> "RecordedDisclosureView":
        """Show a disclosure as it stands."""
        return cls(
            id=DisclosureId(disclosure.id),
            version=disclosure.version,
            patient=disclosure.patient,
            disclosed_at=disclosure.told.disclosed_at,
            to=disclosure.told.to,
            recipient_kind=disclosure.told.recipient_kind,
            kinds=disclosure.told.kinds,
            why=disclosure.told.why,
            recorded_by=disclosure.recorded_by,
            corrected_by=disclosure.corrected_by,
            statement=disclosure.statements[-1] if disclosure.statements else None,
            suspended_until=disclosure.suspended_until,
        )
