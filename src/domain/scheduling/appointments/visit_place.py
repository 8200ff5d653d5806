"""Where the patient is during a visit: what the law asks, and what an emergency asks."""

from datetime import date, datetime

from domain.shared.contacts import PersonName, PhoneNumber, PostalAddress
from domain.shared.identifiers import SiteId
from domain.shared.places import Jurisdiction
from domain.shared.time import TimeZone
from domain.shared.values import ValueObject


class VisitPlace(ValueObject, frozen=True, kw_only=True):
    """Which law and which clock hold where the patient is. In person it is the clinic's site."""

    jurisdiction: Jurisdiction
    zone: TimeZone
    site: SiteId | None = None

    @property
    def sites(self) -> tuple[SiteId, ...]:
        """The clinic's site, where it is one: what has to be there for the visit."""
        return (self.site,) if self.site is not None else ()

    def date(self, instant: datetime) -> date:
        """Give the patient's local date at an instant."""
        return self.zone.date(instant)


class EmergencyContact(ValueObject, frozen=True, kw_only=True):
    """Who is called when something happens to the patient during the visit."""

    name: PersonName
    phone: PhoneNumber


class Whereabouts(ValueObject, frozen=True, kw_only=True):
    """What a remote patient states so that help can reach them."""

    address: PostalAddress
    call_back: PhoneNumber
    emergency_contact: EmergencyContact

    @property
    def can_be_called(self) -> bool:
        """Whether there can be such numbers as those of the patient and of the emergency contact."""
        return self.call_back.is_possible and self.emergency_contact.phone.is_possible
