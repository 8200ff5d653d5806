"""A person's key, ready for use."""

from typing import NamedTuple
from uuid import UUID

from infrastructure.crypto.sealing import SealingKey


class SubjectKey(NamedTuple):
    """The key that seals what is personal about one subject, and the id that stands beside what it sealed."""

    id: UUID
    key: SealingKey


def key_of(row: str) -> str:
    """Give the SQL that joins ``k``, the stored key under which a row is sealed, looked up by its id for each row.

    OFFSET 0 keeps the planner from seeing that the clinic is the same for all of them: of a clinic that is newer than
    the statistics it believes that it has no keys, and would read every one of them for each row. ADR 23.
    """
    return (
        "left join lateral (select sk.subject_id, sk.kek_id, sk.wrapped from subject_key sk "  # noqa: S608 - own names
        f"where sk.clinic_id = {row}.clinic_id and sk.key_id = {row}.key_id offset 0) k on true"
    )
