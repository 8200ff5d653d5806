"""What is kept of disclosures by hand, to be accounted for."""

from application.shared.query import View
from domain.patients.disclosure import DisclosedKinds, DisclosedTo, DisclosedWhy, Disclosure, DisclosureId
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.time import Instant


class RecordedDisclosureView(View, frozen=True, kw_only=True):
    """A disclosure as it was written down, and corrected since."""

    id: DisclosureId
    version: int
    patient: PatientId
    disclosed_at: Instant
    to: DisclosedTo
    kinds: DisclosedKinds
    why: DisclosedWhy
    recorded_by: AccountId
    corrected_by: AccountId | None

    @classmethod
    def of(cls, disclosure: Disclosure) -> "RecordedDisclosureView":
        """Show a disclosure as it stands."""
        return cls(
            id=DisclosureId(disclosure.id),
            version=disclosure.version,
            patient=disclosure.patient,
            disclosed_at=disclosure.told.disclosed_at,
            to=disclosure.told.to,
            kinds=disclosure.told.kinds,
            why=disclosure.told.why,
            recorded_by=disclosure.recorded_by,
            corrected_by=disclosure.corrected_by,
        )
