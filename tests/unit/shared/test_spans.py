"""Stretches of time between two instants."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from domain.shared.time import Span, utc

NINE, TEN, ELEVEN = (datetime(2030, 5, 14, hour, tzinfo=UTC) for hour in (9, 10, 11))
HOUR = timedelta(hours=1)
TOKYO = timezone(timedelta(hours=9))


def span(starts_at: datetime, ends_at: datetime) -> Span:
    """Mark a stretch of time."""
    return Span(starts_at=starts_at, ends_at=ends_at)


def test_kept_in_utc() -> None:
    """However an instant was written, it is kept in UTC, so that equal spans look the same."""
    assert msgspec.json.encode(span(NINE.astimezone(TOKYO), TEN.astimezone(TOKYO))) == msgspec.json.encode(
        span(NINE, TEN)
    )


@pytest.mark.parametrize("ends_at", [NINE, NINE - HOUR], ids=["empty", "backwards"])
def test_ends_after_it_starts(ends_at: datetime) -> None:
    """A span ends after it starts."""
    with pytest.raises(ValueError, match=r"^ends_at must be after starts_at$"):
        span(NINE, ends_at)


def test_length() -> None:
    """Length is elapsed time, and a span can be made from it."""
    assert Span.lasting(NINE, HOUR) == span(NINE, TEN)
    assert span(NINE, ELEVEN).length == 2 * HOUR


def test_overlapping() -> None:
    """Spans overlap when they share an instant; where one ends as the other starts they share none."""
    assert span(NINE, TEN).overlaps(span(NINE + HOUR / 2, ELEVEN))
    assert not span(NINE, TEN).overlaps(span(TEN, ELEVEN))
    assert not span(TEN, ELEVEN).overlaps(span(NINE, TEN))


def test_covering() -> None:
    """A span covers what lies wholly within it, itself included."""
    assert span(NINE, ELEVEN).covers(span(TEN, ELEVEN))
    assert span(NINE, TEN).covers(span(NINE, TEN))
    assert not span(NINE, TEN).covers(span(NINE, ELEVEN))
    assert not span(TEN, ELEVEN).covers(span(NINE, ELEVEN))


def test_widening() -> None:
    """A span can be given time before and after."""
    assert span(TEN, ELEVEN).widened(HOUR, HOUR / 2) == span(NINE, ELEVEN + HOUR / 2)


def test_order() -> None:
    """Spans sort by start, then by end."""
    late, long, early = span(TEN, ELEVEN), span(NINE, ELEVEN), span(NINE, TEN)
    assert sorted([late, long, early]) == [early, long, late]


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_instants_of_other_centuries(year: int) -> None:
    """An instant lies in the years 1900 to 2199, so that no sum of instants and lengths overflows."""
    with pytest.raises(ValueError, match=r"^an instant has an offset and lies in the years 1900 to 2199$"):
        utc(datetime(year, 1, 1, tzinfo=TOKYO))


@pytest.mark.parametrize("year", [1900, 2199])
def test_instants_of_the_first_and_the_last_year(year: int) -> None:
    """From New Year 1900 to the last day of 2199 every instant is one, and is kept in UTC wherever it is read."""
    kept = utc(datetime(year, 6, 1, tzinfo=TOKYO))
    assert kept == datetime(year, 5, 31, 15, tzinfo=UTC)
    assert kept.tzinfo is UTC


def test_instants_without_an_offset() -> None:
    """A wall time without a place is no instant."""
    with pytest.raises(ValueError, match="an instant has an offset"):
        utc(datetime(2030, 5, 14, 9))  # noqa: DTZ001  # the naive value is the point


def test_a_malformed_span_is_named_as_such() -> None:
    """What a caller sends wrongly is refused with the sentence that says so."""
    with pytest.raises(msgspec.ValidationError, match="ends_at must be after starts_at"):
        msgspec.json.decode(b'{"starts_at":"2030-05-14T09:00:00Z","ends_at":"2030-05-14T09:00:00Z"}', type=Span)
    with pytest.raises(msgspec.ValidationError, match="lies in the years"):
        msgspec.json.decode(b'{"starts_at":"0001-01-01T00:00:00+14:00","ends_at":"2030-05-14T09:00:00Z"}', type=Span)
