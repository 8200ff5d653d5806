"""What the registry needs from outside."""

from typing import Protocol

from application.patients.queries import GetPatient, SearchPatients
from application.patients.views import PatientView
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.patients.identifier import Identifier
from domain.patients.patient import Patient
from domain.shared.identifiers import AppointmentId, PatientId


class Patients(Repository[Patient], Protocol):
    """The clinic's patients, to change."""


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
