"""What time it is at a clinic: the present, but in a sandbox whatever its owner has set."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from application.identity.clinics.set_clock import AdvanceClock, SetClock
from application.shared.clock import ClinicClocks
from domain.shared.identifiers import ClinicId
from integration.clock import SetClock as TheClock
from integration.stack import Stack

PORTS = (ClinicClocks,)

NEXT_YEAR = datetime(2031, 3, 9, 6, 59, tzinfo=UTC)


async def now(stack: Stack, clinic: ClinicId) -> datetime:
    """Ask what time it is."""
    told: datetime = await stack.container.shared.clocks().now(clinic)
    return told


async def test_a_sandbox_stands_still(stack: Stack, clock: TheClock) -> None:
    """Time passes outside; in the sandbox it is when it was opened."""
    opened_at = clock.at
    sandbox = await stack.open_clinic(sandbox=True)
    clock.at += timedelta(days=1)
    assert await now(stack, sandbox.id) == opened_at


async def test_its_clock_is_where_it_was_set(stack: Stack) -> None:
    """Whoever asks next is told so, and then the time that was let pass."""
    sandbox = await stack.open_clinic(sandbox=True)
    await stack.do(SetClock(to=NEXT_YEAR), sandbox.owner)
    assert await now(stack, sandbox.id) == NEXT_YEAR
    await stack.do(AdvanceClock(minutes=2), sandbox.owner)
    assert await now(stack, sandbox.id) == NEXT_YEAR + timedelta(minutes=2)


async def test_a_clinic_with_patients_lives_in_the_present(stack: Stack, clock: TheClock) -> None:
    """It asks the one clock each time."""
    clinic = await stack.open_clinic()
    for _ in range(2):
        clock.at += timedelta(hours=1)
        assert await now(stack, clinic.id) == clock.at


async def test_a_clinic_that_nobody_has_opened(stack: Stack, clock: TheClock) -> None:
    """It is the present there, and still is what it should be once somebody opens it."""
    assert await now(stack, ClinicId(uuid4())) == clock.at
