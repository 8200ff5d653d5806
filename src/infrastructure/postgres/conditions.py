"""Which rows of a list are shown: only the conditions that were asked for, so that each combination finds its index."""

from typing import Any
from uuid import UUID


class Conditions:
    """Gathers what holds for the rows ``t`` of a clinic, and the values that it is held against."""

    def __init__(self, clinic: UUID) -> None:
        self.values: list[Any] = [clinic]
        self._demanded = ["t.clinic_id = $1"]

    def place(self, condition: str, *values: Any) -> str:
        """Give a condition in which each ``{}`` stands for one of the values, for another place of the statement."""
        numbers = range(len(self.values) + 1, len(self.values) + len(values) + 1)
        self.values.extend(values)
        return condition.format(*(f"${number}" for number in numbers))

    def demand(self, condition: str, *values: Any) -> None:
        """Demand one more thing, in which each ``{}`` stands for one of the values."""
        self._demanded.append(self.place(condition, *values))

    def __str__(self) -> str:
        """Give what stands behind ``where``."""
        return " and ".join(self._demanded)
