"""What the caller expected of what a command touches, held against what is there."""

from typing import Protocol

from application.shared.refusals import StaleVersion


class Expecting(Protocol):
    """A session that may still have to meet an expectation."""

    expected_version: int | None


def meet_expectation(session: Expecting, version: int) -> None:
    """Hold what the caller expected against the first aggregate that is touched; one not there yet is in version 0.

    Raises ``StaleVersion``.
    """
    expected, session.expected_version = session.expected_version, None
    if expected not in (None, version):
        raise StaleVersion(expected=expected, current=version)
