"""What every proof tells, and when it counts: it holds, and the fault that its control plants is found."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from bench.machine import facts
from bench.stage import Stage, staged


class Outcome(NamedTuple):
    """One run, of the product or of a control."""

    tried: int
    acknowledged: int
    unknown: int
    failed: int
    seconds: float
    wrong: Mapping[str, int]
    """What must not be, by name; all zero where the claim holds."""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong, and something was done."""
        return self.acknowledged > 0 and not any(self.wrong.values())

    def told(self) -> str:
        """Say it in one line."""
        wrong = ", ".join(f"{count:,} {name}" for name, count in self.wrong.items())
        return (
            f"{wrong} of {self.acknowledged:,} acknowledged ({self.tried:,} tried, {self.unknown:,} unknown, "
            f"{self.failed:,} refused or failed) in {self.seconds:.1f} s, {self.acknowledged / self.seconds:,.0f}/s"
        )


class Proof(NamedTuple):
    """A claim, how it is shown, and the fault that must break it."""

    name: str
    claim: str
    run: Callable[[Stage, int, bool], Awaitable[Outcome]]
    """Takes the stage, the seed, and whether the short form is wanted."""
    fault: str
    control: Callable[[Stage, int, bool], Awaitable[Outcome]]


async def prove(proof: Proof, seed: int, *, short: bool) -> bool:
    """Run a proof and its control, print what was seen, and tell whether it counts."""
    async with staged() as stage:
        async with stage.connected() as connection:
            server = str(await connection.fetchval("show server_version"))
        print(f"\n{proof.name}  {proof.claim}")
        print(f"seed        {seed}{' (short form)' if short else ''}", *facts(server), sep="\n")
        outcome = await proof.run(stage, seed, short)
        print(f"{'holds' if outcome.holds else 'BROKEN':<12}{outcome.told()}")
    async with staged() as stage:
        control = await proof.control(stage, seed, short)
        print(
            f"{'control red' if not control.holds else 'CONTROL GREEN':<12}{proof.fault}: {control.told()}", flush=True
        )
    return outcome.holds and not control.holds


class Stopwatch:
    """Measures how long a run took."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._began
