"""What holds for every unit test."""

import gc
from functools import _lru_cache_wrapper

import pytest

_CACHES = pytest.StashKey[list["_lru_cache_wrapper[object]"]]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Find what the modules under test remember; all of them are imported by now."""
    session.config.stash[_CACHES] = [
        found
        for found in gc.get_objects()
        if isinstance(found, _lru_cache_wrapper) and found.__module__.startswith(("domain.", "application."))
    ]


@pytest.fixture(autouse=True)
def nothing_remembered(request: pytest.FixtureRequest) -> None:
    """Forget what another test worked out, so that no wrong rule hides behind a right answer of before."""
    for cache in request.config.stash[_CACHES]:
        cache.cache_clear()
