from importlib import import_module
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner

from application.processes.schedule import SCHEDULE, spoken
from interfaces.cli import main
from interfaces.cli.commands import VERBS

OPERATING = (Path(__file__).parents[3] / "docs" / "operating.md").read_text()


def leaves(verb: click.Command, name: str) -> list[tuple[str, click.Command]]:
    """Give every verb below one, by all its words."""
    if isinstance(verb, click.Group):
        return [leaf for word, below in verb.commands.items() for leaf in leaves(below, f"{name} {word}")]
    return [(name, verb)]


LEAVES = [leaf for name in VERBS for leaf in leaves(main.get_command(click.Context(main), name) or main, name)]


def printed(*words: str) -> str:
    """Give what the command line prints on a terminal of eighty columns."""
    return CliRunner().invoke(main, words, prog_name="polyclinic", terminal_width=78).output  # Click leaves two free


def test_the_help_is_the_one_that_is_printed() -> None:
    """The operator's handbook shows what `polyclinic --help` says."""
    assert f"```console\n$ polyclinic --help\n{printed('--help')}```" in OPERATING


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_where_the_list_says(name: str) -> None:
    """Each verb of the list is in its module, under its name."""
    verb = getattr(import_module(f"interfaces.cli.{VERBS[name].module}"), name)
    assert verb.name == name


@pytest.mark.parametrize(("name", "verb"), LEAVES, ids=[name for name, _ in LEAVES])
def test_help_fits_and_teaches(name: str, verb: click.Command) -> None:
    """A group lists its verbs by sentences that are not cut off; what prints what it found shows an example."""
    if " " in name:
        assert not verb.get_short_help_str(60).endswith("...")
    if any("--json" in option.opts for option in verb.params):
        assert f"\n    polyclinic {name}" in printed(*name.split(), "--help")


@pytest.mark.parametrize(("name", "verb"), LEAVES, ids=[name for name, _ in LEAVES])
def test_the_handbook_names_every_verb_that_looks(name: str, verb: click.Command) -> None:
    """A verb for operators is in the table that says in which role it acts, itself or its group."""
    if any("--json" in option.opts for option in verb.params):
        group, _, word = name.partition(" ")
        assert f"`{name}`" in OPERATING or f"`{group}`" in OPERATING or f"`{word}`" in OPERATING


def test_the_handbook_lists_all_regular_work() -> None:
    """What every clinic has done regularly stands in the handbook as it stands in the schedule, and nowhere else."""
    rows = [f"| `{work.command.operation}` | {spoken(work.every)} | {work.because} |\n" for work in SCHEDULE]
    assert "|---|---|---|\n" + "".join(rows) + "\n" in OPERATING


def test_the_schedule_is_printed() -> None:
    """`polyclinic jobs schedule` says the same, also as a document."""
    said = printed("jobs", "schedule")
    assert all(f"{work.command.operation}" in said and work.because in said for work in SCHEDULE)
    document = msgspec.json.decode(printed("jobs", "schedule", "--json"))
    assert [work["every_seconds"] for work in document["schedule"]] == [work.every.total_seconds() for work in SCHEDULE]
