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
    """Give the account of a patient who speaks for themselves; anybody else writes down whose word they were given."""
    if execution.actor.patient == patient:
        return SaidByAccount(account=execution.actor.id)
    return _WRITTEN_DOWN[voice]


def statement(patient: PatientId, voice: Voice, how: ConsentMethod | None, execution: Execution) -> Statement:
    """Give a word and how it came; whoever is signed in for it says it online."""
    by = speaker(patient, voice, execution)
    return Statement(by, ConsentMethod.ONLINE if isinstance(by, SaidByAccount) else how)
