"""What is told of the clinic."""

from datetime import datetime

from application.published.fact import PublishedFact
from domain.shared.identifiers import ClinicId


class ClockSet(PublishedFact, frozen=True, kw_only=True, tag="identity.clock-set"):
    """It is another time in a sandbox."""

    clinic: ClinicId
    to: datetime
