"""P14: nothing of one clinic is shown to, told to or changed by another's people, by any operation in any role.

The matrix is the tests' own (``tests/integration/http/isolation``), tried here with both walls between clinics and with
each alone. It is a program beside the tests, because it stands on what they stand on.
"""

import msgspec
from bench.proofs.beside_tests import told_by
from bench.proofs.frame import Outcome, Proof
from bench.stage import Stage


class Counted(msgspec.Struct, frozen=True):
    """What the program tells of one matrix."""

    tried: int
    leaky: int
    kinds: dict[str, int]
    seconds: float


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Try everything three times: as built, without the statements' filters, and without row-level security."""
    counted = await _tried("with both walls", "without filters", "without row security")
    wrong = {f"leaks {name}": matrix.leaky + matrix.kinds.get("written", 0) for name, matrix in counted.items()}
    tried = sum(matrix.tried for matrix in counted.values())
    return Outcome(tried, tried, 0, 0, sum(matrix.seconds for matrix in counted.values()), wrong)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Try everything where neither wall stands."""
    (matrix,) = (await _tried("with neither")).values()
    wrong = {"leaks": matrix.leaky, **matrix.kinds}
    return Outcome(matrix.tried, matrix.tried, 0, 0, matrix.seconds, wrong)


async def _tried(*walls: str) -> dict[str, Counted]:
    return await told_by("http.isolation", dict[str, Counted], *walls)


PROOF = Proof(
    "P14",
    "isolation: every operation, in every role, with what is another clinic's in every place; each wall holds alone",
    run,
    "neither filters nor row-level security",
    control,
)
