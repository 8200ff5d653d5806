"""Finding a patient among a hundred thousand, whose names and addresses are sealed."""

from itertools import islice
from urllib.parse import quote

from bench.measurement import Measurement, alone
from bench.pace import Pace
from bench.practice import people, practice
from bench.processes import api
from bench.registry import register
from bench.stage import Stage
from bench.wrk import Sent, wrk

from domain.patients.contact import EmailContact
from interfaces.demo.people import DemoPatient

LONGEST = 50.0
"""Milliseconds, at the 95th percentile."""
_SEARCHES = 500


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Search by the beginning of a name, by a whole name and by e-mail, one search after the other."""
    crowd = people(pace.patients, "search")
    rows = []
    async with practice(stage) as clinic:
        await register(clinic, crowd)
        async with stage.connected() as admin:
            await admin.execute("analyze")
        async with api(stage) as server:
            for name, searches in _searches(crowd).items():
                late: list[float] = []
                for round_ in range(-1, pace.rounds):
                    load = await wrk(
                        stage, server, searches, token=clinic.token(), connections=1, seconds=pace.seconds / 2
                    )
                    if round_ >= 0:
                        late.append(load.p95)
                rows.append(alone(f"{name} among {pace.patients:,} patients: p95", late, unit="ms", target=LONGEST))
    return rows


def _searches(crowd: list[DemoPatient]) -> dict[str, list[Sent]]:
    some = list(islice(crowd, 0, None, max(1, len(crowd) // _SEARCHES)))
    names = [person.demographics.name for person in some]
    emails = [
        contact.email.address for person in some for contact in person.contacts if isinstance(contact, EmailContact)
    ]
    return {
        "search by three letters of a name": [_search("name", name.family[:3]) for name in names],
        "search by a whole name": [_search("name", f"{name.given} {name.family}") for name in names],
        "search by e-mail": [_search("email", email) for email in emails],
    }


def _search(criterion: str, sought: str) -> Sent:
    return Sent(f"/api/v1/patients?{criterion}={quote(sought)}")
