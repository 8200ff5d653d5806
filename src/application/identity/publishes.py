"""Which of identity's facts others hear of, and how."""

from typing import Final

from application.published import identity as published
from application.published.fact import Publishes
from domain.identity.clinic import Clinic

PUBLISHES: Final[Publishes] = {
    Clinic.ClockSet: lambda fact: published.ClockSet(clinic=fact.originator_id, to=fact.to),
}
