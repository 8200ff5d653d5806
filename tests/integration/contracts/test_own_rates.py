"""Which clinics have rates of their own: what every storage promises to whoever counts."""

from typing import cast

from application.identity.clinics.ports import OwnRates
from domain.identity.clinic_rates import ClinicRates
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (OwnRates,)

LARGE = ClinicRates(credential=1_200, clinic=60_000)
THE_INSTALLATIONS = ClinicRates()


async def heard(stack: Stack, clinic: Clinic) -> ClinicRates:
    """Give what a process counts a clinic's people by once it has heard."""
    await stack.hear()
    return cast("OwnRates", stack.container.identity.ports.own_rates()).of(clinic.id)


async def said(stack: Stack, clinic: Clinic, rates: ClinicRates, *, commit: bool = True) -> None:
    """Say how often a clinic's people may ask; perhaps only as a rehearsal."""
    async with attempt(stack, saying := execution(stack, clinic.owner)) as transaction:
        await stack.container.identity.ports.directory().allow(rates, saying)
        await (transaction.commit() if commit else transaction.rehearse())


async def test_its_own_and_nobody_elses(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """What was said last of a clinic counts for it alone; of others nothing was said."""
    await said(stack, clinic, ClinicRates(credential=60))
    await said(stack, clinic, LARGE)
    assert await heard(stack, clinic) == LARGE
    assert await heard(stack, other_clinic) == THE_INSTALLATIONS


async def test_one_of_the_two(stack: Stack, clinic: Clinic) -> None:
    """A rate that is not named stays the installation's."""
    await said(stack, clinic, ClinicRates(clinic=600))
    assert await heard(stack, clinic) == ClinicRates(credential=None, clinic=600)


async def test_withdrawn(stack: Stack, clinic: Clinic) -> None:
    """Rates that were withdrawn count no more; a rehearsal withdraws nothing."""
    await said(stack, clinic, LARGE)
    await said(stack, clinic, THE_INSTALLATIONS, commit=False)
    assert await heard(stack, clinic) == LARGE
    await said(stack, clinic, THE_INSTALLATIONS)
    assert await heard(stack, clinic) == THE_INSTALLATIONS
