"""What clinics have stored is read for ever: each fact of each revision loads, and is written as its file says."""

from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from domain.shared.aggregate import Fact
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.facts.registry import FactType
from integration.architecture.everything import subclasses
from integration.examples import RECORDED_AT
from integration.golden.files import FOLDER, path_of, read, write_missing

CODEC = Codec(REGISTRY)
FILES = sorted(FOLDER.glob("*.json"))
STREAM = UUID(int=1)


@pytest.mark.parametrize("kind", REGISTRY.types, ids=lambda kind: kind.name)
def test_every_revision_has_its_file(kind: FactType) -> None:
    """A fact without a golden file could change its form unseen; ``golden/write.py`` writes what is missing."""
    missing = [revision for revision in range(1, kind.revision + 1) if not path_of(kind.name, revision).exists()]
    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_loads(path: Path) -> None:
    """A fact of any revision is read as today's."""
    fact = _load(path)
    assert (fact.originator_id, fact.originator_version, fact.timestamp) == (STREAM, 1, RECORDED_AT)


@pytest.mark.parametrize("kind", REGISTRY.types, ids=lambda kind: kind.name)
def test_it_is_written_as_ever(kind: FactType) -> None:
    """Today's code writes exactly what the file of today's revision says, field by field, in the same part."""
    path = path_of(kind.name, kind.revision)
    golden, encoded = read(path), CODEC.encode(_load(path))
    assert (encoded.name, encoded.revision) == (kind.name, kind.revision)
    assert msgspec.json.decode(encoded.data) == golden.clear
    assert (None if encoded.personal is None else msgspec.json.decode(encoded.personal)) == golden.personal


def test_nothing_is_left_behind() -> None:
    """Each file is a fact that the registry knows, in a revision that it reads."""
    known = {path_of(kind.name, revision) for kind in REGISTRY.types for revision in range(1, kind.revision + 1)}
    assert set(FILES) - known == set()


def test_every_fact_of_the_domain_is_registered() -> None:
    """A fact that the registry does not know could not be stored."""
    bases = {"Fact", "CreatedFact", "Event", "Created"}
    facts = {fact for fact in subclasses(Fact, "domain") if fact.__name__ not in bases}
    assert {fact.__qualname__ for fact in facts} == {kind.fact.__qualname__ for kind in REGISTRY.types}


def test_what_is_there_is_not_written_again(tmp_path: Path) -> None:
    """The writer adds what is missing and leaves every file as it is."""
    first, *others = REGISTRY.types
    kept = path_of(first.name, first.revision, tmp_path)
    kept.write_text("history")
    assert len(write_missing(REGISTRY.types, tmp_path)) == len(others)
    assert kept.read_text() == "history"
    assert write_missing(REGISTRY.types, tmp_path) == []


def _load(path: Path) -> Fact:
    name, revision = path.stem.rsplit(".", 1)
    golden = read(path)
    personal = None if golden.personal is None else msgspec.json.encode(golden.personal)
    data = msgspec.json.encode(golden.clear)
    return CODEC.decode(name, int(revision), data, personal, stream=STREAM, version=1, at=RECORDED_AT)
