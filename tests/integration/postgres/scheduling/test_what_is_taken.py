"""The rows of what appointments and holds take follow them from the first to the last."""

from datetime import timedelta
from typing import Final

from infrastructure.postgres.connection import clinic_transaction
from integration.clock import SetClock
from integration.http.scheduling.practice import HOME, NINE, Practice, done, patient_of, provider_of
from integration.stack import Stack

HOUR: Final = timedelta(hours=1)
LENGTH: Final = timedelta(minutes=30)

Row = tuple[str, str, str, float]


async def taken(stack: Stack, at: Practice) -> list[Row]:
    """Give every reservation of the clinic: of what kind, whose, by what, from which hour after nine."""
    assert stack.pool is not None
    async with clinic_transaction(stack.pool, at.clinic.id) as connection:
        rows = await connection.fetch(
            "select kind, resource_id::text, owner_kind, starts_at, ends_at from reservation where clinic_id = $1"
            " order by starts_at, kind",
            at.clinic.id,
        )
    assert all(row["ends_at"] - row["starts_at"] == LENGTH for row in rows)
    return [(row["kind"], row["resource_id"], row["owner_kind"], (row["starts_at"] - NINE) / HOUR) for row in rows]


async def test_a_visit_takes_everybody_it_needs(stack: Stack, at: Practice) -> None:
    """Provider, room and patient; without a room, two."""
    await at.booked()
    assert await taken(stack, at) == [
        ("patient", at.patient, "appointment", 0),
        ("provider", at.provider, "appointment", 0),
    ]
    visit = at.booking(NINE + HOUR)["visit"] | {
        "visit_type": "examination",
        "place": HOME | {"site": at.site},
        "room": at.room,
    }
    await at.booked(visit=visit)
    assert [(kind, hour) for kind, _, _, hour in await taken(stack, at)][2:] == [
        ("patient", 1),
        ("provider", 1),
        ("room", 1),
    ]


async def test_rows_move_with_the_visit(stack: Stack, at: Practice) -> None:
    """Another time and another provider: the same rows, moved."""
    appointment = await at.booked()
    other = await provider_of(at.clinic)
    move = {"starts_at": (NINE + HOUR).isoformat(), "provider": other}
    await done(await at.act(appointment, "reschedule", move))
    assert await taken(stack, at) == [("patient", at.patient, "appointment", 1), ("provider", other, "appointment", 1)]


async def test_a_room_that_is_left_is_given_back(stack: Stack, at: Practice) -> None:
    """From the examination to a video visit: two rows stay."""
    examination = {"visit_type": "examination", "place": HOME | {"site": at.site}, "room": at.room}
    appointment = await at.booked(visit=at.booking()["visit"] | examination)
    move = {"starts_at": NINE.isoformat(), "visit_type": "follow-up-video", "place": HOME}
    move |= {"whereabouts": at.booking()["whereabouts"]}
    await done(await at.act(appointment, "reschedule", move))
    assert [kind for kind, *_ in await taken(stack, at)] == ["patient", "provider"]


async def test_what_is_off_takes_nothing(stack: Stack, at: Practice) -> None:
    """Cancelled, the rows are gone."""
    await done(await at.act(await at.booked(), "cancel"))
    assert await taken(stack, at) == []


async def test_a_hold_hands_over(stack: Stack, at: Practice) -> None:
    """The hold's rows go as the appointment's come, in one flush."""
    wanted = {"visit": at.booking()["visit"], "patient": at.patient}
    hold = (await done(await at.desk.http.post("/holds", json=wanted)))["id"]
    assert {owner for _, _, owner, _ in await taken(stack, at)} == {"hold"}
    await at.booked(hold=hold)
    assert [owner for _, _, owner, _ in await taken(stack, at)] == ["appointment", "appointment"]


async def test_whoever_takes_a_lapsed_hold_s_time_clears_it(stack: Stack, at: Practice, clock: SetClock) -> None:
    """Only the rows that stand in the way; the rest is the tidying's."""
    noah = await patient_of(at.clinic, "Noah")
    for hours in (0, 3):
        visit = at.booking(NINE + hours * HOUR)["visit"]
        await done(await at.desk.http.post("/holds", json={"visit": visit, "patient": noah}))
    clock.advance(timedelta(minutes=10))
    await at.booked()
    assert [(owner, hour) for _, _, owner, hour in await taken(stack, at)] == [
        ("appointment", 0),
        ("appointment", 0),
        ("hold", 3),
        ("hold", 3),
    ]
