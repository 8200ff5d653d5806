"""A day of a clinic's front desk, to be sent to the real stack by a process of clients."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import msgspec
from bench.practice import Practice, people, practice
from bench.proofs.commands import Planned, Standing, Thing
from bench.proofs.credentials import credential
from bench.proofs.front_desk import Desk, Staff, day
from bench.proofs.history import history
from bench.proofs.history_checker import Commanded, commanded
from bench.registry import register
from bench.stage import Stage, child

from application.identity.accounts.invite_account import InviteAccount
from application.identity.accounts.invite_representative import InviteRepresentative
from application.patients.register_patient import RegisterPatient
from application.scheduling.hours.set_booking_policy import SetBookingPolicy
from application.shared.actor import Actor
from application.shared.command import Command
from infrastructure.crypto.command_ids import PURPOSE

T = TypeVar("T")

BOOKED, IN_SERIES, STANDING_IN, SUSPENDED = 8, 2, 2, 2
"""Providers, by what happens to them."""
VISITORS, WAITERS, PAIRS, WARDS, CLERKS = 240, 60, 10, 6, 4
"""People, and pairs of records, by what happens to them."""
PATIENCE = 60.0
"""Seconds that the clients have to begin."""

_POLICY = {"confirmation_opens_days": 90, "overbookings_at_once": 50}
"""Lets whatever is booked be confirmed, and overbooked."""


@dataclass(frozen=True, slots=True)
class Load:
    """Commands to be sent, and who sends them."""

    plan: Sequence[Planned]
    standing: Mapping[Standing, Sequence[Thing]]
    """What is there to work on from the beginning."""
    actor: Actor
    secret: bytes
    """What the ids of the clinic's commands derive under."""
    headers: Mapping[str, str]
    folder: Path

    @property
    def seconds(self) -> float:
        """How long it takes to send them."""
        return self.plan[-1].at

    @property
    def history(self) -> Path:
        """What the clients write down."""
        return self.folder / "history.jsonl"

    async def send(self, ports: Sequence[int]) -> list[Commanded]:
        """Have them sent by a process of clients, and give what it wrote down."""
        plan, standing = self.folder / "plan.jsonl", self.folder / "standing.json"
        await asyncio.to_thread(plan.write_bytes, msgspec.json.Encoder().encode_lines(self.plan))
        await asyncio.to_thread(standing.write_bytes, msgspec.json.encode(self.standing))
        token = self.headers["Authorization"].removeprefix("Bearer ")
        told = ",".join(str(port) for port in ports)
        files = {"plan": plan, "standing": standing, "history": self.history}
        await child("proofs.clients", int, ports=told, token=token, **files)
        return commanded(self.plan, history(self.history))

    async def begun(self) -> None:
        """Wait until the first command was answered. Raises ``TimeoutError``."""
        async with asyncio.timeout(PATIENCE):
            while not (self.history.exists() and self.history.stat().st_size):  # noqa: ASYNC110 - another process writes
                await asyncio.sleep(0.05)


async def planned(stage: Stage, chance: Random, *, commands: int, rate: float) -> Load:
    """Open a clinic that has something of everything, and plan its day: so many commands, so many a second."""
    async with practice(stage) as clinic:
        await clinic.hire(BOOKED + IN_SERIES + STANDING_IN + SUSPENDED)
        booked, in_series, standing_in, suspended = _shared_out(
            clinic.providers, BOOKED, IN_SERIES, STANDING_IN, SUSPENDED
        )
        patients = await register(clinic, people(VISITORS + WAITERS + 2 * PAIRS, "P1"))
        visitors, waiters, duplicates, survivors = _shared_out(patients, VISITORS, WAITERS, PAIRS, PAIRS)
        standing = {
            Standing.WORKING: [{"provider": str(provider)} for provider in suspended],
            Standing.APART: [
                {"patient": str(patient), "survivor": str(survivor)}
                for patient, survivor in zip(duplicates, survivors, strict=True)
            ],
            Standing.UNATTENDED: [
                {"patient": str(patient), "provider": str(provider)}
                for patient, provider in zip(survivors, cycle(standing_in), strict=False)
            ],
            Standing.ACCOUNTED: [{"patient": str(patient)} for patient in waiters],
            **await _of_families_and_staff(clinic),
        }
        desk = Desk(Staff(booked, in_series, standing_in), visitors, waiters)
        plan = list(day(desk, chance, count=commands, rate=rate))
        secret = await clinic.container.vault().mac_key(clinic.clinic, PURPOSE)
        headers = credential(clinic.container, clinic.owner)
        return Load(plan, standing, clinic.owner, secret, headers, stage.folder)


def _shared_out(all_of: Iterable[T], *counts: int) -> Iterator[list[T]]:
    left = iter(all_of)
    return (list(islice(left, count)) for count in counts)


async def _of_families_and_staff(clinic: Practice) -> dict[Standing, list[Thing]]:
    """Set the clinic's terms, register children, and invite those who will speak for them and those who work here."""

    async def done(command: type[Command], key: str, **body: Any) -> str:
        wanted = msgspec.convert(body, command, strict=False)
        made = await clinic.story.perform(wanted, clinic.owner, key, clinic.story.now)
        return str(made["id"])

    await done(SetBookingPolicy, "policy", policy=_POLICY)
    children: list[Thing] = []
    for nth in range(WARDS):
        born = date(clinic.story.now.year - 5, 1, 1 + nth).isoformat()
        demographics = {"name": {"family": f"Ward {nth}", "given": "Kit"}, "birth_date": born}
        patient = await done(RegisterPatient, f"child-{nth}", demographics=demographics)
        parent = await done(InviteRepresentative, f"parent-{nth}", email={"address": f"parent-{nth}@example.org"})
        children.append({"patient": patient, "account": parent})
    clerks: list[Thing] = []
    for nth in range(CLERKS):
        email = {"address": f"clerk-{nth}@example.org"}
        clerks.append({"account": await done(InviteAccount, f"clerk-{nth}", email=email, role="front_desk")})
    return {Standing.UNGUARDED: children, Standing.CLERK: clerks}
