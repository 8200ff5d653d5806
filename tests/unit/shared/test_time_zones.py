"""Reading a place's clock: skipped and repeated hours, midnight, 29 February.

New York, 2030: on 10 March 02:00 becomes 03:00; on 3 November 02:00 becomes 01:00.
"""

import zoneinfo
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path

import pytest

from domain.shared.time import TimeZone

NEW_YORK = TimeZone(name="America/New_York")
KATHMANDU = TimeZone(name="Asia/Kathmandu")
BEIRUT = TimeZone(name="Asia/Beirut")
SPRING, AUTUMN = date(2030, 3, 10), date(2030, 11, 3)


def test_an_ordinary_day() -> None:
    """Nine in New York in May is one in the afternoon in Greenwich."""
    assert NEW_YORK.instant(date(2030, 5, 14), time(9)) == datetime(2030, 5, 14, 13, tzinfo=UTC)


def test_whatever_the_machine_says() -> None:
    """An instant is in UTC, wherever the machine stands that works it out."""
    assert NEW_YORK.instant(date(2030, 5, 14), time(9)).tzinfo is UTC


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_a_skipped_hour(minute: int) -> None:
    """A wall time in the skipped hour moves forward by the length of the gap."""
    skipped, an_hour_later = NEW_YORK.instant(SPRING, time(2, minute)), NEW_YORK.instant(SPRING, time(3, minute))
    assert skipped == an_hour_later


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_a_repeated_hour(minute: int) -> None:
    """Of a wall time that comes twice the first is meant, still in summer time."""
    assert NEW_YORK.instant(AUTUMN, time(1, minute)) == datetime(2030, 11, 3, 5, minute, tzinfo=UTC)


def test_after_the_repeated_hour() -> None:
    """After the repeated hour the clock is in winter time."""
    assert NEW_YORK.instant(AUTUMN, time(2)) == datetime(2030, 11, 3, 7, tzinfo=UTC)


def test_a_skipped_midnight() -> None:
    """Where midnight itself is skipped the day begins at one."""
    begins = BEIRUT.instant(date(2030, 3, 31), time())
    assert BEIRUT.local(begins).time() == time(1)


def test_reading_the_clock() -> None:
    """The clock's reading tells the time and its distance from Greenwich."""
    reading = KATHMANDU.local(datetime(2030, 5, 14, 12, tzinfo=UTC))
    assert reading.isoformat() == "2030-05-14T17:45:00+05:45"


def test_the_date_is_local() -> None:
    """At one instant it is one date here and another there."""
    instant = datetime(2030, 5, 15, 3, tzinfo=UTC)
    assert (NEW_YORK.date(instant), KATHMANDU.date(instant)) == (date(2030, 5, 14), date(2030, 5, 15))


def test_midnight_begins_a_day() -> None:
    """Midnight belongs to the day that it begins."""
    assert NEW_YORK.date(NEW_YORK.instant(date(2030, 5, 14), time())) == date(2030, 5, 14)


def test_29_february() -> None:
    """In a leap year the day after 28 February is the 29th."""
    assert NEW_YORK.date(datetime(2028, 2, 29, 12, tzinfo=UTC)) == date(2028, 2, 29)


@pytest.mark.parametrize("name", ["Europe/Kyiv", "Europe/Kiev", "Etc/GMT+5", "UTC"])
def test_a_zone(name: str) -> None:
    """Every name of the IANA list is one, also those that have a newer."""
    assert TimeZone(name=name).date(datetime(2030, 5, 14, 12, tzinfo=UTC)) == date(2030, 5, 14)


def test_a_zone_is_the_same_on_every_machine(tmp_path: Path) -> None:
    """What the machine's own zone data say does not matter."""
    (tmp_path / "Antarctica").mkdir()
    (tmp_path / "Antarctica" / "Troll").write_bytes(files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes())
    noon = datetime(2030, 1, 14, 12, tzinfo=UTC)
    zoneinfo.reset_tzpath([tmp_path])
    try:
        by_the_machine = zoneinfo.ZoneInfo.no_cache("Antarctica/Troll")
        by_the_lock = TimeZone(name="Antarctica/Troll")
        assert (noon.astimezone(by_the_machine).hour, by_the_lock.local(noon).hour) == (21, 12)
    finally:
        zoneinfo.reset_tzpath()


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "", "/etc/localtime", "America", "EST5EDT4\0"])
def test_no_such_zone(name: str) -> None:
    """A zone has an IANA name."""
    with pytest.raises(ValueError, match="not an IANA time zone name"):
        TimeZone(name=name)


@pytest.mark.parametrize(
    "name", ["localtime", "posixrules", "Factory", "right/UTC", "posix/UTC", "utc", "America/new_york", "tzdata.zi"]
)
def test_what_only_a_machine_calls_a_zone(name: str) -> None:
    """A file among a machine's zone data is no place: its clock is that of the machine, or counts leap seconds."""
    with pytest.raises(ValueError, match="not an IANA time zone name"):
        TimeZone(name=name)
