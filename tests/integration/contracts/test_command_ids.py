"""What commands are named by: what every storage promises of ids that derive from a caller's key."""

from typing import cast
from uuid import UUID, uuid4

from application.shared.command_ids import CommandIds
from integration.people import Clinic, Person
from integration.stack import Stack

PORTS = (CommandIds,)

OPERATION = "patients.register-patient"


async def named(stack: Stack, person: Person, key: str | None = "mia@example.org", operation: str = OPERATION) -> UUID:
    """Name what somebody asks for under a key."""
    return await cast("CommandIds", stack.container.shared.ids()).of(operation, person.call(idempotency_key=key))


async def test_a_retry_is_the_same_command(stack: Stack, clinic: Clinic) -> None:
    """Who asks for the same under the same key asks for the same command."""
    assert await named(stack, clinic.front_desk) == await named(stack, clinic.front_desk)


async def test_whatever_differs_makes_another_command(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Another key, person, clinic or operation is another command."""
    found = {
        await named(stack, clinic.front_desk),
        await named(stack, clinic.front_desk, "noor@example.org"),
        await named(stack, clinic.front_desk, operation="patients.add-contact"),
        await named(stack, clinic.owner),
        await named(stack, other_clinic.front_desk),
    }
    assert len(found) == 5


async def test_without_a_key_the_request_is_the_command(stack: Stack, clinic: Clinic) -> None:
    """Who sends no key asks anew each time."""
    assert await named(stack, clinic.front_desk, None) != await named(stack, clinic.front_desk, None)


async def test_a_guess_leads_nowhere(stack: Stack, clinic: Clinic) -> None:
    """No id is what anybody without the vault could derive from the right guess."""
    call = clinic.front_desk.call(idempotency_key=str(uuid4()))
    named = await cast("CommandIds", stack.container.shared.ids()).of(OPERATION, call)
    assert named != call.plain_id(OPERATION)
