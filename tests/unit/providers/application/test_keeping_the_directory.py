"""What the clinic's owner and a provider do with the directory."""

from datetime import date, timedelta
from uuid import UUID

import msgspec

from application.providers.grant_authority import GrantAuthority
from application.providers.offer_visit_type import OfferVisitType
from application.providers.queries import GetProvider
from application.providers.renew_authority import RenewAuthority
from application.providers.revoke_authority import RevokeAuthority
from application.providers.set_profile import SetProfile
from application.providers.withdraw_visit_type import WithdrawVisitType
from application.shared.refusals import Forbidden, NotFound
from domain.providers.authority import AuthorityId, AuthorityIsRevoked
from domain.providers.visit_type import UnknownVisitType, VisitType
from domain.shared.money import Money
from domain.shared.roles import Role
from domain.shared.visits import VisitMode
from unit.application_harness import somebody
from unit.providers.application.directory import Directory
from unit.providers.practice import LICENSE, NOOR, NUMBER, PROFILE

VIDEO = VisitType(
    code="first-visit-video",
    name="First visit by video",
    mode=VisitMode.VIDEO,
    length_minutes=30,
    price=Money(minor=7500, currency="USD"),
)


async def test_a_file_shows_what_was_told() -> None:
    """A provider is added with name and profile; the rest of the file is empty."""
    directory = Directory()
    file = await directory.file(await directory.added())
    assert (file.name, file.profile, file.authorities, file.visit_types) == (NOOR, PROFILE, (), ())


async def test_a_provider_keeps_their_own_entry() -> None:
    """A clinician sets their own profile, not a colleague's."""
    directory = Directory()
    noor, lena = await directory.added(), await directory.added()
    herself = somebody(directory.clinic, Role.CLINICIAN, provider=noor)
    changed = msgspec.structs.replace(PROFILE, languages=("fr",))
    await directory.do(SetProfile(provider=noor, name=NOOR, profile=changed), herself)
    assert (await directory.file(noor)).profile == changed
    await directory.refuses(SetProfile(provider=lena, name=NOOR, profile=changed), herself, NotFound)


async def test_an_authority_is_granted_renewed_and_revoked() -> None:
    """The file keeps an authority with its end and its revocation; the revoked stays revoked."""
    directory = Directory()
    noor = await directory.added()
    granted = await directory.do(GrantAuthority(provider=noor, authority=LICENSE, number=NUMBER), directory.owner)
    authority = AuthorityId(UUID(granted["authority"]))
    later, gone = date(2032, 12, 31), date(2030, 6, 1)
    renew = RenewAuthority(provider=noor, authority=authority, valid_until=later)
    await directory.do(renew, directory.owner)
    await directory.do(RevokeAuthority(provider=noor, authority=authority, on=gone), directory.owner)
    [held] = (await directory.file(noor)).authorities
    assert (held.authority.valid_until, held.revoked_on) == (later, gone)
    await directory.refuses(renew, directory.owner, AuthorityIsRevoked)


async def test_only_the_clinic_vouches_for_authority() -> None:
    """A clinician does not grant themselves the right to practise."""
    directory = Directory()
    noor = await directory.added()
    herself = somebody(directory.clinic, Role.CLINICIAN, provider=noor)
    await directory.refuses(GrantAuthority(provider=noor, authority=LICENSE, number=NUMBER), herself, Forbidden)


async def test_a_visit_type_is_offered_and_withdrawn() -> None:
    """A provider is found by what is on offer, until it is withdrawn."""
    directory = Directory()
    noor = await directory.added()
    await directory.do(OfferVisitType(provider=noor, visit_type=VIDEO), directory.owner)
    assert await directory.found(visit_type=VIDEO.code) == [noor]
    withdraw = WithdrawVisitType(provider=noor, code=VIDEO.code)
    await directory.do(withdraw, directory.owner)
    assert await directory.found(visit_type=VIDEO.code) == []
    await directory.refuses(withdraw, directory.owner, UnknownVisitType)


async def test_the_past_is_as_it_was() -> None:
    """A file can be read as of a past moment."""
    directory = Directory()
    noor, before = await directory.added(), directory.memory.clock.now()
    directory.memory.clock.advance(timedelta(hours=1))
    await directory.do(OfferVisitType(provider=noor, visit_type=VIDEO), directory.owner)
    past = await directory.ask(GetProvider(provider=noor, as_of=before), directory.owner)
    assert (past.version, past.visit_types) == (1, ())
