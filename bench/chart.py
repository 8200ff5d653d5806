"""The aggregate whose writing is measured: as small as one may be, with a personal value to seal."""

from bench.stage import Stage
from sqlalchemy import Column, DateTime, Integer, LargeBinary, MetaData, Table, Uuid

from application.shared.query import View
from domain.shared.aggregate import Aggregate, event
from domain.shared.identifiers import PatientId
from domain.shared.time import Instant
from domain.shared.values import Personal
from infrastructure.facts.registry import FactType, Registry, Subject


class Chart(Aggregate):
    """What a visit took, in minutes."""

    class Opened(Aggregate.Created, frozen=True, kw_only=True):
        """There is a reason to write something down."""

        patient: PatientId
        reason: Personal[str]

    class Noted(Aggregate.Event, frozen=True, kw_only=True):
        """Some minutes were spent."""

        minutes: int

    @classmethod
    def open(cls, id: PatientId, patient: PatientId, reason: str) -> "Chart":  # noqa: A002 - the field's word
        """Open a chart for a patient."""
        return cls._create(cls.Opened, id=id, patient=patient, reason=reason)

    def note(self, minutes: int) -> None:
        """Write down minutes that were spent."""
        self._noted(minutes=minutes)

    @event(Opened)
    def __init__(self, patient: PatientId, reason: str) -> None:
        self.patient = patient
        self.reason = reason
        self.minutes = 0

    @event(Noted)
    def _noted(self, minutes: int) -> None:
        self.minutes += minutes


class ChartView(View, frozen=True, kw_only=True):
    """A chart as its row shows it."""

    id: PatientId
    version: int
    patient: PatientId
    minutes: int
    updated_at: Instant
    reason: Personal[str]

    @classmethod
    def of(cls, chart: Chart) -> "ChartView":
        """Show a chart as it stands."""
        return cls(
            id=PatientId(chart.id),
            version=chart.version,
            patient=chart.patient,
            minutes=chart.minutes,
            updated_at=chart.modified_on,
            reason=chart.reason,
        )


REGISTRY = Registry(
    (
        FactType("bench.chart.opened", Chart.Opened, seals=Subject.PATIENT),
        FactType("bench.chart.noted", Chart.Noted),
    )
)

chart = Table(
    "bench_chart",
    MetaData(),
    Column("clinic_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

_CLINIC = "clinic_id = nullif(current_setting('polyclinic.clinic', true), '')::uuid"

_SCHEMA = f"""
create table bench_chart (
  clinic_id uuid not null, id uuid not null, version integer not null, patient uuid not null,
  minutes integer not null, updated_at timestamptz not null, key_id uuid not null, sealed bytea not null,
  primary key (clinic_id, id));
alter table bench_chart set (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200);
alter table bench_chart enable row level security;
alter table bench_chart force row level security;
create policy clinic on bench_chart to polyclinic_app using ({_CLINIC}) with check ({_CLINIC});
grant select, insert, update on bench_chart to polyclinic_app;
"""
"""The read model's table, guarded as the product's own are."""


async def need_charts(stage: Stage) -> None:
    """Make the read model's table where it is missing."""
    async with stage.connected() as admin:
        if await admin.fetchval("select to_regclass('bench_chart')") is None:
            await admin.execute(_SCHEMA)
