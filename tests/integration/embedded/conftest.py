"""Servers of a test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """Give a running PostgreSQL on new data."""
    with EmbeddedPostgres(tmp_path / "postgres") as server:
        yield server


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    """Give a running Valkey on new data."""
    with EmbeddedValkey(tmp_path / "valkey") as server:
        yield server
