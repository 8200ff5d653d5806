"""Slot search over two weeks: ten, a hundred, a thousand providers, their days half taken."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from bench.measurement import Measurement, alone
from bench.pace import Pace
from bench.practice import CLOSES, JURISDICTION, OPENS, SIZES, VISIT, ZONE, Practice, practice, specialty
from bench.processes import api
from bench.stage import Stage
from bench.wrk import Sent, wrk

LONGEST = 50.0
"""Milliseconds, at the 95th percentile, over a hundred providers."""
DAYS = 14

_TAKE_HALF = """
insert into reservation (clinic_id, owner_id, kind, resource_id, starts_at, ends_at, owner_kind)
select $1, gen_random_uuid(), 'provider', resource, starts_at, starts_at + interval '15 minutes', 'appointment'
  from unnest($2::uuid[]) as resource,
       generate_series(date_trunc('hour', now()), now() + interval '16 days', interval '30 minutes') as starts_at
 where extract(hour from starts_at at time zone $3) >= $4 and extract(hour from starts_at at time zone $3) < $5
"""
"""As many rows as bookings would leave, without the hour that they would take."""


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Search one after the other, in each size of clinic in turn."""
    late: dict[int, list[float]] = {size: [] for size in SIZES}
    middle: dict[int, list[float]] = {size: [] for size in SIZES}
    async with practice(stage) as clinic:
        await clinic.hire(max(SIZES))
        await _take_half(stage, clinic)
        async with api(stage) as server:
            for round_ in range(-1, pace.rounds):
                for size in SIZES:
                    load = await wrk(
                        stage,
                        server,
                        [search(size)],
                        token=clinic.token(),
                        connections=1,
                        seconds=max(2, pace.seconds / 2),
                    )
                    if round_ >= 0:
                        late[size].append(load.p95)
                        middle[size].append(load.p50)
    rows = [
        alone(
            f"slot search, {size:,} providers, {DAYS} days: p95",
            late[size],
            unit="ms",
            target=LONGEST if size == 100 else None,  # noqa: PLR2004 - the size that the promise is about
        )
        for size in SIZES
    ]
    growth = [large / small for large, small in zip(middle[1000], middle[100], strict=True)]
    rows.append(alone("slot search, 1,000 providers for 100 (median)", growth, unit="times as long", target=10.0))
    return rows


def search(size: int) -> Sent:
    """Give the search that looks at so many providers, two weeks long."""
    begins = (datetime.now(UTC) + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    query = {
        "visit_type": VISIT.code,
        "jurisdiction": JURISDICTION,
        "zone": ZONE.name,
        "from": begins.isoformat(),
        "until": (begins + timedelta(days=DAYS)).isoformat(),
        "specialty": specialty(size),
    }
    return Sent(f"/api/v1/slots?{urlencode(query)}")


async def _take_half(stage: Stage, clinic: Practice) -> None:
    async with stage.connected() as admin:
        await admin.execute(_TAKE_HALF, clinic.clinic, clinic.providers, ZONE.name, OPENS, CLOSES)
        await admin.execute("analyze")
