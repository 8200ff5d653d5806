"""A link by which a calendar program reads somebody's visits."""

from domain.scheduling.calendars.link import CalendarLink, CalendarLinkId, CalendarLinkRevoked
from unit.scheduling.practice import DR_LEE, MIA, MONDAY_NOON, NINE
from unit.spec import STREAM, given

LINK = CalendarLinkId(STREAM)

issued = CalendarLink.Issued(provider=DR_LEE)
revoked = CalendarLink.Revoked(revoked_at=MONDAY_NOON)


def test_a_link_to_a_providers_visits() -> None:
    """A provider's visits can be read in the provider's own calendar program."""
    given().when(lambda: CalendarLink.to_provider(LINK, DR_LEE)).then(issued)


def test_a_link_to_a_patients_visits() -> None:
    """A patient's visits can be read in the patient's own calendar program."""
    given().when(lambda: CalendarLink.to_patient(LINK, MIA)).then(CalendarLink.Issued(patient=MIA))


def test_revoking_a_link() -> None:
    """A link that came into wrong hands is revoked, and leads nowhere from then on."""
    given(CalendarLink, issued).when(lambda link: link.revoke(MONDAY_NOON)).then(revoked)


def test_revoking_twice() -> None:
    """A link that was revoked stays revoked."""
    twice = given(CalendarLink, issued, revoked).when(lambda link: link.revoke(NINE))
    twice.then_rejected(CalendarLinkRevoked, revoked_at=MONDAY_NOON)
