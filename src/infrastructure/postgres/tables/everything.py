"""Imports every context's tables, so that ``METADATA`` is whole."""

from infrastructure.postgres.tables import identity, log, patients, providers, scheduling
from infrastructure.postgres.tables.metadata import METADATA

__all__ = ["METADATA", "identity", "log", "patients", "providers", "scheduling"]
