"""Codes that a device shows for half a minute."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.identity.totp import base32, code_of, key_uri, step_at, step_of

RFC_SECRET = b"12345678901234567890"

NOON = datetime(2030, 5, 14, 12, tzinfo=UTC)
STEP = step_at(NOON)
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_standards_vectors(seconds: int, code: str) -> None:
    """The codes are those of RFC 6238, appendix B."""
    assert code_of(RFC_SECRET, step_at(datetime.fromtimestamp(seconds, UTC)), digits=8) == code


@pytest.mark.parametrize("count", range(10))
def test_the_older_standards_vectors(count: int) -> None:
    """The codes are those of RFC 4226, appendix D, of six digits."""
    expected = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    assert code_of(RFC_SECRET, count) == expected[count]


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_device_that_is_off_by_little(off: int) -> None:
    """A clock that is half a minute early or late is no mistake."""
    assert step_of(RFC_SECRET, code_of(RFC_SECRET, STEP + off), now=NOON, after=0) == STEP + off


@pytest.mark.parametrize("off", [-2, 2])
def test_a_device_that_is_off_by_more(off: int) -> None:
    """A code of a minute ago, or of a minute ahead, is none."""
    assert step_of(RFC_SECRET, code_of(RFC_SECRET, STEP + off), now=NOON, after=0) is None


def test_a_code_is_used_once() -> None:
    """The code that was used, and those before it, are worth nothing any more; the next one is."""
    late, used, next_one = (code_of(RFC_SECRET, step) for step in (STEP - 1, STEP, STEP + 1))
    for code in (late, used):
        assert step_of(RFC_SECRET, code, now=NOON, after=STEP) is None
    assert step_of(RFC_SECRET, next_one, now=NOON, after=STEP) == STEP + 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "six six", "\u0661\u0662\u0663\u0664\u0665\u0666", "\ud800"])
def test_what_is_no_code(code: str) -> None:
    """Nothing but six digits is a code."""
    assert step_of(RFC_SECRET, code, now=NOON, after=0) is None


@pytest.mark.parametrize(
    ("secret", "written"),
    [(b"foobar", "MZXW6YTBOI"), (b"fooba", "MZXW6YTB"), (b"foob", "MZXW6YQ"), (b"\0\0\0\0\x17", "AAAAAAAX")],
)
def test_what_people_type(secret: bytes, written: str) -> None:
    """A secret is typed in the letters of RFC 4648 (10), without the signs that only fill it up."""
    assert base32(secret) == written


def test_what_the_device_reads() -> None:
    """The picture holds the clinic, the address and the secret, whatever letters they are written in."""
    uri = key_uri(RFC_SECRET, issuer="Lakeside: Fam. & Co/East", account="mia@example.org")
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parts.path == "/Lakeside%3A%20Fam.%20%26%20Co%2FEast:mia@example.org"
    assert parse_qs(parts.query) == {
        "secret": [base32(RFC_SECRET)],
        "issuer": ["Lakeside: Fam. & Co/East"],
        "algorithm": ["SHA1"],
        "digits": ["6"],
        "period": ["30"],
    }


def test_a_space_in_the_picture() -> None:
    """A space is written %20: some devices would show a plus sign."""
    assert "issuer=Lakeside%20East&" in key_uri(RFC_SECRET, issuer="Lakeside East", account="mia@example.org")
