"""The demo clinic: its sites, its rooms, its providers and what they offer."""

from typing import Final, NamedTuple

from domain.providers.visit_type import VisitType
from domain.scheduling.hours.working_hours import Weekday, WeeklyHours
from domain.shared.contacts import PersonName, PostalAddress
from domain.shared.money import Money
from domain.shared.visits import VisitMode

NAME: Final = "Riverside Family Practice"
SANDBOX_NAME: Final = "Riverside Sandbox"
ZONE: Final = "America/New_York"
LOCALE: Final = "en-US"

SITE_NAME: Final = "Main Street"
SITE_JURISDICTION: Final = "US-NY"
SITE_ADDRESS: Final = PostalAddress(street="12 Main Street", city="Albany", postal_code="12207", country="US")
ROOMS: Final = ("Room 1", "Room 2", "Room 3")

FOLLOW_UP: Final = VisitType(
    code="follow-up-video",
    name="Follow-up by video",
    mode=VisitMode.VIDEO,
    length_minutes=20,
    buffer_after_minutes=10,
    price=Money(minor=6500, currency="USD"),
)
FIRST_VISIT: Final = VisitType(
    code="first-visit-video",
    name="First visit by video",
    mode=VisitMode.VIDEO,
    length_minutes=40,
    buffer_after_minutes=5,
    price=Money(minor=14000, currency="USD"),
)
CALL: Final = VisitType(
    code="phone-consultation",
    name="Consultation by phone",
    mode=VisitMode.PHONE,
    length_minutes=15,
    price=Money(minor=4000, currency="USD"),
)
EXAMINATION: Final = VisitType(
    code="examination",
    name="Examination at the clinic",
    mode=VisitMode.IN_PERSON,
    length_minutes=30,
    buffer_before_minutes=5,
    buffer_after_minutes=10,
    price=Money(minor=16000, currency="USD"),
)


class DemoProvider(NamedTuple):
    """A clinician, where they live, where they may practise and what they do."""

    name: PersonName
    zone: str
    profession: str
    languages: tuple[str, ...]
    specialties: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    visit_types: tuple[VisitType, ...]


PROVIDERS: Final = (
    DemoProvider(
        PersonName(family="Adler", given="Judith"),
        "America/New_York",
        "physician",
        ("en", "de"),
        ("family-medicine",),
        ("US-NY", "US-NJ"),
        (FOLLOW_UP, FIRST_VISIT, EXAMINATION),
    ),
    DemoProvider(
        PersonName(family="Castillo", given="Rafael"),
        "America/New_York",
        "physician",
        ("es", "en"),
        ("family-medicine", "internal-medicine"),
        ("US-NY", "US-NJ", "US-TX"),
        (FOLLOW_UP, FIRST_VISIT, CALL, EXAMINATION),
    ),
    DemoProvider(
        PersonName(family="Nakamura", given="Emi"),
        "America/Los_Angeles",
        "physician",
        ("en", "ja"),
        ("dermatology",),
        ("US-CA", "US-NY"),
        (FOLLOW_UP, FIRST_VISIT),
    ),
    DemoProvider(
        PersonName(family="Boateng", given="Kwame"),
        "America/Chicago",
        "nurse-practitioner",
        ("en", "fr"),
        ("family-medicine",),
        ("US-IL", "US-TX"),
        (FOLLOW_UP, CALL),
    ),
    DemoProvider(
        PersonName(family="Sorensen", given="Ida"),
        "America/Chicago",
        "psychologist",
        ("en",),
        ("psychotherapy",),
        ("US-IL", "US-NY", "US-CA"),
        (FOLLOW_UP, FIRST_VISIT, CALL),
    ),
    DemoProvider(
        PersonName(family="Haile", given="Selam"),
        "America/Denver",
        "physician",
        ("en",),
        ("pediatrics",),
        ("US-TX", "US-CA", "US-NJ"),
        (FOLLOW_UP, FIRST_VISIT),
    ),
    DemoProvider(
        PersonName(family="Byrne", given="Aoife"),
        "Europe/Dublin",
        "psychologist",
        ("en",),
        ("psychotherapy",),
        ("US-NY", "US-NJ"),
        (FOLLOW_UP, CALL),
    ),
    DemoProvider(
        PersonName(family="Rahman", given="Tariq"),
        "America/New_York",
        "physician",
        ("en", "zh"),
        ("cardiology", "internal-medicine"),
        ("US-NY", "US-IL", "US-CA", "US-TX", "US-NJ"),
        (FOLLOW_UP, FIRST_VISIT, EXAMINATION),
    ),
)

WORKING_WEEK: Final = tuple(
    WeeklyHours(weekday=weekday, opens=opens, closes=closes)
    for weekday in Weekday
    if weekday not in (Weekday.SATURDAY, Weekday.SUNDAY)
    for opens, closes in (("09:00", "12:30"), ("13:30", "17:30"))
)
STARTS: Final = ("09:00", "10:00", "11:00", "13:30", "14:30", "15:30", "16:30")
"""Times of day at which the demo's visits begin, by the provider's clock."""
