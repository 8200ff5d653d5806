"""The same trail from every storage."""

from integration.http.patients.conftest import stack

__all__ = ["stack"]
