from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from application.shared.actor import Actor
from application.shared.execution import Execution
from application.shared.followers import FollowedFact
from application.shared.retries import Retries
from domain.patients.demographics import Demographics
from domain.patients.patient import Patient
from domain.shared.aggregate import Fact
from domain.shared.contacts import PersonName
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role
from infrastructure.memory.followers import MemoryFollowers, MemoryLaneSession
from infrastructure.memory.log import MemoryLog

LAKESIDE, HILLSIDE = ClinicId(UUID(int=1)), ClinicId(UUID(int=2))
NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
MIA = Demographics(name=PersonName(family="Okafor", given="Mia"), birth_date=NINE.date())
TWICE = Retries(tries=2, first=timedelta(seconds=1), longest=timedelta(seconds=1))


class At:
    """A clock that stands where it is set."""

    at = NINE

    def now(self) -> datetime:
        """Give the instant."""
        return self.at


class Register:
    """Counts the patients that were registered, and cannot take one of them."""

    name = "register"
    kinds: frozenset[type[Fact]] = frozenset({Patient.Registered})

    def __init__(self, poison: tuple[ClinicId, int] | None = None) -> None:
        self.poison = poison
        self.taken: list[tuple[UUID, int]] = []
        self.facts: list[FollowedFact] = []

    async def apply(self, facts: Sequence[FollowedFact], session: MemoryLaneSession) -> None:
        """Take facts in."""
        self.facts += facts
        for fact in facts:
            session.on_commit(lambda fact=fact: self.taken.append((fact.clinic, fact.feed_no)))  # type: ignore[misc]  # the default binds the loop's value
            if (fact.clinic, fact.feed_no) == self.poison:
                raise ValueError(fact.feed_no)


def log_of(*clinics: ClinicId, facts: int = 3) -> MemoryLog:
    """Give a log in which each clinic registered some patients, and corrected the first."""
    log = MemoryLog()
    for clinic in clinics:
        actor = Actor(clinic=clinic, id=AccountId(UUID(int=7)), role=Role.FRONT_DESK)
        command = Execution(
            actor=actor,
            operation="patients.register-patient",
            reach="any",
            command_id=UUID(int=9),
            now=NINE,
            correlation_id=UUID(int=9),
        )
        told: list[Fact] = [
            Patient.Registered(originator_id=UUID(int=n), originator_version=1, demographics=MIA) for n in range(facts)
        ]
        told.insert(1, Patient.DemographicsCorrected(originator_id=UUID(int=0), originator_version=2, demographics=MIA))
        for fact in told:
            log.facts[clinic].append(fact)
            log.origins[clinic, fact.originator_id, fact.originator_version] = command
    return log


async def test_each_fact_is_taken_once_in_order() -> None:
    """A follower is given each fact of its kinds once, however often it catches up."""
    follower = Register()
    following = MemoryFollowers(log_of(LAKESIDE), [follower], At())
    await following.catch_up()
    await following.catch_up()
    assert follower.taken == [(LAKESIDE, 1), (LAKESIDE, 3), (LAKESIDE, 4)]


async def test_personal_values_do_not_come_along() -> None:
    """A follower learns that a patient was registered, not who it was."""
    follower = Register()
    await MemoryFollowers(log_of(LAKESIDE), [follower], At()).catch_up()
    assert msgspec.structs.asdict(follower.facts[0].fact)["demographics"] is None


async def test_a_bad_fact_stops_its_own_clinic_only() -> None:
    """A fact that cannot be taken holds up its clinic, and no other."""
    follower = Register(poison=(LAKESIDE, 3))
    await MemoryFollowers(log_of(LAKESIDE, HILLSIDE), [follower], At()).catch_up()
    assert follower.taken == [(LAKESIDE, 1), (HILLSIDE, 1), (HILLSIDE, 3), (HILLSIDE, 4)]


async def test_a_lane_parks_after_its_tries_and_can_be_resumed() -> None:
    """What failed often enough waits for a person; once mended, it goes on where it stood."""
    clock, follower = At(), Register(poison=(LAKESIDE, 3))
    following = MemoryFollowers(log_of(LAKESIDE), [follower], clock, retries=TWICE)
    for _ in range(3):
        await following.catch_up()
        clock.at += timedelta(seconds=1)
    assert following.lanes["register", LAKESIDE].is_parked
    follower.poison = None
    following.resume("register", LAKESIDE)
    await following.catch_up()
    assert follower.taken == [(LAKESIDE, 1), (LAKESIDE, 3), (LAKESIDE, 4)]


async def test_a_lane_pauses_between_its_tries() -> None:
    """A fact that failed is not tried again before its pause is over."""
    follower = Register(poison=(LAKESIDE, 1))
    following = MemoryFollowers(log_of(LAKESIDE), [follower], At(), retries=TWICE)
    for _ in range(5):
        await following.catch_up()
    assert following.lanes["register", LAKESIDE].attempts == 1
