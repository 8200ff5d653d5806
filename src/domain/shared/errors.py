"""A rule's refusal, as a value that every layer can speak of."""

from typing import Any, ClassVar


class DomainError(Exception):
    """A rule said no. Each subclass is one rule.

    The first line of a subclass's docstring is the rule in a clinician's words; it becomes the problem's title and
    the first line of its page. ``details`` hold what the caller needs to do better (free slots, limits, states):
    identifiers, codes and instants only, never a personal value, because they reach answers and logs.
    """

    code: ClassVar[str]
    """Stable name of the rule, ``<context>.<rule>``; the last part of the problem's type URI."""

    mend: ClassVar[str]
    """What the caller can do about it, in one sentence."""

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.code)

    @classmethod
    def rule(cls) -> str:
        """Give the rule as a sentence: the first line of the docstring."""
        return (cls.__doc__ or cls.code).strip().splitlines()[0]
