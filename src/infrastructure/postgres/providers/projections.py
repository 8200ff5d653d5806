"""What follows a provider in the same flush: plain rows that bookings and searches compare."""

from typing import Final

from application.providers.languages import answered_by
from domain.providers.provider import Provider
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.session import Session

_AUTHORITIES: Final = """
insert into provider_authority (clinic_id, provider_id, authority_id, jurisdiction, valid_from, valid_until, revoked)
select $1::uuid, $2::uuid, held.*
  from unnest($3::uuid[], $4::text[], $5::date[], $6::date[], $7::bool[]) as held
    on conflict (clinic_id, provider_id, authority_id)
    do update set valid_until = excluded.valid_until, revoked = excluded.revoked
"""

_WITHDRAWN: Final = """
delete from provider_visit_type where clinic_id = $1::uuid and provider_id = $2::uuid and code <> all($3::text[])
"""

_OFFERED: Final = """
insert into provider_visit_type
  (clinic_id, provider_id, code, name, mode, length_minutes, buffer_before_minutes, buffer_after_minutes, price_minor,
   currency)
select $1::uuid, $2::uuid, offered.*
  from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::bigint[], $10::text[]) as offered
    on conflict (clinic_id, provider_id, code)
    do update set name = excluded.name, mode = excluded.mode, length_minutes = excluded.length_minutes,
       buffer_before_minutes = excluded.buffer_before_minutes, buffer_after_minutes = excluded.buffer_after_minutes,
       price_minor = excluded.price_minor, currency = excluded.currency
"""

_DROP: Final = "delete from {0} where clinic_id = $1::uuid and provider_id = $2::uuid and {1} <> all($3::text[])"

_ADD: Final = """
insert into {0} (clinic_id, {1}, provider_id)
select $1::uuid, told, $2::uuid from unnest($3::text[]) as told on conflict do nothing
"""

_TAGS: Final = tuple(
    (_DROP.format(f"provider_{column}", column), _ADD.format(f"provider_{column}", column))
    for column in ("specialty", "language")
)


class ProviderAuthorities:
    """Keeps where and when a provider may practise."""

    tables = (ProjectedTable("provider_authority", "provider_id"),)

    async def project(self, session: Session, aggregate: Provider) -> None:
        """Add the authorities' rows; what was granted once stays, revoked ones too."""
        rows = [
            (held.id, right.jurisdiction, right.valid_from, right.valid_until, right.revoked)
            for held, right in ((held, held.right) for held in aggregate.authorities)
        ]
        if rows:
            columns = (list(column) for column in zip(*rows, strict=True))
            session.flush.write(_AUTHORITIES, session.execution.clinic, aggregate.id, *columns)


class ProviderVisitTypes:
    """Keeps what a provider can be booked for."""

    tables = (ProjectedTable("provider_visit_type", "provider_id"),)

    async def project(self, session: Session, aggregate: Provider) -> None:
        """Add the rows of what is on offer, and take the others away."""
        clinic, offered = session.execution.clinic, aggregate.visit_types
        session.flush.write(_WITHDRAWN, clinic, aggregate.id, [kind.code for kind in offered])
        rows = [
            (
                kind.code,
                kind.name,
                kind.mode.value,
                kind.length_minutes,
                kind.buffer_before_minutes,
                kind.buffer_after_minutes,
                kind.price.minor,
                kind.price.currency,
            )
            for kind in offered
        ]
        if rows:
            columns = (list(column) for column in zip(*rows, strict=True))
            session.flush.write(_OFFERED, clinic, aggregate.id, *columns)


class ProviderTags:
    """Keeps the specialties and languages that a provider is found by."""

    tables = (ProjectedTable("provider_specialty", "provider_id"), ProjectedTable("provider_language", "provider_id"))

    async def project(self, session: Session, aggregate: Provider) -> None:
        """Add the difference between the rows that stand and those that should."""
        profile = aggregate.profile
        languages = {answered for tag in profile.languages for answered in answered_by(tag)}
        for (drop, add), told in zip(_TAGS, (profile.specialties, sorted(languages)), strict=True):
            session.flush.write(drop, session.execution.clinic, aggregate.id, list(told))
            session.flush.write(add, session.execution.clinic, aggregate.id, list(told))
