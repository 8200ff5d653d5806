"""Where the patient will be, as a question states it."""

from application.shared.refusals import Malformed
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.identifiers import SiteId
from domain.shared.places import Jurisdiction
from domain.shared.time import TimeZone


def stated_place(jurisdiction: Jurisdiction | None, zone: str | None, site: SiteId | None) -> VisitPlace | SiteId:
    """Give the site where one is named, whose own law and clock hold; else the place. Raises ``Malformed``."""
    if site is not None:
        return site
    if jurisdiction is None or zone is None:
        missing = "jurisdiction" if jurisdiction is None else "zone"
        raise malformed(missing, "is needed to know where the patient will be, unless a site is named")
    try:
        return VisitPlace(jurisdiction=jurisdiction, zone=TimeZone(name=zone))
    except ValueError as unknown:
        raise malformed("zone", str(unknown)) from unknown


def malformed(parameter: str, detail: str) -> Malformed:
    """Give the refusal of one parameter of a question."""
    return Malformed(errors=[{"parameter": parameter, "detail": detail}])
