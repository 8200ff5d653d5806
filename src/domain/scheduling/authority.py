"""May the provider practise where the patient is, on the day of the visit: the law, as the calendar asks it."""

from collections.abc import Iterable
from datetime import date

from domain.shared.errors import DomainError
from domain.shared.places import Jurisdiction
from domain.shared.practice import PracticeRight


class NotAuthorizedThere(DomainError):
    """A provider sees a patient only where the provider may practise, on the patient's local date of the visit.

    Source: telehealth is practised where the patient is (U.S. state licensure law); the date is the patient's own.
    """

    code = "scheduling.not-authorized-there"
    mend = "Choose a provider who may practise where the patient will be, or another day."


def demand_authority(authorities: Iterable[PracticeRight], jurisdiction: Jurisdiction, day: date) -> None:
    """Raise ``NotAuthorizedThere`` unless one of the rights covers a jurisdiction on a local date."""
    if not any(right.covers(jurisdiction, day) for right in authorities):
        raise NotAuthorizedThere(jurisdiction=jurisdiction, local_date=day)
