"""What a clinician may do about any patient of the clinic, each with the reason why it needs no care.

Whatever is known of patients is bound to care unless it stands here: a new operation is found by this list.
"""

from typing import ClassVar

import pytest

from application.shared.access import ACCESS
from application.shared.command import Command
from application.shared.field_groups import FIELD_GROUPS
from domain.shared.roles import Role
from unit.application_harness import Memory

OPEN = {
    "identity.invite-representative": "It names no patient; whom they act for is said by a command that needs care.",
    "patients.register-patient": "Before it there is nobody to care for.",
    "patients.find-duplicates": "Whoever registers must see whether somebody is there already: ids and scores.",
    "patients.verify-identity": "It comes before the first visit, without which there is no care.",
    "patients.give-consent": "So does this: a first visit by video is not booked without it.",
    "patients.break-glass": "It is the way to who is not in care.",
    "patients.end-representation": "It shuts somebody out, which waits for nobody.",
    "patients.unlink-patients": "It takes apart what was wrongly joined; meanwhile one reads the other's record.",
    "patients.withdraw-erasure": "It keeps what would be lost for good.",
    "patients.approve-erasure": "It needs a second person, who need not have treated whoever is forgotten.",
    "patients.list-representations": "Ids, scopes and days: whom to let speak, at the first call.",
    "patients.get-patient-link": "Why two records are held to be of one person, for whoever is to take them apart.",
    "patients.get-erasure": "A code and a day, for the second person.",
    "patients.list-erasures": "As above.",
    "patients.get-legal-hold": "Why a record must stay, for whoever is asked to have it forgotten.",
    "patients.list-legal-holds": "As above.",
    "scheduling.find-slots": "It tells of times, and of the patient nothing but that there are some.",
    "scheduling.get-day-board": "Ids and codes of the day: who is where, for whoever stands in.",
}


def test_everything_else_is_bound_to_care() -> None:
    """An operation on patients' data that a clinician may do about anybody stands above, with its reason."""
    unbound = {name for name in FIELD_GROUPS if ACCESS.get(name, {}).get(Role.CLINICIAN) == "any"}
    assert unbound == set(OPEN)


class Nameless(Command, frozen=True, kw_only=True):
    """Goes by the name of a command that needs care, and names nobody."""

    operation: ClassVar[str] = "patients.add-contact"


def test_who_acts_in_care_names_whom() -> None:
    """Without a patient to ask about, such a command cannot be built: nobody could tell whether it is let through."""
    with pytest.raises(TypeError, match=r"patients\.add-contact is done in care, and does not name whose"):
        Memory().command(Nameless, object())
