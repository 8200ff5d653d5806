"""A command's id and those of what it makes derive from who asked for what, so that a retry is the same command."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest

from application.shared.execution import Call, Execution
from domain.shared.identifiers import ClinicId, PatientId
from domain.shared.roles import Role
from domain.shared.scopes import Capacity
from infrastructure.crypto.command_ids import KeyedCommandIds
from infrastructure.memory.key_vault import InMemoryKeyVault
from unit.application_harness import somebody

LAKESIDE, HILLTOP = ClinicId(UUID(int=1)), ClinicId(UUID(int=2))
DESK = somebody(LAKESIDE, Role.FRONT_DESK)
OPERATION = "patients.register-patient"


def keyed(key: str = "k", **wishes: object) -> Call:
    """Give a call with a key."""
    return msgspec.structs.replace(Call(actor=DESK, request_id=uuid4(), idempotency_key=key), **wishes)


def executing(actor: object = DESK, reach: str = "any") -> Execution:
    """Give an execution by somebody."""
    return msgspec.convert(
        {"operation": OPERATION, "reach": reach, "command_id": UUID(int=9), "correlation_id": UUID(int=9)}
        | {"now": datetime(2030, 5, 14, 9, tzinfo=UTC), "actor": actor},
        Execution,
    )


@pytest.fixture
def ids() -> KeyedCommandIds:
    """Give what names commands, under a vault of its own."""
    return KeyedCommandIds(InMemoryKeyVault())


async def test_a_retry_has_the_same_id(ids: KeyedCommandIds) -> None:
    """The same key of the same person for the same operation is the same command."""
    assert await ids.of(OPERATION, keyed()) == await ids.of(OPERATION, keyed())


async def test_whatever_differs_makes_another_command(ids: KeyedCommandIds) -> None:
    """Another key, person, clinic or operation is another command."""
    elsewhere = msgspec.structs.replace(DESK, clinic=HILLTOP)
    found = {
        await ids.of(OPERATION, keyed()),
        await ids.of(OPERATION, keyed("other")),
        await ids.of(OPERATION, keyed(actor=somebody(LAKESIDE, Role.FRONT_DESK))),
        await ids.of(OPERATION, keyed(actor=elsewhere)),
        await ids.of("patients.add-contact", keyed()),
    }
    assert len(found) == 5


async def test_without_a_key_the_request_is_the_command(ids: KeyedCommandIds) -> None:
    """Who sends no key asks anew each time."""
    assert await ids.of(OPERATION, Call(actor=DESK, request_id=UUID(int=5))) == UUID(int=5)


async def test_nobody_can_guess_what_a_command_was_named_by(ids: KeyedCommandIds) -> None:
    """Who knows everything but the vault, the key that was sent included, does not arrive at the command's id."""
    call = keyed("mia@example.org")
    elsewhere = KeyedCommandIds(InMemoryKeyVault())
    assert await ids.of(OPERATION, call) not in {call.plain_id(OPERATION), await elsewhere.of(OPERATION, call)}


def test_a_clinic_is_the_same_for_a_retry() -> None:
    """What has no clinic yet, whose key could be used, derives the same id for the same key all the same."""
    assert keyed().plain_id(OPERATION) == keyed().plain_id(OPERATION) != keyed("other").plain_id(OPERATION)
    assert Call(actor=DESK, request_id=UUID(int=5)).plain_id(OPERATION) == UUID(int=5)


def test_new_things_are_named_by_their_command() -> None:
    """Another attempt makes the same things; two things of one command differ."""
    assert executing().new_id("patient") == executing().new_id("patient") != executing().new_id("contact-0")


def test_reach_ends_at_ones_own() -> None:
    """Who reaches only their own reaches records about themselves, and nobody's in particular is not theirs."""
    mia = uuid4()
    own = executing(somebody(LAKESIDE, Role.PATIENT, patient=mia), "own")
    assert own.reaches(mia, None)
    assert not own.reaches(uuid4(), None)
    assert not own.reaches(None, None)
    assert (own.own_patient, own.own_provider) == (mia, None)


def test_whoever_is_represented_is_reached() -> None:
    """Who acts for a patient reaches that patient's records beside their own, and nobody's else."""
    leo, mia = uuid4(), uuid4()
    own = executing(somebody(LAKESIDE, Role.PATIENT, patient=leo), "own")
    acting = msgspec.structs.replace(own, represented={PatientId(mia): Capacity.PROXY})
    assert acting.own_patients == {leo, mia}
    assert acting.reaches(mia, None)
    assert not own.reaches(mia, None)
    assert not acting.reaches(uuid4(), None)
    no_record = msgspec.structs.replace(acting, actor=msgspec.structs.replace(acting.actor, patient=None))
    assert no_record.own_patients == {mia}
    assert not no_record.reaches(None, None)


def test_linked_records_are_reached() -> None:
    """Who is a patient reaches every record that is linked with their own; what they say there is their own word."""
    mia, mia_again = PatientId(uuid4()), PatientId(uuid4())
    own = executing(somebody(LAKESIDE, Role.PATIENT, patient=mia), "own")
    together = msgspec.structs.replace(own, linked=frozenset((mia_again,)))
    assert together.own_records == together.own_patients == {mia, mia_again}
    assert together.reaches(mia_again, None)
    assert not own.reaches(mia_again, None)


def test_a_clinician_reaches_what_they_are_booked_for() -> None:
    """A record that concerns the clinician is in reach, whoever the patient is."""
    doctor = uuid4()
    own = executing(somebody(LAKESIDE, Role.CLINICIAN, provider=doctor), "own")
    assert own.reaches(uuid4(), doctor)
    assert not own.reaches(uuid4(), uuid4())


def test_who_reaches_everybody_has_no_own() -> None:
    """Reach over the clinic is not narrowed by a record of one's own."""
    anybody = executing(somebody(LAKESIDE, Role.CLINICIAN, provider=uuid4()))
    assert anybody.reaches(uuid4(), uuid4())
    assert anybody.own_provider is None
