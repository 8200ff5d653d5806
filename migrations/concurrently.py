"""Indexes on tables that are in use, made without keeping anybody from writing."""

from alembic import op


def index(name: str, on: str, *, unique: bool = False) -> None:
    """Make an index; ``on`` is its table with columns and condition. To be all that its migration does.

    It waits for every transaction that is older than itself and holds up nobody meanwhile, so it may wait for long.
    What a try left behind that was broken off is removed first: such an index is kept up, but never used.
    """
    with op.get_context().autocommit_block():
        op.execute("set lock_timeout = 0")
        op.execute(f"drop index concurrently if exists {name}")
        op.execute(f"create {'unique ' if unique else ''}index concurrently {name} on {on}")
        op.execute("reset lock_timeout")
