"""Who acts in tests: a clinic with somebody of each role, signed in."""

from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

import httpx

from application.shared.actor import Actor
from application.shared.execution import Call
from application.shared.refusals import NotFound, NotSignedIn
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in at a clinic, or a visitor who is not."""

    actor: Actor
    http: httpx.AsyncClient
    """Sends every request with the person's credential; paths begin behind ``/api/v1``."""

    def call(self, **wishes: Any) -> Call:
        """Give the call of a command or query that reaches the pipeline without HTTP."""
        return Call(actor=self.actor, request_id=uuid4(), **wishes)


class Credentials:
    """An ``Authenticator`` that knows opaque bearer strings and the slugs of clinics."""

    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}
        self._clinics: dict[str, ClinicId] = {}

    def admit(self, actor: Actor) -> str:
        """Sign an actor in and give the bearer string."""
        bearer = token_urlsafe(16)
        self._actors[bearer] = actor
        return bearer

    def name(self, slug: str, clinic: ClinicId) -> None:
        """Let a slug name a clinic."""
        self._clinics[slug] = clinic

    def proven(self, credential: str) -> Actor | None:
        """Give the actor behind a bearer string."""
        return self._actors.get(credential)

    async def looked_up(self, credential: str) -> Actor:
        """Know nobody else."""
        raise NotSignedIn(length=len(credential))

    async def visited(self, slug: str) -> ClinicId:
        """Give the clinic that a slug names, whatever its standing. Raises ``NotFound``."""
        return await self.clinic(slug)

    async def clinic(self, slug: str) -> ClinicId:
        """Give the clinic that a slug names. Raises ``NotFound``."""
        try:
            return self._clinics[slug]
        except KeyError as unknown:
            raise NotFound from unknown


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic that was opened, with somebody of each role."""

    id: ClinicId
    slug: str
    people: dict[Role, Person] = field(default_factory=dict)

    def __getitem__(self, role: Role) -> Person:
        """Give the clinic's person of a role."""
        return self.people[role]

    @property
    def owner(self) -> Person:
        """Who answers for the clinic."""
        return self.people[Role.OWNER]

    @property
    def front_desk(self) -> Person:
        """Who runs the clinic's day."""
        return self.people[Role.FRONT_DESK]

    @property
    def clinician(self) -> Person:
        """Who sees patients; the actor names a provider record, which a test makes where it needs one."""
        return self.people[Role.CLINICIAN]

    @property
    def patient(self) -> Person:
        """Who is cared for; the actor names a patient record, which a test makes where it needs one."""
        return self.people[Role.PATIENT]


def actor(
    clinic: ClinicId,
    role: Role,
    *,
    account: AccountId | None = None,
    patient: UUID | None = None,
    provider: UUID | None = None,
) -> Actor:
    """Make an actor. Patients and clinicians have a record of their own, a new id where none is given."""
    own_patient = PatientId(patient or uuid4()) if role is Role.PATIENT else None
    own_provider = ProviderId(provider or uuid4()) if role is Role.CLINICIAN else None
    return Actor(clinic=clinic, id=account or AccountId(uuid4()), role=role, patient=own_patient, provider=own_provider)
