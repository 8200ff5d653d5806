"""Who speaks when a consent is given or withdrawn."""

from application.shared.execution import Execution
from domain.patients.consent import ConsentSpeaker, SaidByAccount, SaidByPatient
from domain.shared.identifiers import PatientId


def speaker(patient: PatientId, execution: Execution) -> ConsentSpeaker:
    """Give the account of a patient who speaks for themselves; anybody else writes down the patient's word."""
    if execution.actor.patient == patient:
        return SaidByAccount(account=execution.actor.id)
    return SaidByPatient()
