"""What a command is made of."""

from typing import Annotated, Any, ClassVar, Final, TypeVar
from uuid import UUID

import msgspec

from domain.shared.aggregate import Aggregate
from domain.shared.errors import DomainError
from domain.shared.time import check_calendar

T = TypeVar("T")

InPath = Annotated[T, msgspec.Meta(extra={"in_path": True})]
"""A field that the URL names. A body may repeat it; a body that names another thing is malformed."""


IN_PATH: Any = msgspec.UNSET
"""Default of an ``InPath`` field while only the body has been read."""

MOST_IN_A_BODY: Final = 200

Several = Annotated[tuple[T, ...], msgspec.Meta(max_length=MOST_IN_A_BODY)]
"""Many of a kind in one body: more than any rule lets through, too few to keep a process busy before a rule speaks."""


def is_in_path(annotation: Any) -> bool:
    """Tell whether an annotation is marked ``InPath``."""
    metadata = getattr(annotation, "__metadata__", ())
    return any(isinstance(meta, msgspec.Meta) and (meta.extra or {}).get("in_path") for meta in metadata)


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order to change something. The first line of a subclass's docstring is its summary in the API."""

    operation: ClassVar[str]
    """The one name: row of the access table, OpenAPI operationId, scope of idempotency, name of the span."""

    refusals: ClassVar[tuple[type[DomainError], ...]] = ()
    """Every rule that can refuse it; each becomes a documented problem."""

    keyed: ClassVar[bool] = True
    """Whether an ``Idempotency-Key`` is taken. Not by operations that return secrets: an answer is stored."""

    conditional: ClassVar[bool] = True
    """Whether ``If-Match`` is taken. Not where the thing is made, or has no version that anybody was shown."""

    leaves_fact: ClassVar[bool] = True
    """Whether its receipt names a fact, for which a consistency token can stand. Not where only a record changes."""

    def __post_init__(self) -> None:
        check_calendar(self)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a command answers: which thing it changed, and the version that the thing has now."""

    id: UUID
    version: int

    @property
    def about(self) -> tuple[UUID, ...]:
        """Whom the command concerned beside the patients whose data it touched, for the audit trail."""
        return ()

    @classmethod
    def of(cls, aggregate: Aggregate) -> "Receipt":
        """Give the receipt for an aggregate that was just changed."""
        return Receipt(id=aggregate.id, version=aggregate.version)
