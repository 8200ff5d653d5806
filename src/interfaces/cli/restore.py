"""``polyclinic restore``: making a database readable again that was restored from a logical dump."""

import click
import msgspec

from infrastructure.postgres.followers.epoch import LogReach, Session, StillWritten, begin_epoch, reach, sessions
from infrastructure.postgres.provisioning import OWNER
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json
from interfaces.cli.reaching import connected_as, run


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What `restore` prints."""

    before: LogReach
    after: LogReach
    sessions: list[Session]
    """Of our processes, in this database."""


@click.command()
@click.option("--bump-epoch", is_flag=True, help="Begin a new epoch of the log.")
@in_json
@example("polyclinic restore --bump-epoch")
def restore(*, bump_epoch: bool, as_json: bool) -> None:
    """Make a database readable that was restored from a logical dump (pg_dump) into another cluster.

    Its facts carry transaction ids that the new cluster has not reached, so followers would wait for them for ever. In
    a new epoch they read all of them. Without --bump-epoch this only looks whether that is so, and ends with 1 then.
    Begin the epoch before any process starts; PgBouncer, which keeps connections open, is to be stopped too.
    """
    found = run(_restored(bump_epoch=bump_epoch))
    if as_json:
        document(found)
    else:
        _print(found)
    if found.after.unreachable:
        raise click.exceptions.Exit(1)


async def _restored(*, bump_epoch: bool) -> Restored:
    async with connected_as(OWNER) as owner:
        before, present = await reach(owner), await sessions(owner)
        if not bump_epoch:
            return Restored(before=before, after=before, sessions=present)
        if present:
            who = ", ".join(f"{session.sessions} of {session.role}" for session in present)
            message = (
                f"Processes are connected to this database ({who}). Stop the API, the workers and PgBouncer, then call "
                "this again: whoever writes in the old epoch now would be overlooked."
            )
            raise click.ClickException(message)
        try:
            await begin_epoch(owner)
        except StillWritten as busy:
            message = (
                f"Somebody still writes facts: {busy}. End what they do, then call this again. Nothing was changed."
            )
            raise click.ClickException(message) from busy
        return Restored(before=before, after=await reach(owner), sessions=present)


def _print(found: Restored) -> None:
    before, after = found.before, found.after
    click.echo(f"Epoch {before.epoch}: {before.facts:,} facts, {before.unreachable:,} out of reach of every follower.")
    if after.epoch != before.epoch:
        click.echo(f"Epoch {after.epoch}: {after.facts:,} facts, {after.unreachable:,} out of reach of every follower.")
    elif after.unreachable:
        click.echo("Begin a new epoch before any process starts: polyclinic restore --bump-epoch")
    else:
        click.echo("Nothing is to be done.")
