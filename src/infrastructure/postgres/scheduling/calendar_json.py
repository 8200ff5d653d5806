"""A provider's calendar and a place, as JSON that decodes straight into the domain's values."""

from datetime import timedelta
from functools import lru_cache
from typing import Final

import msgspec

from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.provider_calendar import ProviderCalendar

AUTHORITIES: Final = """
coalesce((
    select json_agg(json_build_object(
             'jurisdiction', held.jurisdiction, 'valid_from', held.valid_from,
             'valid_until', held.valid_until, 'revoked', held.revoked))
      from provider_authority held
     where held.clinic_id = $1 and held.provider_id = p.id), '[]'::json)
"""

CALENDAR: Final = f"""
json_build_object(
  'provider', p.id, 'suspended', p.suspended, 'leaves_at', p.leaves_at,
  'rules', coalesce(a.rules, jsonb_build_object('zone', p.profile -> 'zone')),
  'visit_types', case when v.code is null then '[]'::json else json_build_array(json_build_object(
    'code', v.code, 'mode', v.mode, 'length_minutes', v.length_minutes,
    'buffer_before_minutes', v.buffer_before_minutes, 'buffer_after_minutes', v.buffer_after_minutes,
    'price', json_build_object('minor', v.price_minor, 'currency', v.currency))) end,
  'authorities', {AUTHORITIES})
"""
"""Of provider ``p``, availability ``a`` and the one visit type ``v`` that is asked for."""

STANDING: Final = f"""
json_build_object('authorities', {AUTHORITIES}, 'suspended', p.suspended, 'leaves_at', p.leaves_at)
"""
"""Of provider ``p``."""

SITE: Final = """
(select json_build_object('jurisdiction', site -> 'jurisdiction', 'zone', site -> 'zone', 'site', site -> 'id')
   from clinic c cross join jsonb_array_elements(c.sites) as site
  where c.clinic_id = $1 and c.id = $1 and site ->> 'id' = {site}::text)
"""
"""The clinic's site with an id, as a place."""

ROOMS: Final = """
array(select (room ->> 'id')::uuid from clinic c cross join jsonb_array_elements(c.rooms) as room
       where c.clinic_id = $1 and c.id = $1 and room ->> 'site' = {site}::text order by 1)
"""
"""The clinic's rooms in use at a site."""

LONGEST_VISIT: Final = timedelta(minutes=1440 + 240)
"""A visit with the buffer on one of its sides; with both, no reservation is longer than ``LONGEST_RESERVATION``."""

LONGEST_RESERVATION: Final = timedelta(minutes=1440 + 240 + 240)
"""What bounds a search of the index from below: nothing that started earlier can still run."""

_calendar = msgspec.json.Decoder(ProviderCalendar)
_standing = msgspec.json.Decoder(ProviderStanding)
_place = msgspec.json.Decoder(VisitPlace)
_policy = msgspec.json.Decoder(BookingPolicy)


@lru_cache(maxsize=4096)
def read_calendar(text: str) -> ProviderCalendar:
    """Read a calendar. The same provider is searched and booked over and over, so the same text comes again."""
    return _calendar.decode(text)


@lru_cache(maxsize=4096)
def read_standing(text: str) -> ProviderStanding:
    """Read what the directory says of a provider."""
    return _standing.decode(text)


def read_place(text: str) -> VisitPlace:
    """Read a place."""
    return _place.decode(text)


@lru_cache(maxsize=4096)
def read_policy(text: str | None) -> BookingPolicy:
    """Read a booking policy; the default where there is none."""
    return _policy.decode(text) if text is not None else BookingPolicy.default()
