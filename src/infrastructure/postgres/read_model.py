"""Operational read models: one row an aggregate, written in the same flush as its facts.

A row is the aggregate's view: each clear field a column of the same name, all personal fields together in ``sealed``.
Written from the aggregate as it stands, not step by step from facts, so a row, a rebuilt row and a folded ``as_of``
cannot differ. A row that was written before its view had gained a field shows that field's default.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, get_type_hints
from uuid import UUID

import msgspec
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect

from application.shared.query import View
from domain.shared.aggregate import Aggregate
from domain.shared.classes import check_no_secret, sealed_fields
from infrastructure.crypto.sealing import SealingKey, associated
from infrastructure.postgres.connection import Row
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.session import Session
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

A = TypeVar("A", bound=Aggregate)
V = TypeVar("V", bound=View)

_DIALECT: Any = asyncpg_dialect  # untyped in SQLAlchemy
_encode = msgspec.json.Encoder().encode


class ReadModel(Generic[A, V]):
    """Maps an aggregate's view to a table's row and back."""

    def __init__(  # noqa: PLR0913 - what ties a view to its table
        self,
        table: Table,
        aggregate: type[A],
        view: type[V],
        show: Callable[[A], V],
        keys: SubjectKeys,
        *,
        subject: Callable[[V], UUID | None] | None = None,
        beside: Mapping[str, str] | None = None,
    ) -> None:
        """``subject`` gives whose key seals the personal fields; ``None`` stands for the clinic's own key.

        ``beside`` names fields that other aggregates' rows tell, each with the SQL that reads it as JSON beside the
        row ``t``. They are never stored here; the aggregate alone shows their default.
        """
        check_no_secret(view)
        beside = beside or {}
        self.table = table
        self.tables = (ProjectedTable(str(table.name), "id"),)
        self.aggregate = aggregate
        self.view = view
        self.show = show
        self._keys = keys
        self._subject = subject
        self._personal = tuple(sorted(sealed_fields(view)))
        self._json = frozenset(column.name for column in table.columns if isinstance(column.type, JSONB))
        self._clear = tuple(name for name in view.__struct_fields__ if name not in {*self._personal, *beside})
        hints = get_type_hints(view, include_extras=True)
        declared = {field.name: field for field in msgspec.structs.fields(view)}
        self._sealed_part = msgspec.defstruct(
            f"Sealed{view.__name__}",
            [(name, hints[name], _default(declared[name])) for name in self._personal],
            frozen=True,
            kw_only=True,
        )
        self._may_lack = frozenset(name for name, field in declared.items() if not field.required)
        self._json_decoders = {
            name: msgspec.json.Decoder(hints[name]) for name in (*self._json, *beside) if name in hints
        }
        self._sealed_decoder = msgspec.json.Decoder(self._sealed_part)
        columns = ["clinic_id", *self._clear, *(("key_id", "sealed") if self._personal else ())]
        self._upsert, self._order = _upsert(table, columns)
        self.is_sealed = bool(self._personal)
        self.select = _select(table, self._clear, beside, sealed=self.is_sealed)
        """Selects rows ``t``, each with the wrapped key that opens it; a query adds its own ``where``."""
        self.known = " and k.wrapped is not null" if self.is_sealed else ""
        """Leaves out whoever was erased, behind a query's own conditions: a page is cut from those who are shown."""
        self.select_one = _select_one(self.select)
        """Finds a row by clinic (``$1``) and id (``$2``), with the wrapped key, in one round trip."""

    async def project(self, session: Session, aggregate: A) -> None:
        """Add the aggregate's row to the session's flush."""
        clinic = session.execution.clinic
        view = self.show(aggregate)
        values: dict[str, Any] = {"clinic_id": clinic}
        for name in self._clear:
            value = getattr(view, name)
            values[name] = _encode(value).decode() if name in self._json and value is not None else value
        if self._personal:
            subject = self._subject(view) if self._subject is not None else None
            key = await self._keys.sealing(session, subject or clinic)
            plain = _encode(self._sealed_part(**{name: getattr(view, name) for name in self._personal}))
            values["key_id"] = key.id
            values["sealed"] = key.key.seal(plain, self._place(clinic, aggregate.id, aggregate.version))
        session.flush.write(self._upsert, *(values[name] for name in self._order))

    def read(self, row: Row | Mapping[str, Any], clinic: UUID, key: SealingKey | None) -> V:
        """Give the view of a row; ``key`` opens its personal fields."""
        lack = self._may_lack
        values = {name: value for name, value in row.items() if value is not None or name not in lack}
        for name, decoder in self._json_decoders.items():
            if (text := values.get(name)) is not None:
                values[name] = decoder.decode(text)
        if self._personal and key is not None:
            plain = key.open(row["sealed"], self._place(clinic, row["id"], row["version"]))
            values |= msgspec.structs.asdict(self._sealed_decoder.decode(plain))
        return msgspec.convert(values, self.view)  # which passes over the columns that are no fields

    def _place(self, clinic: UUID, id: UUID, version: int) -> bytes:  # noqa: A002 - the field's word
        return associated(clinic, self.table.name, id, version)


def _default(field: msgspec.structs.FieldInfo) -> Any:
    declare: Any = msgspec.field  # its overloads take one of the two, and a field has at most one
    return declare(default=field.default, default_factory=field.default_factory)


def _upsert(table: Table, columns: list[str]) -> tuple[str, list[str]]:
    statement = insert(table).values(dict.fromkeys(columns))
    key = [column.name for column in table.primary_key.columns]
    statement = statement.on_conflict_do_update(
        index_elements=key, set_={name: statement.excluded[name] for name in columns if name not in key}
    )
    compiled = statement.compile(dialect=_DIALECT())
    return str(compiled), list(compiled.positiontup or ())


def _select(table: Table, clear: tuple[str, ...], beside: Mapping[str, str], *, sealed: bool) -> str:
    columns = ", ".join([*(f"t.{name}" for name in clear), *(f"({sql}) as {name}" for name, sql in beside.items())])
    if not sealed:
        return f"select {columns} from {table.name} t"  # noqa: S608 - own names
    return (
        f"select {columns}, t.key_id, t.sealed, k.kek_id, k.wrapped from {table.name} t "  # noqa: S608 - own names
        + key_of("t")
    )


def _select_one(select: str) -> str:
    # The clinic is set and read in one statement. LATERAL with OFFSET makes the row wait for the setting: the planner
    # may neither flatten such a subquery nor begin with it.
    return f"""
        with entered as materialized (select set_config('polyclinic.clinic', $1::uuid::text, true)::uuid as id)
        select found.* from entered cross join lateral (
          {select} where t.clinic_id = entered.id and t.id = $2 offset 0) as found"""  # noqa: S608 - own names
