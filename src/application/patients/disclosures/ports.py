"""What writing disclosures down needs from outside."""

from typing import Protocol

from application.shared.repository import Repository
from domain.patients.disclosure import Disclosure


class Disclosures(Repository[Disclosure], Protocol):
    """The disclosures by hand, to write and to correct."""
