"""P16: the API answers whatever can be sent to it, and only as its document promises.

Schemathesis goes through the whole OpenAPI document of real processes over HTTP, in seven roles, each in a sandbox that
holds something of everything: with the document's examples, along every border of every schema and beyond, with
generated requests, and along the document's links. The explorer is a program beside the tests
(``tests/integration/http/exploration``), because it stands on what they stand on.
"""

from collections import Counter

import msgspec
from bench.proofs.api_process import ApiProcess, product_environment
from bench.proofs.beside_tests import told_by
from bench.proofs.frame import Outcome, Proof
from bench.stage import Stage

FAULTY = "scheduling.get-booking-policy"
"""Of what the control is asked."""


class Found(msgspec.Struct, frozen=True):
    """What the explorer found."""

    requests: int
    hanging: int
    reached: frozenset[str]
    wrong: tuple[tuple[str, str], ...]


class Told(msgspec.Struct, frozen=True):
    """What the explorer tells."""

    described: frozenset[str]
    found: Found
    seconds: float


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Explore the API as it is."""
    with ApiProcess(stage) as api:
        told = await _told(stage, api, f"--seed={seed}", *(["--short"] if short else []))
    found, never = told.found, sorted(told.described - told.found.reached)
    print(f"reached     {len(told.described) - len(never)} of {len(told.described)} operations with a success")
    print(f"never       {', '.join(never) or '-'}")
    for check, what in dict(found.wrong).items():
        print(f"{check}: {what}")
    return _outcome(told)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Explore one operation of an API in which it fails for some of what can be asked."""
    with ApiProcess(stage, "bench.proofs.failing_api") as api:
        return _outcome(await _told(stage, api, f"--seed={seed}", "--short", "--only", FAULTY))


def _outcome(told: Told) -> Outcome:
    kinds = Counter(check for check, _ in told.found.wrong)
    wrong = {"hanging": told.found.hanging, "failures (5xx)": kinds.pop("not_a_server_error", 0)}
    wrong["answers not as promised"] = kinds.total()
    answered = told.found.requests - told.found.hanging
    return Outcome(told.found.requests, answered, 0, 0, told.seconds, wrong)


async def _told(stage: Stage, api: ApiProcess, *words: str) -> Told:
    return await told_by("http.exploration", Told, api.address, *words, environment=product_environment(stage))


PROOF = Proof(
    "P16",
    "the whole OpenAPI document, in seven roles, with good and bad requests and along its links: as promised",
    run,
    "one planted 500",
    control,
)
