"""The access table: who may do what, and how far."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from application.shared.access import ACCESS, TABLE, parse, reach
from application.shared.refusals import Forbidden
from domain.shared.identifiers import ClinicId
from domain.shared.roles import Role
from unit.application_harness import somebody

CLINIC = ClinicId(UUID(int=1))
READ = "patients.get-patient"
PATIENT = somebody(CLINIC, Role.PATIENT, patient=UUID(int=2))
SERVICE = somebody(CLINIC, Role.INTEGRATION)
LOOKING = {"get", "list", "read", "search", "find", "explain"}


def test_a_patient_reaches_their_own() -> None:
    """A patient reads their own record; the front desk reads everybody's."""
    assert (reach(READ, PATIENT), reach(READ, somebody(CLINIC, Role.FRONT_DESK))) == ("own", "any")


def test_the_operator_reads_no_patient() -> None:
    """Who runs the installation has no business with records."""
    with pytest.raises(Forbidden):
        reach(READ, somebody(CLINIC, Role.OPERATOR))


def test_the_operator_touches_nothing_clinical() -> None:
    """The operator's column is empty outside identity."""
    assert [name for name, row in ACCESS.items() if Role.OPERATOR in row and not name.startswith("identity.")] == []


def test_the_auditor_changes_nothing() -> None:
    """An auditor's only commands are about their own password, second factor and sessions."""
    allowed = {name for name, row in ACCESS.items() if Role.AUDITOR in row}
    asked = {name for name in allowed if name.partition(".")[2].partition("-")[0] in LOOKING}
    assert allowed - asked == {
        "identity.change-password",
        "identity.prove-again",
        "identity.enrol-totp",
        "identity.confirm-totp",
        "identity.disable-totp",
        "identity.renew-recovery-codes",
        "identity.end-session",
        "identity.sign-out-everywhere",
    }


def test_a_visitor_only_comes_in() -> None:
    """Who has not signed in reaches identity alone."""
    assert [name for name, row in ACCESS.items() if Role.VISITOR in row and not name.startswith("identity.")] == []


def test_a_service_does_what_its_key_says() -> None:
    """A scoped key reaches the operations that it names and no others."""
    scoped = msgspec.structs.replace(SERVICE, scopes=frozenset({READ}))
    assert reach(READ, scoped) == "any"
    with pytest.raises(Forbidden) as refusal:
        reach("patients.register-patient", scoped)
    assert refusal.value.details == {"operation": "patients.register-patient", "role": "integration"}


def test_a_scope_gives_nothing_that_the_role_lacks() -> None:
    """Naming an operation in a key does not open it."""
    with pytest.raises(Forbidden):
        reach("identity.open-clinic", msgspec.structs.replace(SERVICE, scopes=frozenset({"identity.open-clinic"})))


@pytest.mark.parametrize(
    "row",
    [
        "patients.get-patient - any any any own - any - -",
        "patients.new - any any",
        "patients.new - any any any all - any - -",
        "patients.new - any any any own - any - - -",
    ],
    ids=["doubled", "too short", "an unknown cell", "too long"],
)
def test_a_mistake_in_the_table_is_found(row: str) -> None:
    """A row that cannot be meant stops the program before it serves anybody."""
    with pytest.raises(ValueError, match="the access table's row"):
        parse(f"{TABLE}{row}\n")
