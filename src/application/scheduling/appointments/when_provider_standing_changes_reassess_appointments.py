"""Whatever a provider's right to see patients rests on has changed: the visits ahead of them are looked at anew."""

from typing import Final

from application.published.providers import (
    AuthorityGranted,
    AuthorityRenewed,
    AuthorityRevoked,
    ProviderLeaveSet,
    ProviderReinstated,
    ProviderSuspended,
)
from application.published.reaction import JobWanted, Reaction
from application.scheduling.appointments.reassess_appointments import ReassessAppointments

StandingChanged = (
    AuthorityGranted | AuthorityRenewed | AuthorityRevoked | ProviderSuspended | ProviderReinstated | ProviderLeaveSet
)


def reassess(fact: StandingChanged) -> tuple[JobWanted, ...]:
    """Have the provider's visits reassessed, by what is known when that is done."""
    return (JobWanted(ReassessAppointments.operation, {"provider": fact.provider}),)


WHEN_PROVIDER_STANDING_CHANGES_REASSESS_APPOINTMENTS: Final = Reaction(
    name="reassess-appointments",
    hears=frozenset(
        {
            AuthorityGranted,
            AuthorityRenewed,
            AuthorityRevoked,
            ProviderSuspended,
            ProviderReinstated,
            ProviderLeaveSet,
        }
    ),
    react=reassess,
)
