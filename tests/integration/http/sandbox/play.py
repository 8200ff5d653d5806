"""Playing in a sandbox, as its owner does: over HTTP."""

from dataclasses import dataclass
from datetime import datetime

import httpx

from integration.http.scheduling.practice import Practice, done


@dataclass(frozen=True, slots=True)
class Play:
    """A sandbox and its clock."""

    at: Practice

    async def set_clock(self, to: datetime) -> None:
        """Set the clock."""
        await done(await self.at.clinic.owner.http.post("/clinic/clock", json={"to": to.isoformat()}))

    async def pass_time(self, minutes: int) -> None:
        """Let time pass."""
        await done(await self.at.clinic.owner.http.post("/clinic/clock/advance", json={"minutes": minutes}))

    async def stands_at(self) -> datetime:
        """Read the clock."""
        return datetime.fromisoformat((await done(await self.at.desk.http.get("/clinic")))["sandbox_clock"])


def why(answer: httpx.Response) -> tuple[int, str]:
    """Give a refusal's status and code."""
    return answer.status_code, answer.json()["code"]
