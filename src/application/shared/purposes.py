"""Why somebody's data is used: a closed list, stated by the caller or taken from what is done."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from domain.shared.roles import Role


class Purpose(Enum):
    """The purpose of a use of data, as HL7 names it (v3 value set PurposeOfUse, 2.16.840.1.113883.1.11.20448)."""

    TREATMENT = "treatment"
    """HL7's TREAT."""
    EMERGENCY = "emergency-treatment"
    """ETREAT."""
    PAYMENT = "healthcare-payment"
    """HPAYMT."""
    OPERATIONS = "healthcare-operations"
    """HOPERAT: running the clinic."""
    ADMINISTRATION = "health-system-administration"
    """HSYSADMIN: accounts, keys, and the machine itself."""
    PATIENT_REQUEST = "patient-requested"
    """PATRQT."""
    LEGAL = "legal"
    """HLEGAL."""
    PUBLIC_HEALTH = "public-health"
    """PUBHLTH."""
    RESEARCH = "healthcare-research"
    """HRESCH."""
    BREAK_THE_GLASS = "break-the-glass"
    """BTG: nobody states it, it comes with an access that was broken open."""


STATED: Final = frozenset(Purpose) - {Purpose.BREAK_THE_GLASS}
"""What a caller may state."""

USUAL: Final[Mapping[str, Purpose]] = {
    "audit": Purpose.OPERATIONS,
    "identity": Purpose.ADMINISTRATION,
    "integrations": Purpose.OPERATIONS,
    "patients": Purpose.TREATMENT,
    "patients.add-coverage": Purpose.PAYMENT,
    "patients.replace-coverage": Purpose.PAYMENT,
    "patients.end-coverage": Purpose.PAYMENT,
    "patients.record-suspended-disclosure": Purpose.LEGAL,
    "patients.suspend-disclosure": Purpose.LEGAL,
    "patients.lift-suspension": Purpose.LEGAL,
    "patients.get-registry-policy": Purpose.OPERATIONS,
    "patients.set-registry-policy": Purpose.OPERATIONS,
    "providers": Purpose.OPERATIONS,
    "scheduling": Purpose.TREATMENT,
    "scheduling.get-booking-policy": Purpose.OPERATIONS,
    "scheduling.set-booking-policy": Purpose.OPERATIONS,
}
"""Why something is done, where nobody says so: by operation, else by context."""


def usual_purpose(operation: str, role: Role) -> Purpose:
    """Give the purpose of whoever states none. What a patient does is what a patient asks for."""
    if role is Role.PATIENT:
        return Purpose.PATIENT_REQUEST
    context = operation.partition(".")[0]
    return USUAL.get(operation) or USUAL.get(context, Purpose.ADMINISTRATION)
