"""``python -m bench.proofs.failing_worker worker``: the worker with one planted fault, each job fails with a name."""

import os
from typing import Any

import msgspec

from application.shared.jobs import Job, JobKind
from interfaces import worker
from interfaces.cli import main
from interfaces.jobs.kinds import job_kinds


async def fail(job: Job) -> None:
    """Fail with a message that names somebody. Raises ``LookupError``."""
    raise LookupError(os.environ["PLANTED"], job)


def failing(pipelines: Any) -> tuple[JobKind, ...]:
    """Give every kind of job, none of which can be done."""
    return tuple(msgspec.structs.replace(kind, handler=fail) for kind in job_kinds(pipelines))


if __name__ == "__main__":
    vars(worker)["job_kinds"] = failing
    main(prog_name="polyclinic")
