"""A person's key, ready for use."""

from typing import NamedTuple
from uuid import UUID

from infrastructure.crypto.sealing import SealingKey


class SubjectKey(NamedTuple):
    """The key that seals what is personal about one subject, and the id that stands beside what it sealed."""

    id: UUID
    key: SealingKey
