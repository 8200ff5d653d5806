"""What may be asked of the directory."""

from typing import Annotated, ClassVar

import msgspec

from application.shared.paging import Cursor, Limit
from application.shared.query import Query
from domain.shared.identifiers import ProviderId
from domain.shared.languages import LanguageTag
from domain.shared.places import Jurisdiction
from domain.shared.specialties import Specialty
from domain.shared.time import Day, Instant
from domain.shared.values import WrongField
from domain.shared.visits import VisitTypeCode


class GetProvider(Query, frozen=True, kw_only=True):
    """Read a provider's file."""

    operation: ClassVar[str] = "providers.get-provider"

    provider: ProviderId
    as_of: Instant | None = None


class SearchProviders(Query, frozen=True, kw_only=True):
    """Find providers, or list them in the order in which they joined."""

    operation: ClassVar[str] = "providers.search-providers"

    specialty: Specialty | None = None
    language: LanguageTag | None = None
    visit_type: VisitTypeCode | None = None
    jurisdiction: Jurisdiction | None = None
    on: Annotated[Day, msgspec.Meta(description="The day on which they may practise there.")] | None = None
    in_service: bool | None = None
    """Only those who see patients now; or only others, who are suspended or have left."""
    limit: Limit = 50
    after: Cursor | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.jurisdiction is None) is not (self.on is None):
            missing = "on" if self.on is None else "jurisdiction"
            raise WrongField(missing, "the jurisdiction and the day are named together")
