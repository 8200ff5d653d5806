"""Who speaks when a consent is given or withdrawn."""

from enum import StrEnum

from application.shared.execution import Execution
from domain.patients.consent import (
    ConsentMethod,
    ConsentSpeaker,
    SaidByAccount,
    SaidByGuardian,
    SaidByPatient,
    SaidByProxy,
    Statement,
)
from domain.shared.identifiers import PatientId
from domain.shared.scopes import Capacity


class Voice(StrEnum):
    """Whose word somebody of the clinic writes down."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    PROXY = "proxy"


_WRITTEN_DOWN: dict[Voice, ConsentSpeaker] = {
    Voice.PATIENT: SaidByPatient(),
    Voice.GUARDIAN: SaidByGuardian(),
    Voice.PROXY: SaidByProxy(),
}


def speaker(patient: PatientId, voice: Voice, execution: Execution) -> ConsentSpeaker:
    """Give the account of whoever speaks; somebody of the clinic writes down whose word they were given."""
    account = execution.actor.id
    if patient in execution.own_records:
        return SaidByAccount(account=account)
    match execution.represented.get(patient):
        case Capacity.GUARDIAN:
            return SaidByGuardian(account=account)
        case Capacity.PROXY:
            return SaidByProxy(account=account)
        case None:
            return _WRITTEN_DOWN[voice]


def statement(patient: PatientId, voice: Voice, how: ConsentMethod | None, execution: Execution) -> Statement:
    """Give a word and how it came; whoever is signed in for it says it online."""
    by = speaker(patient, voice, execution)
    return Statement(by, ConsentMethod.ONLINE if patient in execution.own_patients else how)
