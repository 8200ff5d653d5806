"""What a guardian or proxy needs to be let into, for each operation that they may do in a patient's place.

This stands beside the access table: where its cell for patients says ``own``, the operation named here is also open to
whoever acts for the patient in that matter. An operation that is not named is the patient's alone.
"""

from collections.abc import Mapping
from typing import Final

from domain.shared.scopes import Scope

SCOPES: Final[Mapping[str, Scope]] = {
    "patients.get-patient": Scope.RECORD,
    "patients.list-care-assignments": Scope.RECORD,
    "audit.list-accesses": Scope.RECORD,
    "audit.list-disclosures": Scope.RECORD,
    "patients.add-emergency-contact": Scope.RECORD,
    "patients.correct-emergency-contact": Scope.RECORD,
    "patients.remove-emergency-contact": Scope.RECORD,
    "patients.give-consent": Scope.CONSENTS,
    "patients.withdraw-consent": Scope.CONSENTS,
    "patients.add-coverage": Scope.BILLING,
    "scheduling.place-hold": Scope.VISITS,
    "scheduling.release-hold": Scope.VISITS,
    "scheduling.get-hold": Scope.VISITS,
    "scheduling.book-appointment": Scope.VISITS,
    "scheduling.request-appointment": Scope.VISITS,
    "scheduling.reschedule-appointment": Scope.VISITS,
    "scheduling.cancel-appointment": Scope.VISITS,
    "scheduling.confirm-attendance": Scope.VISITS,
    "scheduling.note-arrival": Scope.VISITS,
    "scheduling.check-in": Scope.VISITS,
    "scheduling.book-series": Scope.VISITS,
    "scheduling.change-series-following": Scope.VISITS,
    "scheduling.cancel-series": Scope.VISITS,
    "scheduling.get-series": Scope.VISITS,
    "scheduling.list-series": Scope.VISITS,
    "scheduling.get-appointment": Scope.VISITS,
    "scheduling.list-appointments": Scope.VISITS,
    "scheduling.find-slots": Scope.VISITS,
    "scheduling.explain-slot": Scope.VISITS,
    "scheduling.join-waitlist": Scope.VISITS,
    "scheduling.leave-waitlist": Scope.VISITS,
    "scheduling.accept-offer": Scope.VISITS,
    "scheduling.pass-offer": Scope.VISITS,
    "scheduling.get-waitlist-entry": Scope.VISITS,
    "scheduling.list-waitlist": Scope.VISITS,
}
