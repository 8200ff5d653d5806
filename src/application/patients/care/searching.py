"""Searching as who cares for some of those that are found."""

from dataclasses import dataclass

import msgspec

from application.patients.ports import PatientQueries
from application.patients.queries import SearchPatients
from application.patients.views import PatientView
from application.shared.care import Care
from application.shared.execution import Execution
from application.shared.paging import Page


@dataclass(frozen=True, slots=True)
class SearchingInCare:
    """Shows of patients outside of care what tells them from each other, so that the right one is found.

    A broken glass opens the record, not the search.
    """

    questions: PatientQueries
    care: Care

    async def search(self, query: SearchPatients, execution: Execution) -> Page[PatientView]:
        """Show the patients that fit, each as far as the actor cares for them."""
        found = await self.questions.search(query, msgspec.structs.replace(execution, reach="any"))
        if execution.reach != "care":
            return found
        near = await self.care.among([view.id for view in found.items], execution)
        return Page(items=tuple(view if view.id in near else view.from_afar() for view in found.items), next=found.next)
