"""``polyclinic doctor``: whether everything is as it must be."""

import click
import msgspec

from infrastructure.clocks import SystemClock
from infrastructure.examination.finding import Finding, broken
from infrastructure.examination.whole import examined
from infrastructure.settings import Settings, SettingsRefused, load_settings
from interfaces.cli.examples import example
from interfaces.cli.local_servers import found
from interfaces.cli.printing import document, in_json
from interfaces.cli.reaching import run

_COLOURS = {"ok": "green", "warning": "yellow", "broken": "red"}
_SUBJECT = 32


class Examination(msgspec.Struct, frozen=True):
    """What `doctor` prints."""

    state: str
    """The worst of all findings."""
    findings: list[Finding]


@click.command()
@in_json
@example("polyclinic doctor")
def doctor(*, as_json: bool) -> None:
    """Look everything over: settings, keys, Redis, the database and its roles, the log, lanes and jobs.

    Each line says ok, warning or broken, and how to mend it. Ends with 1 when something is broken. It changes nothing.
    """
    try:
        findings = run(_examined(found(load_settings())))
    except SettingsRefused as refused:
        findings = [broken("settings", str(refused), "Correct the setting that is named.")]
    states = {finding.state for finding in findings}
    worst = next(state for state in ("broken", "warning", "ok") if state in states)
    if as_json:
        document(Examination(worst, findings))
    else:
        for finding in findings:
            _print(finding)
    if worst == "broken":
        raise click.exceptions.Exit(1)


async def _examined(settings: Settings) -> list[Finding]:
    return [finding async for finding in examined(settings, SystemClock())]


def _print(finding: Finding) -> None:
    state = click.style(f"{finding.state:<8}", fg=_COLOURS[finding.state])
    click.echo(f"{state} {finding.subject:<{_SUBJECT}} {finding.found}")
    if finding.mend is not None:
        click.echo(f"         {finding.mend}")
