"""What a patient agreed to, to which words, who said so, and how."""

from enum import StrEnum
from typing import Annotated

import msgspec

from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.patterns import whole
from domain.shared.time import Instant
from domain.shared.values import Public, ValueObject

TextVersion = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("[A-Za-z0-9._-]{1,40}"),
        description="Which wording of the consent was shown.",
        examples=["2030-01"],
    ),
]


class ConsentAlreadyGiven(DomainError):
    """A patient agrees to the same words once."""

    code = "patients.consent-already-given"
    mend = "Nothing to do: the consent is live. A new wording needs its own version."


class ConsentNotGiven(DomainError):
    """Only a consent that is live can be withdrawn."""

    code = "patients.consent-not-given"
    mend = "Read the patient's consents again; this one was never given or is already withdrawn."


class ConsentTextNotCurrent(DomainError):
    """Where the clinic says which wording counts, a consent is given to that one."""

    code = "patients.consent-text-not-current"
    mend = "Show the current wording, and give the consent to it."


class GuardianMustConsent(DomainError):
    """For a minor a guardian consents, unless the clinic's policy makes the matter the adolescent's own."""

    code = "patients.guardian-must-consent"
    mend = "Have a guardian consent, through their account or at the desk."


class NotTheGuardiansMatter(DomainError):
    """A guardian neither gives nor withdraws a consent that is the patient's own."""

    code = "patients.not-the-guardians-matter"
    mend = "Ask the patient, who decides this without a guardian."


class ConsentKind(StrEnum):
    """What a consent allows."""

    TELEHEALTH = "telehealth"
    RECORDING = "recording"
    DATA_SHARING = "data-sharing"


class SaidByPatient(ValueObject, frozen=True, tag_field="by", tag="patient"):
    """The patient told the clinic, on paper or aloud; the fact's actor wrote it down."""


class SaidByAccount(ValueObject, frozen=True, tag_field="by", tag="account"):
    """Somebody signed in and said so themselves."""

    account: AccountId


class SaidByGuardian(ValueObject, frozen=True, tag_field="by", tag="guardian"):
    """A guardian said so for a minor: with this account, or to the clinic, where the fact's actor wrote it down."""

    account: AccountId | None = None


class SaidByProxy(ValueObject, frozen=True, tag_field="by", tag="proxy"):
    """Somebody whom the adult patient named said so: with this account, or to the clinic."""

    account: AccountId | None = None


ConsentSpeaker = SaidByPatient | SaidByAccount | SaidByGuardian | SaidByProxy
"""Who gave or withdrew a consent, told apart by ``by``."""


class ConsentMethod(StrEnum):
    """How a consent was given."""

    IN_WRITING = "in-writing"
    SPOKEN = "spoken"
    ONLINE = "online"


class Statement(ValueObject, frozen=True):
    """Somebody's word, as it reached the clinic."""

    by: ConsentSpeaker
    how: ConsentMethod | None = None
    """``None`` where whoever wrote it down did not say."""


class Consent(ValueObject, frozen=True, kw_only=True):
    """A live consent."""

    kind: ConsentKind
    text_version: TextVersion
    given_by: ConsentSpeaker
    given_at: Instant
    how: ConsentMethod | None = None


class PastConsent(ValueObject, frozen=True, kw_only=True):
    """A consent that is no longer live."""

    consent: Consent
    ended_at: Instant
    withdrawn_by: ConsentSpeaker | None = None
    """Whose word ended it; ``None`` where a newer consent of the kind replaced it."""
