"""A patient reads who looked at their record without knowing what an operation or a field group is."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from uuid import UUID

import msgspec
import pytest

from application.audit.accesses import READING
from application.audit.queries import EntryOutcome
from application.audit.views import EntryView
from application.audit.wording import WHAT, WHO, WHY, told
from application.shared.access import ACCESS
from application.shared.field_groups import FieldGroup
from application.shared.purposes import Purpose
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.roles import Role

LOOK = EntryView(
    id=UUID(int=1),
    at=datetime(2030, 5, 14, 9, tzinfo=UTC),
    actor=AccountId(UUID(int=2)),
    role=Role.CLINICIAN,
    operation="patients.get-patient",
    outcome=EntryOutcome.ALLOWED,
    refusal=None,
    patients=(PatientId(UUID(int=3)),),
    things=(),
    on_behalf_of=(),
    purpose=Purpose.TREATMENT,
    fields=(FieldGroup.DEMOGRAPHICS, FieldGroup.CONTACTS, FieldGroup.CONSENTS),
    broke_glass=False,
    request=UUID(int=4),
    address=None,
    agent=None,
)


def test_a_provider_is_named() -> None:
    """Whom the patient knows by name is told by name."""
    sentence = told(LOOK, name="Judith Adler", yourself=False, changed=False)
    assert sentence == (
        "Judith Adler looked at your name and date of birth, how to reach you and what you agreed to for your care."
    )


def test_others_are_told_by_what_they_do() -> None:
    """Whoever is no provider is told by their part in the clinic."""
    booked = msgspec.structs.replace(
        LOOK, role=Role.FRONT_DESK, fields=(FieldGroup.APPOINTMENTS,), purpose=Purpose.OPERATIONS
    )
    sentence = told(booked, name=None, yourself=False, changed=True)
    assert sentence == "Somebody at the front desk changed your appointments to run the clinic."


def test_yourself() -> None:
    """What patients did themselves is told as theirs, without a reason."""
    assert told(LOOK, name=None, yourself=True, changed=False).startswith("You looked at your name")
    assert not told(LOOK, name=None, yourself=True, changed=False).endswith("for your care.")


def test_what_is_older_than_purposes() -> None:
    """An entry that says neither why nor what is told all the same."""
    bare = msgspec.structs.replace(LOOK, purpose=None, fields=())
    assert told(bare, name=None, yourself=False, changed=False) == "A clinician looked at your record."


@pytest.mark.parametrize(("words", "all_of_them"), [(WHO, Role), (WHAT, FieldGroup), (WHY, Purpose)])
def test_there_are_words_for_everything(words: dict[object, str], all_of_them: type[Enum]) -> None:
    """No role, kind of data or purpose is told by its code."""
    assert words.keys() == set(all_of_them)
    assert len(set(words.values())) == len(words)


def test_what_reads_is_called_so() -> None:
    """An operation that changes nothing is known by its name, so that no look is told as a change."""
    asked = {name.partition(".")[2] for name in ACCESS}
    assert {name for name in asked if name.startswith(READING)} == {
        name for name in asked if name.partition("-")[0] in {"explain", "find", "get", "list", "read", "search"}
    }
