"""Who is asking."""

from datetime import timedelta
from uuid import UUID

import msgspec

from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role


class Actor(msgspec.Struct, frozen=True):
    """A signed-in person, a service or the system itself, in one clinic and one role.

    ``patient`` and ``provider`` name the record that is the actor's own, where there is one. The operator of the
    installation acts in the clinic that the operation is about.
    """

    clinic: ClinicId
    id: AccountId
    role: Role
    patient: PatientId | None = None
    provider: ProviderId | None = None
    scopes: frozenset[str] | None = None
    """Operations that a service key is limited to; ``None`` where the role alone decides."""
    is_outside: bool = False
    """Whether what the actor is shown leaves the clinic: it tells of patients who agreed to it, and of nobody else."""
    only_enrols: bool = False
    """Whether a second factor is demanded that was not shown, so that the actor may do nothing but enrol one."""
    proof_age: timedelta | None = None
    """How long ago whoever holds the access token proved who they are; ``None`` without such a token."""
    session: UUID | None = None
    """The sign-in session that the actor's access token was issued in; ``None`` without such a token."""
