"""Which records are linked: what every storage promises of it."""

from datetime import timedelta
from typing import cast

from application.patients.link_patients import LinkPatients
from application.patients.ports import PatientLinks
from application.patients.unlink_patients import UnlinkPatients
from domain.patients.link import LiveLink, PatientLinkId
from domain.shared.identifiers import PatientId
from integration.contracts.registry import attempt, execution, receipt, registered
from integration.people import Clinic
from integration.stack import Stack

PORTS = (PatientLinks,)


async def live(stack: Stack, clinic: Clinic, *patients: PatientId) -> tuple[LiveLink, ...]:
    """Ask for the live links that records have."""
    links = cast("PatientLinks", stack.container.patients.ports.links())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        return await links.live(asking, *patients)


async def linked(stack: Stack, clinic: Clinic, patient: PatientId, survivor: PatientId) -> LiveLink:
    """Link two records, and let a minute pass."""
    linking = LinkPatients(patient=patient, survivor=survivor, reason="One person")
    link = PatientLinkId(receipt(await stack.do(linking, clinic.front_desk)).id)
    stack.clock.advance(timedelta(minutes=1))
    return LiveLink(link=link, patient=patient, survivor=survivor)


async def test_links_are_known_from_either_end(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """A record's links are those to it and from it, the oldest first, in its own clinic."""
    survivor, one, other, stranger = [await registered(stack, clinic.front_desk) for _ in range(4)]
    first, second = [await linked(stack, clinic, duplicate, survivor) for duplicate in (one, other)]
    assert await live(stack, clinic, survivor) == (first, second)
    assert await live(stack, clinic, other, stranger) == (second,)
    assert await live(stack, clinic, stranger) == ()
    assert await live(stack, other_clinic, survivor) == ()


async def test_what_was_undone_is_not_live(stack: Stack, clinic: Clinic) -> None:
    """An undone link is no longer among them."""
    survivor, duplicate = [await registered(stack, clinic.front_desk) for _ in range(2)]
    link = await linked(stack, clinic, duplicate, survivor)
    await stack.do(UnlinkPatients(link=link.link), clinic.front_desk)
    assert await live(stack, clinic, survivor, duplicate) == ()
