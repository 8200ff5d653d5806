"""Licences, compact privileges and telehealth registrations: granted, renewed, revoked."""

from datetime import date

import msgspec
import pytest

from domain.providers.authority import (
    Authority,
    AuthorityAlreadyGranted,
    AuthorityId,
    AuthorityIsRevoked,
    AuthorityKind,
    RenewalDoesNotExtend,
    UnknownAuthority,
)
from domain.providers.provider import Provider
from domain.shared.values import WrongField
from unit.providers.practice import CALIFORNIA, FIRST, FROM, LICENSE, NUMBER, SECOND, UNTIL, Act, added, licensed
from unit.spec import given

JUNE, JULY = date(2030, 6, 30), date(2030, 7, 1)
NEXT_YEAR = date(2031, 12, 31)
PRIVILEGE = msgspec.structs.replace(LICENSE, kind=AuthorityKind.COMPACT_PRIVILEGE, jurisdiction=CALIFORNIA)
FOLLOWING = msgspec.structs.replace(LICENSE, valid_from=date(2031, 1, 1), valid_until=NEXT_YEAR)
ENDLESS = msgspec.structs.replace(LICENSE, valid_until=None)

renewed = Provider.AuthorityRenewed(authority_id=FIRST, valid_until=NEXT_YEAR)
revoked = Provider.AuthorityRevoked(authority_id=FIRST, on=JULY, reason="licence surrendered")


def granting(authority_id: AuthorityId, authority: Authority, number: str = NUMBER) -> Act:
    """Note an authority that the clinic has seen."""
    return lambda provider: provider.grant_authority(authority_id, authority, number)


def renewing(authority_id: AuthorityId, valid_until: date | None) -> Act:
    """Note that the regulator renewed it."""
    return lambda provider: provider.renew_authority(authority_id, valid_until)


def revoking(authority_id: AuthorityId, on: date = JULY) -> Act:
    """Note that the regulator took it back."""
    return lambda provider: provider.revoke_authority(authority_id, on=on, reason="licence surrendered")


def granted(authority_id: AuthorityId, authority: Authority, number: str = NUMBER) -> Provider.AuthorityGranted:
    """Give the fact that an authority was granted."""
    return Provider.AuthorityGranted(authority_id=authority_id, authority=authority, number=number)


def test_a_licence() -> None:
    """A licence is noted with profession, place, number and days."""
    given(Provider, added).when(granting(FIRST, LICENSE)).then(licensed)


def test_the_same_number_twice() -> None:
    """The same number of the same register is noted once for the same days."""
    twice = given(Provider, added, licensed).when(granting(SECOND, LICENSE))
    twice.then_rejected(AuthorityAlreadyGranted, authority=FIRST)


def test_days_that_touch_by_one() -> None:
    """Two entries of one number may not share even their last and first day."""
    on_the_last_day = msgspec.structs.replace(FOLLOWING, valid_from=UNTIL)
    given(Provider, added, licensed).when(granting(SECOND, on_the_last_day)).then_rejected(AuthorityAlreadyGranted)


def test_the_year_after() -> None:
    """The same number may be granted anew from the day after it ended."""
    given(Provider, added, licensed).when(granting(SECOND, FOLLOWING)).then(granted(SECOND, FOLLOWING))


@pytest.mark.parametrize(("authority", "number"), [(PRIVILEGE, NUMBER), (LICENSE, "NP-7")])
def test_several_at_once(authority: Authority, number: str) -> None:
    """A provider may hold authorities of several kinds, places and numbers at once."""
    several = given(Provider, added, licensed).when(granting(SECOND, authority, number))
    several.then(granted(SECOND, authority, number))


def test_a_single_day() -> None:
    """An authority may be for a single day."""
    one_day = msgspec.structs.replace(LICENSE, valid_until=FROM)
    given(Provider, added).when(granting(FIRST, one_day)).then(granted(FIRST, one_day))


def test_it_ends_after_it_begins() -> None:
    """An authority cannot end before it begins."""
    with pytest.raises(WrongField, match=r"^valid_until must not be before valid_from$") as refused:
        msgspec.structs.replace(LICENSE, valid_until=date(2029, 12, 31))
    assert refused.value.field == "valid_until"


def test_renewing() -> None:
    """A renewed licence lasts until its new last day."""
    given(Provider, added, licensed).when(renewing(FIRST, NEXT_YEAR)).then(renewed)


def test_renewing_for_good() -> None:
    """A regulator may renew an authority without an end."""
    for_good = Provider.AuthorityRenewed(authority_id=FIRST, valid_until=None)
    given(Provider, added, licensed).when(renewing(FIRST, None)).then(for_good)


@pytest.mark.parametrize("valid_until", [UNTIL, JUNE])
def test_a_renewal_extends(valid_until: date) -> None:
    """A renewal that does not last longer is a mistake."""
    idle = given(Provider, added, licensed).when(renewing(FIRST, valid_until))
    idle.then_rejected(RenewalDoesNotExtend, authority=FIRST, valid_until=UNTIL)


@pytest.mark.parametrize("valid_until", [NEXT_YEAR, None])
def test_nothing_to_renew(valid_until: date | None) -> None:
    """An authority without an end needs no renewal."""
    endless = given(Provider, added, granted(FIRST, ENDLESS)).when(renewing(FIRST, valid_until))
    endless.then_rejected(RenewalDoesNotExtend, authority=FIRST, valid_until=None)


def test_a_renewal_runs_into_the_next() -> None:
    """A renewal may not cover days for which the same number was granted anew."""
    both = given(Provider, added, licensed, granted(SECOND, FOLLOWING)).when(renewing(FIRST, NEXT_YEAR))
    both.then_rejected(AuthorityAlreadyGranted, authority=SECOND)


def test_a_renewal_up_to_the_next() -> None:
    """A renewal may last until the day before the same number was granted anew."""
    a_year_later = msgspec.structs.replace(LICENSE, valid_from=date(2032, 1, 1), valid_until=None)
    given(Provider, added, licensed, granted(SECOND, a_year_later)).when(renewing(FIRST, NEXT_YEAR)).then(renewed)


def test_renewing_what_is_not_there() -> None:
    """Only an authority in the file can be renewed."""
    given(Provider, added).when(renewing(FIRST, NEXT_YEAR)).then_rejected(UnknownAuthority, authority=FIRST)


def test_revoking() -> None:
    """A revoked licence ends on the named day; why is noted."""
    given(Provider, added, licensed).when(revoking(FIRST)).then(revoked)


def test_revoked_stays_revoked() -> None:
    """A revoked authority cannot be revoked again."""
    given(Provider, added, licensed, revoked).when(revoking(FIRST)).then_rejected(
        AuthorityIsRevoked, authority=FIRST, revoked_on=JULY
    )


def test_revoked_is_not_renewed() -> None:
    """A revoked authority cannot be renewed."""
    given(Provider, added, licensed, revoked).when(renewing(FIRST, NEXT_YEAR)).then_rejected(AuthorityIsRevoked)


def test_revoking_what_is_not_there() -> None:
    """Only an authority in the file can be revoked."""
    given(Provider, added, licensed).when(revoking(SECOND)).then_rejected(UnknownAuthority, authority=SECOND)


def test_granted_again_after_a_revocation() -> None:
    """The same number may be granted again from the day of its revocation."""
    again = msgspec.structs.replace(LICENSE, valid_from=JULY)
    given(Provider, added, licensed, revoked).when(granting(SECOND, again)).then(granted(SECOND, again))
