"""What a clinic has before anybody can be booked: a site with rooms, and providers who keep hours."""

from datetime import datetime, timedelta
from uuid import UUID

from application.identity.clinics.add_room import AddRoom
from application.identity.clinics.add_site import AddSite
from application.providers.add_provider import AddProvider
from application.providers.grant_authority import GrantAuthority
from application.providers.offer_visit_type import OfferVisitType
from application.scheduling.hours.set_weekly_hours import SetWeeklyHours
from application.shared.actor import Actor
from domain.providers.authority import Authority, AuthorityKind
from domain.providers.profile import Profile
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.identifiers import ProviderId, RoomId, SiteId
from domain.shared.time import TimeZone
from interfaces.demo import practice
from interfaces.demo.stage import Stage


async def furnish(stage: Stage, owner: Actor, at: datetime) -> tuple[VisitPlace, list[RoomId]]:
    """Add the site and its rooms."""
    zone = TimeZone(name=practice.ZONE)
    site = AddSite(
        name=practice.SITE_NAME, address=practice.SITE_ADDRESS, jurisdiction=practice.SITE_JURISDICTION, zone=zone
    )
    added = SiteId(UUID((await stage.perform(site, owner, "site", at))["site"]))
    rooms = [
        await stage.perform(AddRoom(site=added, name=name), owner, name.rsplit(maxsplit=1)[-1], at)
        for name in practice.ROOMS
    ]
    place = VisitPlace(jurisdiction=practice.SITE_JURISDICTION, zone=zone, site=added)
    return place, [RoomId(UUID(room["room"])) for room in rooms]


async def employ(stage: Stage, owner: Actor, number: int, at: datetime) -> ProviderId:
    """Add one of the practice's providers, with authority, visit types and hours."""
    cast = practice.PROVIDERS[number]
    profile = Profile(zone=TimeZone(name=cast.zone), languages=cast.languages, specialties=cast.specialties)
    added = await stage.perform(AddProvider(name=cast.name, profile=profile), owner, f"provider-{number}", at)
    provider = ProviderId(UUID(added["id"]))
    for jurisdiction in cast.jurisdictions:
        authority = Authority(
            kind=AuthorityKind.LICENSE,
            profession=cast.profession,
            jurisdiction=jurisdiction,
            valid_from=(at - timedelta(days=700)).date(),
            valid_until=(at + timedelta(days=600 + 40 * number)).date(),
        )
        grant = GrantAuthority(provider=provider, authority=authority, number=f"{jurisdiction}-{48210 + number}")
        await stage.perform(grant, owner, f"provider-{number}-{jurisdiction}", at)
    for offered in cast.visit_types:
        offer = OfferVisitType(provider=provider, visit_type=offered)
        await stage.perform(offer, owner, f"provider-{number}-{offered.code}", at)
    hours = SetWeeklyHours(provider=provider, hours=practice.WORKING_WEEK)
    await stage.perform(hours, owner, f"provider-{number}-hours", at)
    return provider
