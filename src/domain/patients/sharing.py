"""Whom a clinic may tell outsiders of: who agreed to it, for as long as they do.

Nobody outside of the clinic is shown anything of a patient without their word (45 CFR 164.508(a), uses and disclosures
that need an authorization; 164.508(b)(5), it may be revoked at any time).
"""

from collections.abc import Iterable
from typing import NamedTuple

from domain.patients.consent import Consent, ConsentKind, PastConsent
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class NotShared(DomainError):
    """An outsider is shown the patients who agreed to data sharing, and tells the clinic of nobody else."""

    code = "patients.not-shared"
    mend = "Ask the patient; the next request after a consent of the kind data-sharing is let through."


class WordsOnSharing(ValueObject, frozen=True, kw_only=True):
    """What one record of a person holds of consents."""

    record: PatientId
    consents: tuple[Consent, ...]
    past_consents: tuple[PastConsent, ...] = ()


class Agreed(NamedTuple):
    """A live consent to sharing, and the record that holds it."""

    record: PatientId
    consent: Consent


def agreed(records: Iterable[WordsOnSharing]) -> Agreed | None:
    """Give the consent by which a person is shared; ``None`` where they gave none, or withdrew one since.

    A person speaks for all of their records: the last word counts, whichever record it stands in, and between two words
    of one instant the one that keeps back.
    """
    records = tuple(records)
    given = [Agreed(one.record, live) for one in records if (live := _live(one)) is not None]
    last = max(given, key=lambda one: one.consent.given_at, default=None)
    if last is None or any(ended >= last.consent.given_at for ended in map(_ended, records) if ended is not None):
        return None
    return last


def _live(words: WordsOnSharing) -> Consent | None:
    return next((one for one in words.consents if one.kind is ConsentKind.DATA_SHARING), None)


def _ended(words: WordsOnSharing) -> Instant | None:
    """Give when a record's word was taken back; one that was given again since was not."""
    if _live(words) is not None:
        return None
    ends = (one.ended_at for one in words.past_consents if one.consent.kind is ConsentKind.DATA_SHARING)
    return max(ends, default=None)
