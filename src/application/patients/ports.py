"""What the registry needs from outside."""

from typing import Protocol

from application.patients.queries import GetPatient
from application.patients.views import PatientView
from application.shared.execution import Execution
from application.shared.repository import Repository
from domain.patients.patient import Patient


class Patients(Repository[Patient], Protocol):
    """The clinic's patients, to change."""


class PatientQueries(Protocol):
    """The clinic's patients, to look at. What is out of the actor's reach is not found."""

    async def get(self, query: GetPatient, execution: Execution) -> PatientView:
        """Show one patient, now or as of a past moment. Raises ``NotFound``."""
        ...
