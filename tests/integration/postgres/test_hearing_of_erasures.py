"""Every process lets go of the keys of whoever was erased."""

from infrastructure.postgres.connection import Pool, lent
from infrastructure.postgres.erasure.hearing import ErasuresHeard
from integration.http.patients.registry import record, registered
from integration.http.patients.test_erasing import erased
from integration.stack import Stack, running


async def hear(ears: ErasuresHeard, pool: Pool) -> None:
    """Read once, as a process does every second."""
    async with lent(pool) as connection:
        await ears.hear(connection)


def at_hand(stack: Stack) -> int:
    """Count the opened keys that a process has at hand."""
    return len(stack.container.shared.ring())


async def test_a_process_hears_of_anothers_erasure(app_pool: Pool) -> None:
    """A key that one process had at hand is let go of when another has destroyed it; other keys stay."""
    async with running(app_pool) as one, running(app_pool, vault=one.container.vault()) as other:
        clinic = await one.open_clinic()
        gone, stays = [await registered(clinic.front_desk, given=given) for given in ("Mia", "Noor")]
        other.credentials.name(clinic.slug, clinic.id)
        desk = await other.admit(clinic.front_desk.actor)
        ears = ErasuresHeard(other.container.shared.keys())
        await hear(ears, app_pool)
        for patient in (gone, stays):
            await record(desk, patient)
        before = at_hand(other)
        await erased(clinic, gone)
        assert at_hand(other) == before
        await hear(ears, app_pool)
        assert at_hand(other) == before - 1
        await record(desk, stays)
        assert at_hand(other) == before - 1
