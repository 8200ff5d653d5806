"""Which clinic a short name stands for: what every storage promises before a clinic is chosen."""

import asyncio
from typing import cast
from uuid import uuid4

import pytest

from application.identity.clinics.ports import ClinicDirectory
from application.shared.transactions import LostRace
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (ClinicDirectory,)


def directory_of(stack: Stack) -> ClinicDirectory:
    """Give the storage's directory."""
    return cast("ClinicDirectory", stack.container.identity.ports.directory())


async def test_a_short_name_leads_to_its_clinic(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Each clinic is found by its own name, within a command and without one; an unknown name leads nowhere."""
    for one in (clinic, other_clinic):
        assert await directory_of(stack).clinic_of(one.slug) == one.id
        async with attempt(stack, execution(stack, clinic.owner)):
            assert await directory_of(stack).clinic_of(one.slug) == one.id
    assert await directory_of(stack).clinic_of(f"no-{uuid4().hex[:12]}") is None


async def test_of_two_that_want_one_name_one_loses(stack: Stack) -> None:
    """Clinics that are opened under one name at the same moment do not share it."""
    slug = f"clinic-{uuid4().hex[:12]}"
    opened = await asyncio.gather(*(stack.open_clinic(slug=slug) for _ in range(3)), return_exceptions=True)
    (winner,) = [one for one in opened if isinstance(one, Clinic)]
    assert await directory_of(stack).clinic_of(slug) == winner.id


async def test_a_name_that_is_taken_is_not_entered(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Who enters a taken name loses, and it stays where it was."""
    async with attempt(stack, entering := execution(stack, other_clinic.owner)) as transaction:
        await directory_of(stack).enter(clinic.slug, entering)
        with pytest.raises(LostRace):
            await transaction.commit()
    assert await directory_of(stack).clinic_of(clinic.slug) == clinic.id
