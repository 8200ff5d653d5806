import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from infrastructure.observability.metrics import PrometheusMeter
from integration.http.unwired import unwired
from interfaces.http.monitoring import readiness


@dataclass
class Looked:
    """A dependency that is up, down or silent."""

    name: str
    needed: bool = True
    failure: Exception | None = None
    after: asyncio.Barrier | None = None
    """Where it waits for the others first."""

    async def look(self) -> Mapping[str, int | float | str]:
        """Answer as told."""
        if self.after is not None:
            await self.after.wait()
        if self.failure is not None:
            raise self.failure
        return {"connections": 3}


async def test_alive_needs_nobody() -> None:
    """A process whose dependencies are gone is alive: restarting it would mend nothing."""
    http = unwired(checks=[Looked("database", failure=OSError("10.0.0.7 refused"))])
    health = await http.get("/api/monitoring/health")
    assert (health.status_code, health.json()) == (200, {"state": "alive"})


async def test_ready_when_everything_answers() -> None:
    """Each dependency is named with its state, its latency and what is worth knowing."""
    ready = await unwired(checks=[Looked("database"), Looked("redis", needed=False)]).get("/api/monitoring/ready")
    assert ready.status_code == 200
    assert ready.json()["state"] == "ready"
    database = ready.json()["dependencies"]["database"]
    assert (database["state"], database["details"]) == ("up", {"connections": 3})
    assert database["latency_ms"] >= 0


async def test_not_ready_without_what_is_needed() -> None:
    """Without the database nothing can be served; what the driver said stays inside."""
    ready = await unwired(checks=[Looked("database", failure=OSError("10.0.0.7 refused"))]).get("/api/monitoring/ready")
    assert (ready.status_code, ready.json()["state"]) == (503, "not ready")
    assert ready.json()["dependencies"]["database"]["failure"] == "OSError"
    assert "10.0.0.7" not in ready.text


async def test_degraded_without_what_only_helps() -> None:
    """Without Redis everything is slower, and served."""
    ready = await unwired(checks=[Looked("redis", needed=False, failure=OSError())]).get("/api/monitoring/ready")
    assert (ready.status_code, ready.json()["state"]) == (200, "degraded")


async def test_dependencies_are_looked_at_together() -> None:
    """Ten dependencies cost one deadline, not ten: none waits for another."""
    all_of_them = asyncio.Barrier(10)
    found = await readiness([Looked(f"d{n}", after=all_of_them) for n in range(10)], patience=60)
    assert {dependency.state for dependency in found.dependencies.values()} == {"up"}


async def test_a_silent_dependency_is_not_waited_for_for_ever() -> None:
    """Who has not answered by the deadline is late, and the process not ready."""
    found = await readiness([Looked("database", after=asyncio.Barrier(2))], patience=0.05)
    assert (found.state, found.dependencies["database"].state) == ("not ready", "late")


async def test_requests_are_counted_by_template() -> None:
    """Numbers tell routes, methods and statuses, never addresses."""
    meter = PrometheusMeter()
    http = unwired(meter=meter)
    patient = uuid4()
    await http.get(f"/api/v1/patients/{patient}?as_of=2030-05-14T16:00:00Z")
    await http.get("/mia-okafor")
    numbers = (await http.get("/api/monitoring/metrics")).text
    assert 'polyclinic_http_requests_total{method="GET",route="/api/v1/patients/{patient}",status="401"} 1.0' in numbers
    assert 'route="unknown",status="404"} 1.0' in numbers
    assert 'polyclinic_http_request_duration_seconds_count{method="GET",route="/api/v1/patients/{patient}"}' in numbers
    assert "polyclinic_http_requests_in_flight 1.0" in numbers  # this one
    assert "mia-okafor" not in numbers
    assert str(patient) not in numbers


async def test_numbers_are_text_for_prometheus() -> None:
    """The media type says which form of text it is."""
    answer = await unwired(meter=PrometheusMeter()).get("/api/monitoring/metrics")
    assert answer.headers["Content-Type"] == "text/plain; version=1.0.0; charset=utf-8"
