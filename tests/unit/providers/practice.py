"""Whom and what the stories of the directory are about."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from domain.providers.authority import Authority, AuthorityId, AuthorityKind
from domain.providers.profile import Profile
from domain.providers.provider import Provider
from domain.shared.contacts import PersonName
from domain.shared.time import TimeZone

Act = Callable[[Provider], None]

NOOR = PersonName(family="Haddad", given="Noor")
PROFILE = Profile(zone=TimeZone(name="America/New_York"), languages=("en", "ar"), specialties=("family-medicine",))

NEW_YORK, CALIFORNIA = "US-NY", "US-CA"
FIRST, SECOND = AuthorityId(UUID(int=31)), AuthorityId(UUID(int=32))
NUMBER = "MD-48213"
FROM, UNTIL = date(2030, 1, 1), date(2030, 12, 31)
LICENSE = Authority(
    kind=AuthorityKind.LICENSE, profession="physician", jurisdiction=NEW_YORK, valid_from=FROM, valid_until=UNTIL
)

added = Provider.Added(name=NOOR, profile=PROFILE)
licensed = Provider.AuthorityGranted(authority_id=FIRST, authority=LICENSE, number=NUMBER)
