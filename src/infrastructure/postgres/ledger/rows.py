"""Entries as the ledger hashes them, read from the audit trail's rows."""

from typing import Any, Final

import msgspec

from domain.audit.entry import LedgerEntry

COLUMNS: Final = """
e.clinic_id as clinic, e.id, e.at, e.actor_id as actor, e.role, e.operation, e.outcome, e.command_id as command,
e.correlation_id as request, e.subjects, e.streams, e.on_behalf_of, e.purpose, e.fields, e.break_glass,
e.key_id as key, e.origin
"""
"""Of ``audit_entry e``, by the names of ``LedgerEntry``."""


def entry(row: Any) -> LedgerEntry:
    """Read a row that has ``COLUMNS``."""
    return msgspec.convert({name: row[name] for name in LedgerEntry.__struct_fields__}, LedgerEntry)
