"""What takes a proof, from the last minutes, of who does it."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from application.shared.access import ACCESS, reach
from application.shared.rights.fresh_proof import LATELY, TAKES_PROOF, ProofTooOld
from domain.shared.identifiers import ClinicId
from domain.shared.roles import Role
from unit.application_harness import somebody

CLINIC = ClinicId(UUID(int=1))
A_SECOND = timedelta(seconds=1)
PROTECTED = [(operation, role) for operation in TAKES_PROOF for role in ACCESS[operation]]


@pytest.mark.parametrize(("operation", "role"), PROTECTED)
def test_every_cell(operation: str, role: Role) -> None:
    """Whose role may do it may do it within a quarter of an hour of proving who they are, and not a second later."""
    holder = somebody(CLINIC, role)
    granted = ACCESS[operation][role]
    assert reach(operation, msgspec.structs.replace(holder, proof_age=LATELY)) == granted
    with pytest.raises(ProofTooOld) as refusal:
        reach(operation, msgspec.structs.replace(holder, proof_age=LATELY + A_SECOND))
    assert refusal.value.details == {"operation": operation, "max_age": 900}


def test_what_takes_none() -> None:
    """For all else a session is enough, however long ago it began."""
    long_ago = msgspec.structs.replace(somebody(CLINIC, Role.OWNER), proof_age=timedelta(hours=11))
    free = [operation for operation, row in ACCESS.items() if Role.OWNER in row and operation not in TAKES_PROOF]
    assert all(reach(operation, long_ago) for operation in free)


def test_no_program_can() -> None:
    """A key proves nothing again, so no program may do what takes a proof."""
    assert [operation for operation in TAKES_PROOF if Role.INTEGRATION in ACCESS[operation]] == []


def test_an_emergency() -> None:
    """Nobody stands before a closed record in an emergency: breaking the glass takes no proof."""
    long_ago = msgspec.structs.replace(somebody(CLINIC, Role.CLINICIAN), proof_age=timedelta(hours=11))
    assert reach("patients.break-glass", long_ago) == "any"
