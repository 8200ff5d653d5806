"""Whatever is done while two records are linked, an undone link leaves what a clinic has that never linked them."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from operator import itemgetter
from typing import Any, Final

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration.clock import SetClock
from integration.http.patients.registry import demographics
from integration.http.scheduling.practice import NINE, Practice, done, patient_of, practice, provider_of
from integration.people import Clinic

ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RECORD: Final = st.sampled_from([0, 1])
"""Which of the person's two records something is done to."""

NUMBERS: Final = count()
"""Tells the people of one example from those of the next."""

STEPS: Final = st.lists(
    st.one_of(
        st.tuples(st.just("correct"), RECORD, st.sampled_from(["Mia", "Mía", "Maria"])),
        st.tuples(st.just("book"), RECORD, st.tuples(st.sampled_from([0, 1]), st.integers(0, 2))),
        st.tuples(st.just("call off"), RECORD, st.none()),
        st.tuples(st.just("withdraw consent"), RECORD, st.none()),
        st.tuples(st.just("link"), RECORD, st.none()),
        st.tuples(st.just("unlink"), st.just(0), st.none()),
    ),
    min_size=3,
    max_size=12,
)


@dataclass(slots=True)
class World:
    """A clinic in which one person was registered twice, and two providers whom the person sees."""

    rooms: tuple[Practice, Practice]
    records: tuple[str, str]
    born: date
    mobile: str
    booked: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    link: str | None = None

    @property
    def http(self) -> httpx.AsyncClient:
        """Speak to the clinic as its front desk."""
        return self.rooms[0].desk.http

    async def take(self, step: str, record: int, detail: Any) -> bool:
        """Take a step, and tell whether it was let through."""
        patient = self.records[record]
        match step:
            case "correct":
                body = {"demographics": demographics(detail, birth_date=self.born.isoformat())}
                answer = await self.http.post(f"/patients/{patient}/correct-demographics", json=body)
            case "book":
                whose, hour = detail
                answer = await self.rooms[whose].book(NINE + timedelta(hours=hour), patient=patient)
                if answer.is_success:
                    self.booked[record].append(answer.json()["id"])
            case "call off":
                if not self.booked[record]:
                    return False
                answer = await self.http.post(f"/appointments/{self.booked[record].pop()}/cancel", json={})
            case _:
                answer = await self.http.post(f"/patients/{patient}/consents/withdraw", json={"kind": "telehealth"})
        assert answer.status_code in (200, 201, 409), answer.text
        return answer.is_success

    async def join(self, duplicate: int) -> None:
        """Link one record to the other, unless they are linked."""
        if self.link is None:
            body = {"patient": self.records[duplicate], "survivor": self.records[1 - duplicate], "reason": "One person"}
            self.link = (await done(await self.http.post("/patient-links", json=body)))["id"]

    async def part(self) -> None:
        """Undo the link, if there is one."""
        if self.link is not None:
            await done(await self.http.post(f"/patient-links/{self.link}/unlink", json={}))
            self.link = None

    async def seen(self) -> str:
        """Read all that follows of the two, with ids numbered in the order in which they come."""
        texts = []
        for patient in self.records:
            texts += [
                (await self.http.get(f"/patients/{patient}")).text,
                (await self.http.get(f"/patients/{patient}/duplicates")).text,
            ]
            visits = (await done(await self.http.get("/appointments", params={"patient": patient})))["items"]
            # One that was called off may begin when another does: the ids of the two worlds order them differently.
            texts += [str(visit) for visit in sorted(visits, key=itemgetter("created_at"))]
        texts.append((await self.http.get("/patients", params={"phone": self.mobile})).text)
        for patient in self.records:
            for room in self.rooms:
                dry = {"Prefer": "tx=rollback"}
                rehearsed = await self.http.post("/appointments", json=room.booking(patient=patient), headers=dry)
                texts.append(str((rehearsed.status_code, rehearsed.json().get("code"))))
        numbers: dict[str, int] = {}
        return ID.sub(lambda id_: f"#{numbers.setdefault(id_[0], len(numbers))}", "\n".join(texts))


@pytest.fixture
async def practices(clinic: Clinic, other_clinic: Clinic) -> list[Practice]:
    """Give two clinics that can be booked: one that will link, and one that never does."""
    return [await practice(one) for one in (clinic, other_clinic)]


async def worlds(practices: list[Practice], clock: SetClock) -> list[World]:
    """Register somebody twice in each clinic, who is like nobody else there, and give each clinic two new providers."""
    number = next(NUMBERS)
    born, mobile = date(1950, 1, 1) + timedelta(days=number), f"+1202556{number:04}"
    registrations: list[list[str]] = [[], []]
    for given_name in ("Mia", "Mía"):
        clock.advance(timedelta(seconds=1))
        for at, ids in zip(practices, registrations, strict=True):
            ids.append(await patient_of(at.clinic, given_name, birth_date=born.isoformat(), mobile=mobile))
    made = []
    for at, (one, other) in zip(practices, registrations, strict=True):
        rooms = [replace(at, provider=await provider_of(at.clinic)) for _ in range(2)]
        made.append(World((rooms[0], rooms[1]), (one, other), born, mobile))
    return made


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_an_undone_link_leaves_no_trace(
    steps: list[tuple[str, int, Any]], practices: list[Practice], clock: SetClock
) -> None:
    """After an unlink each record is what was written to it, and what is open to either is as if never linked."""
    linking, apart = await worlds(practices, clock)
    for step, record, detail in steps:
        clock.advance(timedelta(seconds=1))
        if step == "link":
            await linking.join(record)
        elif step == "unlink":
            await linking.part()
        elif await linking.take(step, record, detail):
            assert await apart.take(step, record, detail)
    await linking.part()
    assert await linking.seen() == await apart.seen()
