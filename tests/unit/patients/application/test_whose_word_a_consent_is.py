"""A patient who is signed in speaks for themselves; anybody else writes down the patient's word."""

from application.patients.give_consent import GiveConsent
from application.patients.queries import GetPatient
from application.patients.withdraw_consent import WithdrawConsent
from application.shared.refusals import NotFound
from domain.patients.consent import ConsentKind, ConsentNotGiven, SaidByAccount, SaidByPatient
from domain.shared.roles import Role
from unit.application_harness import somebody
from unit.patients.application.registry import Registry

TELEHEALTH = ConsentKind.TELEHEALTH


async def test_the_desk_writes_down_the_patients_word() -> None:
    """A consent that the front desk notes was given by the patient."""
    registry = Registry()
    mia = await registry.registered()
    await registry.do(GiveConsent(patient=mia, kind=TELEHEALTH, text_version="2030-01"), registry.desk)
    [consent] = (await registry.record(mia)).consents
    assert consent.given_by == SaidByPatient()


async def test_a_patient_speaks_through_their_own_account() -> None:
    """A consent that a signed-in patient gives is said by that account."""
    registry = Registry()
    mia = await registry.registered()
    herself = somebody(registry.clinic, Role.PATIENT, patient=mia)
    await registry.do(GiveConsent(patient=mia, kind=TELEHEALTH, text_version="2030-01"), herself)
    [consent] = (await registry.ask(GetPatient(patient=mia), herself)).consents
    assert consent.given_by == SaidByAccount(account=herself.id)
    await registry.do(WithdrawConsent(patient=mia, kind=TELEHEALTH), herself)
    assert (await registry.record(mia)).consents == ()


async def test_what_was_never_given_is_not_withdrawn() -> None:
    """Only a live consent can be withdrawn."""
    registry = Registry()
    mia = await registry.registered()
    await registry.refuses(WithdrawConsent(patient=mia, kind=TELEHEALTH), registry.desk, ConsentNotGiven)


async def test_nobody_speaks_for_another_patient() -> None:
    """Another patient's record is unknown to a patient."""
    registry = Registry()
    mia, noor = await registry.registered(), await registry.registered()
    herself = somebody(registry.clinic, Role.PATIENT, patient=mia)
    await registry.refuses(GiveConsent(patient=noor, kind=TELEHEALTH, text_version="1"), herself, NotFound)
    await registry.refuses(GetPatient(patient=noor), herself, NotFound)
