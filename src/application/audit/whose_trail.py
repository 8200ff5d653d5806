"""Of which records somebody is told when they ask what happened to one."""

from application.audit.ports import Records
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.shared.identifiers import PatientId


async def records_told_of(patient: PatientId, records: Records, execution: Execution) -> frozenset[PatientId]:
    """Give the records of whom the answer tells: of somebody's own all that are linked, of others the one alone.

    Raises ``NotFound``, ``Erased``.
    """
    if not execution.reaches(patient, None):
        raise NotFound(id=patient)
    await records.demand(patient, execution)
    own = execution.own_records
    return own if patient in own else frozenset({patient})
