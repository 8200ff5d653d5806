"""Stored names of the directory's facts. A name, once released, stays."""

from domain.providers.provider import Provider
from infrastructure.facts.registry import FactType, Subject

FACTS = (
    FactType("providers.provider.added", Provider.Added, seals=Subject.CLINIC),
    FactType("providers.provider.profile-set", Provider.ProfileSet, seals=Subject.CLINIC),
    FactType("providers.provider.authority-granted", Provider.AuthorityGranted, seals=Subject.CLINIC),
    FactType("providers.provider.authority-renewed", Provider.AuthorityRenewed),
    FactType("providers.provider.authority-revoked", Provider.AuthorityRevoked, seals=Subject.CLINIC),
    FactType("providers.provider.visit-type-offered", Provider.VisitTypeOffered),
    FactType("providers.provider.visit-type-withdrawn", Provider.VisitTypeWithdrawn),
    FactType("providers.provider.suspended", Provider.Suspended, seals=Subject.CLINIC),
    FactType("providers.provider.reinstated", Provider.Reinstated),
    FactType("providers.provider.leave-set", Provider.LeaveSet),
)
