"""What a key of an outsider can be for, where patients are concerned: a short list beside the access table.

An operation that is not named here is closed to outsiders; so is a new one, until somebody opens it. A query that is
named shows them the patients who agreed; a command names its patient, and takes what they say of one who agreed. No
consent is theirs to write down: it would open a record to them.
"""

from typing import Final

from application.shared.field_groups import touches_patients

OPEN: Final = frozenset(
    {
        "patients.get-patient",
        "patients.search-patients",
        "patients.add-contact",
        "patients.add-coverage",
        "scheduling.get-appointment",
        "scheduling.list-appointments",
        "scheduling.get-series",
        "scheduling.list-series",
        "scheduling.get-waitlist-entry",
        "scheduling.list-waitlist",
        "scheduling.join-waitlist",
    }
)


def is_open_to_outsiders(operation: str) -> bool:
    """Tell whether an outsider may do something; what touches no patient's data is told nobody of."""
    return operation in OPEN or not touches_patients(operation)
