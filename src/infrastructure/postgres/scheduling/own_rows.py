"""Whose rows of the calendar are in reach."""

from uuid import UUID

from application.shared.execution import Execution


def own_rows(execution: Execution) -> tuple[str, list[UUID]]:
    """Give the condition on rows ``t`` for whoever reaches only their own, with ``{}`` for each value, and the values.

    Each is compared by itself, so that the index on its column is found.
    """
    whose: list[tuple[str, UUID]] = [("patient", patient) for patient in sorted(execution.own_patients)]
    if execution.own_provider is not None:
        whose.append(("provider", execution.own_provider))
    columns = " or ".join(f"t.{column} = {{}}" for column, _ in whose)
    return f"({columns or 'false'})", [record for _, record in whose]
