"""People who come to a clinic and leave a canary wherever it writes something down about them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
from bench.proofs.bookable import Bookable
from bench.proofs.canaries import Canaries


@dataclass(slots=True)
class Guest:
    """Somebody who came, what they said of themselves, and where it can be asked for."""

    id: str
    canaries: set[str]
    paths: list[str]
    registration: tuple[Mapping[str, Any], Mapping[str, str]]
    """The body and the headers that registered them, for whoever sends them again."""


@dataclass(slots=True)
class Reception:
    """Takes people in, through HTTP."""

    http: httpx.AsyncClient
    practice: Bookable
    canaries: Canaries
    slots: Iterator[datetime]
    clinician: Mapping[str, str]
    refused: list[str] = field(default_factory=list)
    """What was not done that was to be done."""

    async def receive(self) -> Guest:
        """Register somebody, note everything about them, have them booked, waiting, and not expected any more."""
        with self.canaries.noted() as said:
            return await self._received(said)

    async def _received(self, said: set[str]) -> Guest:
        word = self.canaries.word
        body, headers = self._registration(), {"Idempotency-Key": str(uuid4())}
        patient = (await self.done("/patients", body, headers))["id"]
        at = f"/patients/{patient}"
        await self.done(f"{at}/verify-identity", {"method": "photo-id"})
        await self.done(f"{at}/consents", {"kind": "telehealth", "text_version": "2030-01"})
        await self.done(f"{at}/contacts", {"contact": self._mailbox()})
        await self.done(f"{at}/identifiers", {"identifier": {"system": "mrn", "value": word()}})
        await self.done(f"{at}/emergency-contacts", {"contact": {**self._relative(), "relationship": "spouse"}})
        coverage = {"payer": word(), "member_id": word(), "relationship": "self", "valid_from": "2026-01-01"}
        await self.done(f"{at}/coverages", {"coverage": {"rank": "primary", **coverage}})
        await self.done(f"{at}/account", {"email": {"address": f"{word()}@example.org"}})
        await self.done(f"{at}/calendar-links", {})
        glass = {"purpose": "emergency-treatment", "reason": word()}
        await self.done(f"{at}/break-glass", glass, self.clinician)
        hold = (await self.done(f"{at}/legal-holds", {"matter": word()}))["id"]
        await self.done(f"/legal-holds/{hold}/lift", {})
        slot = next(self.slots)
        visit = {**self.practice.booking(slot, patient), **self._said()}
        booked = (await self.done("/appointments", visit, {"Idempotency-Key": str(uuid4())}))["id"]
        await self.done(f"/appointments/{booked}/cancel", {"reason": word()})
        waits = (await self.done("/waitlist", {**self.practice.wait(slot, patient), **self._said()}))["id"]
        await self.done(f"/waitlist/{waits}/leave", {})
        search = f"/patients?name={body['demographics']['name']['family']}"
        paths = [at, f"/appointments/{booked}", f"/waitlist/{waits}", f"/legal-holds/{hold}", search]
        return Guest(patient, said, paths, (body, headers))

    async def done(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Have a command carried out, and note where it is not."""
        answer = await self.http.post(path, json=body, headers=headers)
        if not answer.is_success:
            self.refused.append(f"{answer.status_code} {path.rpartition('/')[2]} {answer.json().get('type')}")
        said: dict[str, Any] = answer.json()
        return said

    def _registration(self) -> dict[str, Any]:
        name = {"family": self.canaries.word(), "given": self.canaries.word()}
        contacts = [self._mailbox(), {"kind": "phone", "phone": {"number": self.canaries.phone()}}]
        demographics = {"name": name, "birth_date": self.canaries.birth_date()}
        return {"demographics": demographics, "contacts": contacts, "insist": True}

    def _mailbox(self) -> dict[str, Any]:
        return {"kind": "email", "email": {"address": f"{self.canaries.word()}@example.org"}}

    def _relative(self) -> dict[str, Any]:
        name = {"family": self.canaries.word(), "given": self.canaries.word()}
        return {"name": name, "phone": {"number": self.canaries.phone()}}

    def _said(self) -> dict[str, Any]:
        word = self.canaries.word
        address = {"street": word(), "city": word(), "postal_code": "12207", "country": "US"}
        call_back = {"number": self.canaries.phone()}
        whereabouts = {"address": address, "call_back": call_back, "emergency_contact": self._relative()}
        return {"reason": word(), "whereabouts": whereabouts}
