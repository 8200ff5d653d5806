"""Where a provider may practise, as the calendar sees it: a window of days per jurisdiction."""

from collections.abc import Iterable
from datetime import date

from domain.shared.errors import DomainError
from domain.shared.places import Jurisdiction
from domain.shared.values import ValueObject


class NotAuthorizedThere(DomainError):
    """A provider sees a patient only where the provider may practise, on the patient's local date of the visit.

    Source: telehealth is practised where the patient is (U.S. state licensure law); the date is the patient's own.
    """

    code = "scheduling.not-authorized-there"
    mend = "Choose a provider who may practise where the patient will be, or another day."


class Authority(ValueObject, frozen=True, kw_only=True):
    """A right to practise in a jurisdiction, from a day to a day, both included; without an end it is open."""

    jurisdiction: Jurisdiction
    valid_from: date
    valid_until: date | None = None

    def covers(self, jurisdiction: Jurisdiction, day: date) -> bool:
        """Tell whether it allows seeing a patient in a jurisdiction on a local date."""
        return (
            self.jurisdiction == jurisdiction
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


def demand_authority(authorities: Iterable[Authority], jurisdiction: Jurisdiction, day: date) -> None:
    """Raise ``NotAuthorizedThere`` unless one of the authorities covers a jurisdiction on a local date."""
    if not any(authority.covers(jurisdiction, day) for authority in authorities):
        raise NotAuthorizedThere(jurisdiction=jurisdiction, local_date=day)
