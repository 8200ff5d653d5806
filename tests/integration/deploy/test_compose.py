"""The composition of one host, as far as it can be judged without an engine."""

import re
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from infrastructure.postgres.quiet_log import QUIET_LOG
from infrastructure.settings import load_settings
from integration.deploy.files import COMPOSE, DEPLOY, judged
from interfaces.cli import main

SERVICES: dict[str, Any] = YAML(typ="safe").load(COMPOSE)["services"]
OURS = ("migrate", "api", "worker", "cli", "owner")
AS_OWNER = ("migrate", "owner")
"""Who has the password of the schema's owner."""

VARIABLE = re.compile(r"\$\{(\w+):?([?-])([^}]*)\}")


def example() -> dict[str, str]:
    """Read the example of the secrets' file."""
    lines = (DEPLOY / "example.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled(text: str) -> str:
    """Put a secret where the composition asks for one."""
    return VARIABLE.sub(lambda found: found[3] if found[2] == "-" else "s3cret", text)


def test_the_schema_holds() -> None:
    """The file is what the Compose specification calls one."""
    assert judged("check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE) == ""


def test_the_schema_can_refuse(tmp_path: Path) -> None:
    """The judge finds a misspelt key."""
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(COMPOSE.read_text().replace("healthcheck:", "healthchek:", 1))
    assert "healthchek" in judged("check-jsonschema", "--builtin-schema", "vendor.compose-spec", broken)


def test_the_form_is_even() -> None:
    """Yamllint is content with every YAML file of the deployment."""
    assert judged("yamllint", "--strict", "-c", DEPLOY / "yamllint.yaml", COMPOSE, DEPLOY) == ""


@pytest.mark.parametrize("name", SERVICES)
class TestEveryService:
    """What holds for each of them."""

    def test_has_a_version(self, name: str) -> None:
        """No image is whatever happens to be newest."""
        assert re.fullmatch(r"[a-z-]+:\d[\w.-]*", SERVICES[name]["image"])

    def test_may_do_little(self, name: str) -> None:
        """No capability, no new privilege, no writing to its own file system, an end to what it may take."""
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not service.get("privileged")
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}

    def test_holds_no_secret(self, name: str) -> None:
        """A password comes from outside, and an empty one stops the start."""
        for key, value in SERVICES[name].get("environment", {}).items():
            for secret in re.findall(r"://[^:]*:(.+)@", value) + ([value] if key.endswith("PASSWORD") else []):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", secret)

    def test_waits_until_others_are_well(self, name: str) -> None:
        """Nobody starts before what it needs is healthy, or has done its work."""
        for other, wanted in SERVICES[name].get("depends_on", {}).items():
            expected = "service_completed_successfully" if other == "migrate" else "service_healthy"
            assert wanted == {"condition": expected}


@pytest.mark.parametrize("name", OURS)
def test_the_settings_are_known(name: str) -> None:
    """What a process of ours is given, its settings accept, beside what the image sets."""
    dockerfile = (COMPOSE.parent / "Dockerfile").read_text()
    image = dict(re.findall(r"(POLYCLINIC_\w+)=(\S+)", dockerfile))
    environment = {key: filled(value) for key, value in SERVICES[name]["environment"].items()}
    settings = load_settings(image | environment)
    assert settings.database_url.endswith("/polyclinic")
    assert settings.data_directory == Path("/var/lib/polyclinic")


@pytest.mark.parametrize("name", ["api", "worker"])
def test_a_process_is_asked_how_it_is(name: str) -> None:
    """What runs all the time has the image's health check, and answers it where the check asks."""
    assert "healthcheck" not in SERVICES[name]
    dockerfile = (COMPOSE.parent / "Dockerfile").read_text()
    settings = load_settings(dict(re.findall(r"(POLYCLINIC_\w+)=(\S+)", dockerfile)))
    assert settings.port == settings.worker_port


@pytest.mark.parametrize("name", ["api", "worker", "cli", "owner"])
def test_prepared_statements_stay_out_of_pgbouncer(name: str) -> None:
    """Who goes through PgBouncer keeps no prepared statement, and has an address beside it for LISTEN."""
    environment = {key: filled(value) for key, value in SERVICES[name]["environment"].items()}
    settings = load_settings(environment)
    assert "@pgbouncer:6432/" in settings.database_url
    assert settings.statement_cache == 0
    assert "@postgres:5432/" in settings.direct_url


def test_the_database_tells_no_values() -> None:
    """Its log leaves out what a failed statement held."""
    assert {f"--{name}={value}" for name, value in QUIET_LOG.items()} <= set(SERVICES["postgres"]["command"])


def test_what_changes_the_schema_goes_direct_as_the_owner() -> None:
    """What changes the schema needs a session of its own and the owner's rights, and nobody else has them."""
    assert "//polyclinic_owner:" in SERVICES["migrate"]["environment"]["DATABASE_URL"]
    assert "@postgres:5432/" in SERVICES["migrate"]["environment"]["DATABASE_URL"]
    assert "@postgres:5432/" in SERVICES["owner"]["environment"]["OWNER_DATABASE_URL"]
    others = [SERVICES[name]["environment"] for name in OURS if name not in AS_OWNER]
    assert not [environment for environment in others if "OWNER_PASSWORD" in str(environment)]


def test_the_database_is_out_of_reach() -> None:
    """Only the API is reached from the host, on the loopback; the data's network leads nowhere."""
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"api"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["api"]["ports"])
    assert YAML(typ="safe").load(COMPOSE)["networks"]["data"] == {"internal": True}
    assert all(SERVICES[name]["networks"] == ["data"] for name in ("postgres", "pgbouncer", "redis", *AS_OWNER))


def test_the_example_is_refused_unchanged() -> None:
    """The example names every secret and gives none, and the composition starts with no secret empty."""
    used = {found[1]: found[2] for found in VARIABLE.finditer(COMPOSE.read_text())}
    assert set(example()) == set(used)
    assert {name for name, value in example().items() if not value} == {
        name for name, kind in used.items() if kind == "?"
    }


def test_git_does_not_see_the_secrets() -> None:
    """The file made from the example cannot be committed by accident."""
    assert "/.env" in (DEPLOY / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("name", OURS)
def test_the_command_is_one_of_ours(name: str) -> None:
    """What a service runs is a verb of the command line, with options that it knows."""
    verb, *options = SERVICES[name]["command"]
    if verb == "--help":
        return
    command = main.get_command(click.Context(main), verb)
    assert command is not None
    command.make_context(verb, options)
