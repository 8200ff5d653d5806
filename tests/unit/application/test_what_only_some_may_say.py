"""Fields that only some of those who may carry a command out may set: the others are told which."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import pytest

from application.patients.give_consent import GiveConsent
from application.patients.speaking import Voice
from application.patients.withdraw_consent import WithdrawConsent
from application.shared.access import ACCESS
from application.shared.rights.settable import SETTABLE, FieldNotSettable, check_settable, demand_settable, parse
from domain.patients.consent import ConsentKind, ConsentMethod
from domain.shared.identifiers import PatientId
from domain.shared.roles import Role

MIA = PatientId(UUID(int=1))
AGREES = GiveConsent(patient=MIA, kind=ConsentKind.TELEHEALTH, text_version="2030-01")
SAID = {
    ("patients.give-consent", "said_by"): msgspec.structs.replace(AGREES, said_by=Voice.GUARDIAN),
    ("patients.give-consent", "how"): msgspec.structs.replace(AGREES, how=ConsentMethod.SPOKEN),
    ("patients.withdraw-consent", "said_by"): WithdrawConsent(
        patient=MIA, kind=ConsentKind.TELEHEALTH, said_by=Voice.PROXY
    ),
}
"""A command that sets each field of the table and no other."""

CELLS = [(operation, field, role) for operation, field in SAID for role in ACCESS[operation]]


@pytest.mark.parametrize(("operation", "field", "role"), CELLS)
def test_who_may_not_say_it_is_told_which_field(operation: str, field: str, role: Role) -> None:
    """Each role that may carry the command out sets the field, or is refused with the name of it."""
    command: Any = SAID[operation, field]
    if role in SETTABLE[operation][field]:
        demand_settable(command, role)
        return
    with pytest.raises(FieldNotSettable) as refused:
        demand_settable(command, role)
    assert [wrong["pointer"] for wrong in refused.value.details["errors"]] == [f"/{field}"]


def test_all_of_them_are_named_at_once() -> None:
    """Whoever says two things that are not theirs to say hears of both."""
    with pytest.raises(FieldNotSettable) as refused:
        demand_settable(msgspec.structs.replace(AGREES, said_by=Voice.PROXY, how=ConsentMethod.SPOKEN), Role.PATIENT)
    assert [wrong["pointer"] for wrong in refused.value.details["errors"]] == ["/said_by", "/how"]


def test_what_holds_anyway_may_be_said() -> None:
    """A patient who says that the patient speaks has said nothing new."""
    demand_settable(msgspec.structs.replace(AGREES, said_by=Voice.PATIENT), Role.PATIENT)


def test_every_row_is_tried_here() -> None:
    """The commands above set every field of the table."""
    assert set(SAID) == {(operation, field) for operation, fields in SETTABLE.items() for field in fields}


def test_whoever_may_set_a_field_may_carry_the_command_out() -> None:
    """No row names a role that the access table keeps away."""
    for operation, fields in SETTABLE.items():
        for roles in fields.values():
            assert roles < ACCESS[operation].keys()


@pytest.mark.parametrize("row", ["a.b  field", "a.b  field  owner\na.b  field  patient"])
def test_a_row_that_says_nothing_or_twice_is_no_table(row: str) -> None:
    """A field has one row, and somebody in it."""
    with pytest.raises(ValueError, match="field of"):
        parse(row)


def test_a_field_that_is_not_there_is_found_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command whose field was renamed, or has to be sent, cannot be built beside the old row."""
    for field in ("renamed", "kind"):
        monkeypatch.setitem(SETTABLE, AGREES.operation, {field: frozenset({Role.OWNER})})
        with pytest.raises(LookupError, match=field):
            check_settable(GiveConsent)
