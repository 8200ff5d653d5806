"""What an entry of the audit trail says of why something was done, and of which of a patient's data."""

from __future__ import annotations

import pytest

from application.shared.access import ACCESS
from application.shared.field_groups import FIELD_GROUPS, TABLE, FieldGroup, field_groups, parse
from application.shared.purposes import STATED, USUAL, Purpose, usual_purpose
from domain.shared.roles import Role


@pytest.mark.parametrize(
    ("operation", "role", "purpose"),
    [
        ("patients.get-patient", Role.CLINICIAN, Purpose.TREATMENT),
        ("scheduling.book-appointment", Role.FRONT_DESK, Purpose.TREATMENT),
        ("patients.add-coverage", Role.FRONT_DESK, Purpose.PAYMENT),
        ("patients.get-patient", Role.PATIENT, Purpose.PATIENT_REQUEST),
        ("scheduling.set-booking-policy", Role.OWNER, Purpose.OPERATIONS),
        ("integrations.read-feed", Role.INTEGRATION, Purpose.OPERATIONS),
        ("identity.sign-in", Role.VISITOR, Purpose.ADMINISTRATION),
        ("followers.skip-fact", Role.OPERATOR, Purpose.ADMINISTRATION),
    ],
)
def test_the_usual_purpose(operation: str, role: Role, purpose: Purpose) -> None:
    """Who states no purpose has the usual one: care, unless it is about money, the clinic's running, or oneself."""
    assert usual_purpose(operation, role) is purpose


def test_nobody_says_that_they_broke_the_glass() -> None:
    """An access that was broken open is named by what opened it, never by who asks."""
    assert set(Purpose) - STATED == {Purpose.BREAK_THE_GLASS}
    assert Purpose.BREAK_THE_GLASS not in USUAL.values()


def test_every_operation_has_a_purpose() -> None:
    """There is a usual purpose for whatever can be done."""
    contexts = {operation.partition(".")[0] for operation in ACCESS}
    assert contexts <= USUAL.keys()
    assert {operation for operation in USUAL if "." in operation} <= ACCESS.keys()


def test_what_an_operation_touches() -> None:
    """A record shows nearly everything, a contact only itself, a provider nothing of any patient."""
    assert field_groups("patients.add-contact") == (FieldGroup.CONTACTS,)
    assert FieldGroup.CONSENTS in field_groups("patients.get-patient")
    assert field_groups("providers.get-provider") == ()


def test_the_table_is_read_as_it_is_written() -> None:
    """A row that is doubled, says nothing or names an unknown group is refused."""
    row = TABLE.strip().splitlines()[0]
    for wrong in (row, "patients.x", "patients.x secrets"):
        with pytest.raises(ValueError, match=r"doubled or names none|not a valid FieldGroup"):
            parse(f"{TABLE}{wrong}")
    assert len(FIELD_GROUPS) == sum(not line.startswith(" ") for line in TABLE.strip().splitlines())
