"""Forgetting a patient: what every storage promises of requests, holds and shredding."""

from datetime import timedelta
from typing import cast

import pytest

from application.patients.erasure.lift_legal_hold import LiftLegalHold
from application.patients.erasure.place_legal_hold import PlaceLegalHold
from application.patients.erasure.ports import Erasures, LegalHolds, Shredder
from application.patients.erasure.request_erasure import RequestErasure
from application.patients.erasure.withdraw_erasure import WithdrawErasure
from application.shared.refusals import Erased
from domain.patients.erasure import ErasureId, ErasureReason
from domain.patients.legal_hold import LegalHoldId
from domain.shared.identifiers import PatientId
from integration.contracts.registry import attempt, execution, patients_of, receipt, registered, shown
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Erasures, LegalHolds, Shredder)


async def requested(stack: Stack, clinic: Clinic, *patients: PatientId) -> ErasureId | None:
    """Ask which request stands for any of the records."""
    erasures = cast("Erasures", stack.container.patients.erasure.erasures())
    async with attempt(stack, asking := execution(stack, clinic.owner)):
        return await erasures.requested(patients, asking)


async def standing(stack: Stack, clinic: Clinic, *patients: PatientId) -> tuple[LegalHoldId, ...]:
    """Ask which holds stand on any of the records."""
    holds = cast("LegalHolds", stack.container.patients.erasure.legal_holds())
    async with attempt(stack, asking := execution(stack, clinic.owner)):
        return await holds.standing(patients, asking)


async def asked(stack: Stack, clinic: Clinic, patient: PatientId) -> ErasureId:
    """Ask for a patient's erasure."""
    asking = RequestErasure(patient=patient, reason=ErasureReason.ORDERED)
    return ErasureId(receipt(await stack.do(asking, clinic.front_desk)).id)


async def held(stack: Stack, clinic: Clinic, patient: PatientId) -> LegalHoldId:
    """Hold a record, and let a minute pass."""
    placing = PlaceLegalHold(patient=patient, matter="A case")
    hold = LegalHoldId(receipt(await stack.do(placing, clinic.owner)).id)
    stack.clock.advance(timedelta(minutes=1))
    return hold


async def shred(stack: Stack, clinic: Clinic, patient: PatientId, *, keep: bool = True) -> None:
    """Shred what there is of a patient, and commit it or not."""
    shredder = cast("Shredder", stack.container.patients.erasure.shredder())
    async with attempt(stack, shredding := execution(stack, clinic.owner)) as transaction:
        await shredder.shred([patient], shredding)
        if keep:
            await transaction.commit()


async def test_an_open_request_is_known(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """A request stands for its own patient, in its own clinic, until it is settled."""
    one, other = [await registered(stack, clinic.front_desk) for _ in range(2)]
    erasure = await asked(stack, clinic, one)
    assert await requested(stack, clinic, other, one) == erasure
    assert await requested(stack, clinic, other) is None
    assert await requested(stack, other_clinic, one) is None
    await stack.do(WithdrawErasure(erasure=erasure), clinic.owner)
    assert await requested(stack, clinic, one) is None


async def test_holds_are_known_until_they_are_lifted(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Every hold on any of the records is named, the oldest first, and none that was lifted."""
    one, other, free = [await registered(stack, clinic.front_desk) for _ in range(3)]
    first, second = await held(stack, clinic, one), await held(stack, clinic, other)
    assert await standing(stack, clinic, other, one, free) == (first, second)
    assert await standing(stack, clinic, free) == ()
    assert await standing(stack, other_clinic, one) == ()
    await stack.do(LiftLegalHold(legal_hold=first), clinic.owner)
    assert await standing(stack, clinic, one, other) == (second,)


async def test_who_was_shredded_is_erased(stack: Stack, clinic: Clinic) -> None:
    """Whoever reads the record is told that it was erased, and so is whoever wants to change it; others stay."""
    gone, other = [await registered(stack, clinic.front_desk) for _ in range(2)]
    await shred(stack, clinic, gone)
    with pytest.raises(Erased):
        await shown(stack, gone, clinic.front_desk)
    async with attempt(stack, reading := execution(stack, clinic.front_desk)):
        with pytest.raises(Erased):
            await patients_of(stack).get(gone, reading)
    assert (await shown(stack, other, clinic.front_desk)).id == other


async def test_a_command_that_fails_shreds_nothing(stack: Stack, clinic: Clinic) -> None:
    """What is not committed leaves the record as it was."""
    patient = await registered(stack, clinic.front_desk)
    await shred(stack, clinic, patient, keep=False)
    assert (await shown(stack, patient, clinic.front_desk)).id == patient


async def test_nobody_is_shredded_in_another_clinic(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Another clinic's shredding finds nobody here."""
    patient = await registered(stack, clinic.front_desk)
    await shred(stack, other_clinic, patient)
    assert (await shown(stack, patient, clinic.front_desk)).id == patient
