"""What left the clinic: what every storage promises of outsiders' keys, and of disclosures that were written down."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from application.audit.ports import ByHand, DisclosuresByHand, Outsiders, Sought
from application.identity.api_keys.ports import ApiKeys
from application.patients.disclosures.correct_disclosure import CorrectDisclosure
from application.patients.disclosures.lift_suspension import LiftSuspension
from application.patients.disclosures.record_disclosure import RecordDisclosure
from application.patients.disclosures.record_suspended_disclosure import RecordSuspendedDisclosure
from application.patients.erasure.ports import Shredder
from application.shared.refusals import Erased
from domain.identity.api_key import ApiKey, ApiKeyId
from domain.identity.key_holder import KeyHolder, Outsider, TheClinic
from domain.patients.disclosure import DisclosedKind, DisclosureId, Particulars
from domain.patients.suspension import RecipientKind, Statement, StatementForm
from domain.shared.identifiers import PatientId
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution, receipt, registered
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Outsiders, DisclosuresByHand)

HARBOR = Outsider(name="Harbor Reference Laboratory", purpose="Matching results to who they are of")
FAX = Particulars(
    to="County Health Department",
    kinds=(DisclosedKind.DIAGNOSES,),
    why="Report of a notifiable disease",
    disclosed_at=datetime.fromisoformat("2028-01-10T09:00:00+00:00"),
)
TO_POLICE = replace(
    FAX, disclosed_at=FAX.disclosed_at + timedelta(days=2), recipient_kind=RecipientKind.LAW_ENFORCEMENT
)
COPY = replace(FAX, to="Harbor Mutual", disclosed_at=FAX.disclosed_at + timedelta(days=1))


async def issued(stack: Stack, clinic: Clinic, holder: KeyHolder) -> ApiKeyId:
    """Issue a key."""
    async with attempt(stack, issuing := execution(stack, clinic.owner)) as transaction:
        id_, end = ApiKeyId(uuid4()), issuing.now + timedelta(days=30)
        prefix = f"pk_{id_.hex[:12]}"
        key = ApiKey.issue(id_, "Lab", holder, ("patients.get-patient",), prefix, expires_at=end, now=issuing.now)
        await cast("ApiKeys", stack.container.identity.ports.keys()).add(key, issuing)
        await transaction.commit()
    return id_


async def recorded(stack: Stack, clinic: Clinic, patient: PatientId, told: Particulars) -> DisclosureId:
    """Write a disclosure down."""
    recording = RecordDisclosure(patient=patient, told=told)
    return DisclosureId(receipt(await stack.do(recording, clinic.front_desk)).id)


async def of(stack: Stack, clinic: Clinic, sought: Sought) -> tuple[ByHand, ...]:
    """Ask what was written down."""
    by_hand = cast("DisclosuresByHand", stack.container.audit.by_hand())
    return await by_hand.of(sought, execution(stack, clinic.owner))


def letter(clock: SetClock) -> Statement:
    """Have an agency write that the patient is not to be told for ninety days."""
    return Statement(
        agency="County Sheriff",
        official="Detective R. Moreno",
        form=StatementForm.WRITTEN,
        stated_at=clock.now(),
        until=clock.now() + timedelta(days=90),
    )


def about(*patients: UUID, limit: int = 10) -> Sought:
    """Seek everything of some patients."""
    return Sought(frozenset(patients), None, None, None, limit)


async def test_the_clinics_own_keys_are_no_outsiders(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """An outsider is known by their key, each clinic's own; who works for the clinic is none."""
    outsiders = cast("Outsiders", stack.container.audit.outsiders())
    await issued(stack, clinic, TheClinic())
    key = await issued(stack, clinic, HARBOR)
    assert await outsiders.all(execution(stack, clinic.owner)) == {key: HARBOR}
    assert await outsiders.all(execution(stack, other_clinic.owner)) == {}


