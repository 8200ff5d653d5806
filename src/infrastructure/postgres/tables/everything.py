"""Imports every context's tables, so that ``METADATA`` is whole."""

from infrastructure.postgres.tables import identity, ledger, log, patients, providers, scheduling
from infrastructure.postgres.tables.metadata import METADATA

__all__ = ["METADATA", "identity", "ledger", "log", "patients", "providers", "scheduling"]
