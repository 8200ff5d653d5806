"""The verbs of ``polyclinic``, each in a module that is loaded when it is called."""

import gc
import sys
from importlib import import_module
from typing import Final, NamedTuple

import click

from infrastructure.observability.logging import configure_logging
from interfaces.cli.told import Told


class Verb(NamedTuple):
    """Where a verb is, and what `--help` says of it."""

    module: str
    """In this package; the verb has its own name there."""
    told: str


VERBS: Final = {
    "dev": Verb("processes", "Run everything on this machine, with a demo clinic."),
    "api": Verb("processes", "Serve the API, or one side of it."),
    "worker": Verb("processes", "Follow the log and do jobs."),
    "provision": Verb("schema", "Make the database and its roles."),
    "migrate": Verb("schema", "Bring the schema to this release's."),
    "keys": Verb("keys", "Make the keys that seal data and sign tokens; rotate these."),
    "operator": Verb("operators", "Add those who run the installation."),
    "doctor": Verb("doctor", "Look everything over, and say how to mend it."),
    "clinic": Verb("clinics", "Look at the clinics; set their rates, suspend and close them."),
    "followers": Verb("followers", "Look at what follows the log; resume parked lanes."),
    "projections": Verb("projections", "Build a read model anew."),
    "jobs": Verb("jobs", "Look at jobs; requeue dead ones."),
    "restore": Verb("restore", "Make a restored log readable again."),
    "erasures": Verb("erasures", "List who was erased; erase them again after a restore."),
    "audit": Verb("audit", "Take the ledger of the audit trail out, and verify it."),
    "openapi": Verb("openapi", "Print the OpenAPI document."),
}
"""In the order in which an installation meets them."""


class Verbs(Told):
    """Loads the one verb that is called: all of them would cost it a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's form
        """Name every verb."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's form
        """Give a verb; ``None`` where there is no such."""
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        gc.disable()  # nothing of what is loaded is garbage, and to look through it takes a fifth of the time
        found: click.Command = getattr(import_module(f"interfaces.cli.{verb.module}"), cmd_name)
        gc.enable()
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's form
        """Write the list of verbs, none of which is loaded for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.told) for name, verb in VERBS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run Polyclinic: a self-hosted backend for clinics that see patients by video, by phone and in person.

    Every setting is an environment variable; docs/operating.md lists them. A verb ends with 0 when it did what it was
    told, with 1 when it could not or found something broken, with 2 when it was called wrongly, and with 130 when
    Ctrl-C stopped it.
    """
    # Verbs print what they found on standard output; the processes say where their log lines go.
    configure_logging(level="warning", stream=sys.stderr)