async def test_the_latest_comes_first(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Disclosures of some patients come by when they happened, whenever they were written down; nobody else's do."""
    mia, noor = [await registered(stack, clinic.front_desk) for _ in range(2)]
    copy, fax = [await recorded(stack, clinic, mia, told) for told in (COPY, FAX)]
    others = await recorded(stack, clinic, noor, FAX)
    assert [one.id for one in await of(stack, clinic, about(mia))] == [copy, fax]
    assert [one.id for one in await of(stack, clinic, about(mia, limit=1))] == [copy]
    assert [one.id for one in await of(stack, clinic, about(noor))] == [others]
    assert await of(stack, other_clinic, about(mia)) == ()


async def test_from_when_to_when(stack: Stack, clinic: Clinic) -> None:
    """A beginning counts, an end does not, and a page goes on behind what was shown."""
    mia = await registered(stack, clinic.front_desk)
    fax, copy = [await recorded(stack, clinic, mia, told) for told in (FAX, COPY)]
    since = about(mia)._replace(since=COPY.disclosed_at)
    until = about(mia)._replace(until=COPY.disclosed_at)
    behind = about(mia)._replace(after=(COPY.disclosed_at, copy))
    assert [one.id for one in await of(stack, clinic, since)] == [copy]
    assert [one.id for one in await of(stack, clinic, until)] == [fax]
    assert [one.id for one in await of(stack, clinic, behind)] == [fax]


async def test_what_was_corrected_is_told_as_it_was(stack: Stack, clinic: Clinic) -> None:
    """A correction replaces what is told, and says that there was one."""
    mia = await registered(stack, clinic.front_desk)
    fax = await recorded(stack, clinic, mia, FAX)
    first = ByHand(fax, FAX.disclosed_at, FAX.to, FAX.kinds, FAX.why, is_corrected=False)
    assert await of(stack, clinic, about(mia)) == (first,)
    await stack.do(CorrectDisclosure(disclosure=fax, told=COPY), clinic.owner)
    corrected = ByHand(fax, COPY.disclosed_at, COPY.to, COPY.kinds, COPY.why, is_corrected=True)
    assert await of(stack, clinic, about(mia)) == (corrected,)


async def test_what_is_suspended_is_given_to_whom_it_may_be(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """What an agency has the patient not told is left out, before a page is cut, until its time is over."""
    mia = await registered(stack, clinic.front_desk)
    fax = await recorded(stack, clinic, mia, FAX)
    suspending = RecordSuspendedDisclosure(patient=mia, told=TO_POLICE, statement=letter(clock))
    hidden = receipt(await stack.do(suspending, clinic.owner)).id
    whole = ByHand(
        hidden,
        TO_POLICE.disclosed_at,
        TO_POLICE.to,
        TO_POLICE.kinds,
        TO_POLICE.why,
        is_corrected=False,
        recipient_kind=TO_POLICE.recipient_kind,
        statement=suspending.statement,
        suspended_until=suspending.statement.until,
    )
    assert [one.id for one in await of(stack, clinic, about(mia, limit=1))] == [fax]
    assert (await of(stack, clinic, about(mia)._replace(suspended=True)))[0] == whole
    clock.advance(timedelta(days=90))
    assert (await of(stack, clinic, about(mia)))[0] == whole


async def test_who_was_erased_is_accounted_to_nobody(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """With a person goes what was written down of their disclosures, statements too: nobody reads or changes it."""
    mia = await registered(stack, clinic.front_desk)
    fax = await recorded(stack, clinic, mia, FAX)
    suspending = RecordSuspendedDisclosure(patient=mia, told=TO_POLICE, statement=letter(clock))
    hidden = DisclosureId(receipt(await stack.do(suspending, clinic.owner)).id)
    shredder = cast("Shredder", stack.container.patients.erasure.shredder())
    async with attempt(stack, shredding := execution(stack, clinic.owner)) as transaction:
        await shredder.shred([mia], shredding)
        await transaction.commit()
    assert await of(stack, clinic, about(mia)._replace(suspended=True)) == ()
    for writing in (CorrectDisclosure(disclosure=fax, told=COPY), LiftSuspension(disclosure=hidden)):
        with pytest.raises(Erased):
            await stack.do(writing, clinic.owner)
