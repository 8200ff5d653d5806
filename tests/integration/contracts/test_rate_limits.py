"""What one may take of a rate: what counting in one process and counting with others promise alike."""

from collections.abc import AsyncIterator
from typing import Final

import pytest

from application.shared.rates import Rate, RateLimits, Share, TooOften
from infrastructure.embedded import EmbeddedValkey
from infrastructure.memory import rate_limits
from infrastructure.memory.rate_limits import InProcessRateLimits
from infrastructure.redis.rate_limits import shared_rate_limits

PORTS = (RateLimits,)

SECRET: Final = b"a secret of the installation"

TEN = Rate("credential", 10)
"""Ten at once, and then one in six seconds: slower than any test."""
HUNDRED = Rate("clinic", 100)


@pytest.fixture(params=["memory", "redis"])
async def limits(request: pytest.FixtureRequest, valkey_server: EmbeddedValkey) -> AsyncIterator[RateLimits]:
    """Give each adapter in turn."""
    if request.param == "memory":
        yield InProcessRateLimits(SECRET)
        return
    async with shared_rate_limits(valkey_server.url, SECRET) as shared:
        yield shared


def given(limits: RateLimits, *shares: Share, times: int) -> int:
    """Take so many times, and give how often it was let through."""
    through = 0
    for _ in range(times):
        try:
            limits.take(shares)
        except TooOften:
            continue
        through += 1
    return through


async def test_so_many_at_once(limits: RateLimits) -> None:
    """As many as the rate has are given, and no more."""
    assert given(limits, Share(TEN, "so many"), times=30) == 10


async def test_each_for_itself(limits: RateLimits) -> None:
    """What one took nobody else lacks, nor does the same name under another rate."""
    assert given(limits, Share(TEN, "one"), times=30) == 10
    assert given(limits, Share(TEN, "another"), times=30) == 10
    assert given(limits, Share(HUNDRED, "one"), times=150) == 100


async def test_what_is_left_is_told(limits: RateLimits) -> None:
    """Each share's remainder is told, and in how many seconds it is whole again."""
    shares = [Share(TEN, "told"), Share(HUNDRED, "told")]
    limits.take(shares)
    own, clinics = limits.take(shares)
    assert (own.rate, own.left, own.seconds) == (TEN, 8, 12)
    assert (clinics.rate, clinics.left, clinics.seconds) == (HUNDRED, 98, 2)


async def test_who_is_refused_is_told_when_to_come_again(limits: RateLimits) -> None:
    """The refusal names the rate and the seconds until it gives one more."""
    given(limits, Share(TEN, "again"), times=10)
    with pytest.raises(TooOften) as refused:
        limits.take([Share(HUNDRED, "again"), Share(TEN, "again")])
    assert refused.value.details == {"rate": "credential", "seconds": 6}
    assert (refused.value.left.rate, refused.value.left.left) == (TEN, 0)


async def test_all_or_nothing(limits: RateLimits) -> None:
    """Who is refused for one share has taken nothing of the others."""
    own, everybodys = Share(TEN, "spent"), Share(HUNDRED, "whole")
    given(limits, own, times=10)
    assert given(limits, own, everybodys, times=50) == 0
    assert given(limits, everybodys, times=150) == 100


async def test_nothing_is_asked_of_nobody(limits: RateLimits) -> None:
    """Without a share there is nothing to take, and nothing to refuse."""
    assert limits.take([]) == ()


async def test_nobody_fills_the_memory(limits: RateLimits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many, who came longest ago is forgotten, and starts anew."""
    monkeypatch.setattr(rate_limits, "MOST_KNOWN", 2)
    one = Rate("address", 1)
    assert [given(limits, Share(one, who), times=2) for who in ("a", "b", "c", "a")] == [1, 1, 1, 1]
