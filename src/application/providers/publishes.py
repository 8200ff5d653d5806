"""Which of the directory's facts others hear of, and how."""

from typing import Final

from application.published import providers as published
from application.published.fact import Publishes
from domain.providers.provider import Provider

PUBLISHES: Final[Publishes] = {
    Provider.Added: lambda fact: published.ProviderAdded(provider=fact.originator_id),
    Provider.ProfileSet: lambda fact: published.ProviderProfileSet(provider=fact.originator_id),
    Provider.AuthorityGranted: lambda fact: published.AuthorityGranted(
        provider=fact.originator_id,
        authority=fact.authority_id,
        profession=fact.authority.profession,
        jurisdiction=fact.authority.jurisdiction,
        valid_from=fact.authority.valid_from,
        valid_until=fact.authority.valid_until,
    ),
    Provider.AuthorityRenewed: lambda fact: published.AuthorityRenewed(
        provider=fact.originator_id, authority=fact.authority_id, valid_until=fact.valid_until
    ),
    Provider.AuthorityRevoked: lambda fact: published.AuthorityRevoked(
        provider=fact.originator_id, authority=fact.authority_id, on=fact.on
    ),
    Provider.VisitTypeOffered: lambda fact: published.VisitTypeOffered(
        provider=fact.originator_id, visit_type=fact.visit_type.code
    ),
    Provider.VisitTypeWithdrawn: lambda fact: published.VisitTypeWithdrawn(
        provider=fact.originator_id, visit_type=fact.code
    ),
    Provider.Suspended: lambda fact: published.ProviderSuspended(provider=fact.originator_id),
    Provider.Reinstated: lambda fact: published.ProviderReinstated(provider=fact.originator_id),
    Provider.LeaveSet: lambda fact: published.ProviderLeaveSet(
        provider=fact.originator_id, last_day=fact.last_day, leaves_at=fact.leaves_at
    ),
}
