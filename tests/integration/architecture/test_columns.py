"""No column is forgotten: whatever could hold a text, bytes or a day says of which class that is, and in which form."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec
import pytest
from sqlalchemy import Column, Date, LargeBinary, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from application.shared.query import View
from domain.shared.classes import class_of
from domain.shared.values import DataClass
from infrastructure.containers.row_models import KEPT, row_models, unconnected
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.tables.everything import METADATA

PUBLIC: Final[Mapping[str, str]] = {
    "api_key_directory.prefix": "The part of a service key that may be shown.",
    "api_key_scope.scope": "An operation's name.",
    "api_key_secret.prefix": "As in the directory.",
    "audit_entry.fields": "Codes.",
    "audit_entry.operation": "An operation's name.",
    "audit_entry.outcome": "A code: done, or the rule that said no.",
    "audit_entry.purpose": "A code.",
    "audit_entry.role": "A code.",
    "checkpoint.failure": "An error's class, without what it says.",
    "checkpoint.follower": "A follower's name.",
    "checkpoint.state": "A code.",
    "clinic_directory.rates": "Numbers.",
    "clinic_directory.slug": "The clinic's short name.",
    "clinic_directory.standing": "A code.",
    "command.key": "The caller's own word for one request.",
    "command.operation": "An operation's name.",
    "day_board.mode": "A code.",
    "day_board.reassignment": "A code.",
    "day_board.status": "A code.",
    "day_board.visit_type": "A code.",
    "event.data": "The part of a fact whose every field is public.",
    "event.name": "A fact's name.",
    "feed.name": "A fact's name.",
    "job.arguments": "What a command is told of which every field is public.",
    "job.failure": "An error's class, without what it says.",
    "job.kind": "An operation's name.",
    "job.state": "A code.",
    "ledger_anchoring.anchor": "The name of a kind of place.",
    "ledger_batch.header": "Hashes and ids.",
    "ledger_batch.signature": "A signature of them.",
    "ledger_checkpoint.note": "A hash and its signature.",
    "ledger_checkpoint.root": "A hash.",
    "ledger_entry.leaf": "A hash over an entry, in which what is personal is as it is sealed.",
    "ledger_head.last": "A hash.",
    "ledger_head.peaks": "Hashes.",
    "ledger_key.kid": "A key's name.",
    "ledger_key.public": "The half of a key that anybody may have.",
    "patient.identity_check": "A code out of a public field.",
    "patient_token.kind": "A code: what the token is of.",
    "provider_authority.jurisdiction": "A place of the law.",
    "provider_authority.valid_from": "A day of a public field.",
    "provider_authority.valid_until": "A day of a public field.",
    "provider_language.language": "A language, out of the public profile.",
    "provider_specialty.specialty": "A code, out of the public profile.",
    "provider_visit_type.code": "A code.",
    "provider_visit_type.currency": "A code.",
    "provider_visit_type.mode": "A code.",
    "provider_visit_type.name": "What the clinic calls a kind of visit.",
    "reservation.kind": "A code.",
    "reservation.owner_kind": "A code.",
    "sign_in_session.why": "A code.",
    "subject_key.kek_id": "A key's name.",
}
"""Columns that are no field of a view, and why they tell of nobody."""

SEALED: Final[Mapping[str, str]] = {
    "account_email.token": "A keyed digest, by which an address is found.",
    "audit_entry.origin": "From where, and with which program.",
    "command.answer": "A whole answer.",
    "command.body_mac": "A keyed digest, by which a body is known again.",
    "event.sealed": "The personal and clinical part of a fact.",
    "operator.email_token": "A keyed digest, by which an address is found.",
    "operator.sealed": "An address.",
    "patient_token.token": "A keyed digest, by which a patient is found.",
    "sign_in_tries.token": "A keyed digest of a name, or of an address.",
}
"""Columns of which nobody learns anything who has the database alone, beside what a view's row has in `sealed`."""

SECRET: Final[Mapping[str, str]] = {
    "api_key_secret.digest": "A digest.",
    "calendar_secret.digest": "A digest.",
    "credential.invitation": "A digest.",
    "credential.password_hash": "Argon2id.",
    "operator.password_hash": "Argon2id.",
    "second_factor.sealed": "Sealed: a device must be asked with the secret itself.",
    "sign_in_session.current": "A digest.",
    "sign_in_session.previous": "A digest.",
    "sign_in_session.successor": "Sealed, for an answer that was lost on its way.",
    "subject_key.wrapped": "Wrapped by the key vault.",
}
"""Columns that hold what is left of a secret."""

IN_CLEAR_ONCE: Final[Mapping[str, str]] = {
    "operator.email": "Of an operator who was added when addresses were not sealed yet, until the next sign-in.",
}


class Stored(NamedTuple):
    """A table, and the view that its rows are, where they are one."""

    table: Table
    view: type[View] | None = None

    @property
    def fields(self) -> dict[str, DataClass | None]:
        """The classes of the view's fields."""
        declared = () if self.view is None else msgspec.structs.fields(self.view)
        return {field.name: class_of(field.type) for field in declared}

    @property
    def beside(self) -> set[str]:
        """The columns that could hold anything and are neither a field of the view nor its sealed ones together."""
        known = self.fields.keys() | {"sealed"} if self.view is not None else set[str]()
        saying = {column.name for column in self.table.columns if says_something(column)}
        return {f"{self.table.name}.{name}" for name in saying - known}


def stored() -> list[Stored]:
    """Give every table of the database."""
    views = {
        each.table.name: each.view
        for model in row_models(unconnected())
        for projections in model.projections.values()
        for each in projections
        if isinstance(each, ReadModel)
    }
    return [Stored(table, views.get(name)) for name, table in METADATA.tables.items()]


def says_something(column: Column[Any]) -> bool:
    """Tell whether a text, bytes or a day can be written into a column, or what holds some."""
    kind = column.type.item_type if isinstance(column.type, ARRAY) else column.type
    return isinstance(kind, Text | LargeBinary | JSONB | Date)


def test_every_column_is_known() -> None:
    """It is a field of the row's view, or says in a line what stands in it, or of which secret it is what is left."""
    known = [*PUBLIC, *SEALED, *SECRET, *IN_CLEAR_ONCE]
    assert sorted(known) == sorted(set[str]().union(*(each.beside for each in stored())))


@pytest.mark.parametrize("each", stored(), ids=lambda each: str(each.table.name))
def test_what_a_row_holds_in_clear_is_public(each: Stored) -> None:
    """A field of a view that has a column of its own is a public one."""
    columns = each.fields.keys() & each.table.columns.keys()
    assert {each.fields[name] for name in columns} <= {DataClass.PUBLIC}


def test_what_is_left_of_a_secret_is_in_no_read_model() -> None:
    """It cannot be built anew from facts, because no fact holds it, and stands where nobody lists anything."""
    tables = {column.partition(".")[0] for column in SECRET}
    assert tables - {"operator"} <= KEPT.keys()


def test_a_column_that_was_forgotten_is_found() -> None:
    """A text that somebody adds, or a list of texts, says nothing of itself; an id does not have to."""
    notes, born = Column("notes", Text), Column("born", Date)
    allergies: Column[Any] = Column("allergies", ARRAY(Text))
    chart = Table("chart", MetaData(), Column("id", Uuid), notes, allergies, born)
    assert Stored(chart).beside == {"chart.notes", "chart.allergies", "chart.born"}
