"""Naming somebody who acts in a patient's place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import PatientAccounts, Patients, RegistryTermsToday, Representations
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from application.shared.refusals import NotFound
from domain.patients.representation import (
    AlreadyRepresents,
    Mandate,
    NobodyRepresentsThemselves,
    Representation,
    RepresentationEndsTooSoon,
    RepresentationId,
    Scopes,
)
from domain.patients.term import Term
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.scopes import Capacity
from domain.shared.time import Instant

NAMING_REFUSALS: tuple[type[DomainError], ...] = (
    NobodyRepresentsThemselves,
    RepresentationEndsTooSoon,
    AlreadyRepresents,
)
"""Every rule that stands against naming anybody."""


class RepresentativeWanted(Command, frozen=True, kw_only=True):
    """What is said of whoever is to act for a patient."""

    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH
    account: AccountId
    scopes: Scopes
    starts_at: Instant | None = None
    """From when; none means from now on."""
    ends_at: Instant | None = None
    """Until when; none means that no end was agreed."""


Named = Callable[..., Representation]


@dataclass(frozen=True, slots=True)
class Naming:
    """Names a representative. Holds the patient meanwhile: one account is not named twice at the same moment."""

    patients: Patients
    accounts: PatientAccounts
    representations: Representations
    terms: RegistryTermsToday
    locks: Locks

    async def name(
        self, wanted: RepresentativeWanted, capacity: Capacity, verb: Named, execution: Execution
    ) -> Receipt:
        """Name an account of the clinic's. Raises ``NotFound`` for one that is disabled or no patient's."""
        await self.locks.hold(execution, wanted.patient)
        patient = await self.patients.get(wanted.patient, execution)
        representative = await self.accounts.of(wanted.account, execution)
        if representative is None:
            raise NotFound(id=wanted.account)
        standing = await self.representations.standing(wanted.patient, wanted.account, capacity, execution)
        if standing is not None:
            raise AlreadyRepresents(representation=standing)
        term = Term(starts_at=wanted.starts_at or execution.now, ends_at=wanted.ends_at)
        representation = verb(
            RepresentationId(execution.new_id("representation")),
            Mandate(patient=wanted.patient, representative=representative, scopes=wanted.scopes, term=term),
            patient.demographics,
            terms=await self.terms.today(execution),
            now=execution.now,
        )
        await self.representations.add(representation, execution)
        return Receipt.of(representation)
