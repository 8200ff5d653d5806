"""Imports every context's tables, so that ``METADATA`` is whole."""

from infrastructure.postgres.tables import log, patients
from infrastructure.postgres.tables.metadata import METADATA

__all__ = ["METADATA", "log", "patients"]
