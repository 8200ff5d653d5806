"""What the registry needs from outside."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from application.patients.queries import (
    FindDuplicates,
    GetPatient,
    GetPatientLink,
    GetRegistryPolicy,
    ListRepresentations,
    SearchPatients,
)
from application.patients.views import (
    DuplicatesView,
    PatientLinkView,
    PatientView,
    RegistryPolicyView,
    RepresentationView,
)
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.patients.identifier import Identifier
from domain.patients.likeness import Description
from domain.patients.link import LiveLink, PatientLink
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules, RegistryTerms
from domain.patients.representation import Representation, RepresentationId, Representative
from domain.shared.identifiers import AccountId, AppointmentId, PatientId
from domain.shared.scopes import Capacity


class Patients(Repository[Patient], Protocol):
    """The clinic's patients, to change."""


class RegistryRules(Repository[ClinicRegistryRules], Protocol):
    """The clinic's registry policy, to change, by ``registry_rules_of`` the clinic."""


class RegistryTermsToday(Protocol):
    """What the clinic's registry policy says today."""

    async def today(self, execution: Execution) -> RegistryTerms:
        """Give the policy, the default where the clinic has set none, with the clinic's calendar day.

        Raises ``NotFound`` for a clinic that was never opened.
        """
        ...


class Representations(Repository[Representation], Protocol):
    """Who acts in whose place, to change."""

    async def standing(
        self, patient: PatientId, account: AccountId, capacity: Capacity, execution: Execution
    ) -> RepresentationId | None:
        """Give what an account and a patient have agreed on in a capacity, now or for a time ahead."""
        ...


class PatientAccounts(Protocol):
    """The accounts of patients and of who represents them."""

    async def of(self, account: AccountId, execution: Execution) -> Representative | None:
        """Give whose own record an account has, if any; ``None`` for one that is disabled or no patient's."""
        ...


class Identifiers(Protocol):
    """The identifiers of all of the clinic's patients."""

    async def holder(self, identifier: Identifier, execution: Execution) -> PatientId | None:
        """Give the patient who has an identifier; upper and lower case do not tell two apart.

        Of two commands that give one identifier to two patients at the same moment, the later one loses the race.
        """
        ...


class OpenAppointments(Protocol):
    """The calendar, as far as the registry asks."""

    async def of(self, patient: PatientId, execution: Execution) -> tuple[AppointmentId, ...]:
        """Name a patient's appointments that are ahead or under way, soonest first."""
        ...

    async def meeting(
        self, patient: PatientId, others: Sequence[PatientId], execution: Execution
    ) -> tuple[AppointmentId, ...]:
        """Name the open appointments of a patient that meet one of other patients, and those, soonest first."""
        ...

    async def waits(self, patient: PatientId, execution: Execution) -> tuple[UUID, ...]:
        """Name a patient's entries of the waitlist that still stand in line, the oldest first."""
        ...

    async def last_visit(self, patient: PatientId, execution: Execution) -> date | None:
        """Give the day of a patient's last visit that took place, on the calendar of where the patient was."""
        ...


class PatientLinks(Repository[PatientLink], Protocol):
    """The links of records that are of one person, to change."""

    async def live(self, execution: Execution, *patients: PatientId) -> tuple[LiveLink, ...]:
        """Give the live links that any of the records has, the oldest first."""
        ...


class Lookalikes(Protocol):
    """The patients of the clinic who could be mistaken for somebody."""

    async def of(self, person: Description, execution: Execution) -> tuple[tuple[PatientId, Description], ...]:
        """Give patients to compare a person with, found without reading the whole registry.

        They share a telephone, a mailbox or an identifier's value, or they share the birth date (also with day and
        month in each other's place) and the beginning of some word of the name; at most ``MOST_COMPARED`` in each of
        the two ways, those registered first. Somebody who is being registered at the same moment is waited for, and
        compared once registered.
        """
        ...


class PatientQueries(Protocol):
    """The clinic's patients, to look at. What is out of the actor's reach is not found."""

    async def get(self, query: GetPatient, execution: Execution) -> PatientView:
        """Show one patient, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def search(self, query: SearchPatients, execution: Execution) -> Page[PatientView]:
        """Show the patients that fit everything asked for, in the order of their registration.

        Raises ``Malformed`` where a criterion holds nothing that could be looked for.
        """
        ...

    async def link(self, query: GetPatientLink, execution: Execution) -> PatientLinkView:
        """Show one link, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def duplicates(self, query: FindDuplicates, execution: Execution) -> DuplicatesView:
        """Show whose records may be of one person with a patient's. Raises ``NotFound``."""
        ...

    async def registry_policy(self, query: GetRegistryPolicy, execution: Execution) -> RegistryPolicyView:
        """Show the clinic's registry policy, the default where it has set none."""
        ...

    async def representations(self, query: ListRepresentations, execution: Execution) -> Page[RepresentationView]:
        """List who acts in whose place, in the order in which they were named.

        Whoever reaches only their own is shown what concerns their record or their account.
        """
        ...
