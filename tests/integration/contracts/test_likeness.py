"""Likeness: what every storage promises whoever looks for somebody like a provider."""

from typing import Any, cast
from uuid import UUID, uuid4

from application.scheduling.appointments.find_replacements import Likeness
from domain.shared.identifiers import ProviderId
from integration.contracts.registry import execution
from integration.http.providers.directory import added
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Likeness,)


async def in_common(stack: Stack, clinic: Clinic, provider: str) -> dict[str, int]:
    """Ask who has how much in common with a provider."""
    likeness = cast("Likeness", stack.container.scheduling.appointments.likeness())
    shared = await likeness.in_common(ProviderId(UUID(provider)), execution(stack, clinic.front_desk))
    return {str(other): count for other, count in shared.items()}


async def test_languages_and_specialties_count(stack: Stack, clinic: Clinic) -> None:
    """Each language and each specialty that is shared counts, a variety of a language for the language too."""

    async def somebody(**profile: Any) -> str:
        return await added(clinic.owner, **profile)

    noor = await somebody(languages=["en", "es-MX"], specialties=["family-medicine", "geriatrics"])
    twin = await somebody(languages=["es-MX", "en"], specialties=["geriatrics", "family-medicine"])
    spanish = await somebody(languages=["es"], specialties=[])
    colleague = await somebody(languages=["de"], specialties=["geriatrics"])
    await somebody(languages=["de"], specialties=["dermatology"])
    assert await in_common(stack, clinic, noor) == {twin: 5, spanish: 1, colleague: 1}


async def test_nobody_is_like_a_stranger(stack: Stack, clinic: Clinic) -> None:
    """Of somebody whom the clinic does not have, nothing is shared; nor is anything with another clinic's providers."""
    noor = await added(clinic.owner)
    theirs = await added((await stack.open_clinic()).owner)
    assert await in_common(stack, clinic, str(uuid4())) == {}
    assert await in_common(stack, clinic, theirs) == {}
    assert await in_common(stack, clinic, noor) == {}
