"""Beginning a new life of the log after a restore.

A restored cluster counts its transactions from the start again, so old facts seem to come from the future and no
watermark ever passes them. In an epoch that is over every fact is readable at once.
"""

import asyncpg

_BEGIN = "update log_epoch set current = current + 1 returning current"


async def begin_epoch(owner: "asyncpg.Connection[asyncpg.Record]") -> int:
    """Begin a new epoch as the schema's owner, once no transaction writes facts any more, and give its number.

    The lock waits for writers of the old epoch: one that committed later would be behind whoever reads.
    """
    async with owner.transaction():
        await owner.execute("lock table event in share row exclusive mode")
        current: int = await owner.fetchval(_BEGIN)
    return current
