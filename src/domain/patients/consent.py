"""What a patient agreed to, to which words, and who said so."""

from enum import StrEnum
from typing import Annotated

import msgspec

from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.time import Instant
from domain.shared.values import ValueObject

TextVersion = Annotated[
    str,
    msgspec.Meta(
        pattern="^[A-Za-z0-9._-]{1,40}$",
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


ConsentSpeaker = SaidByPatient | SaidByAccount
"""Who gave or withdrew a consent, told apart by ``by``."""


class Consent(ValueObject, frozen=True, kw_only=True):
    """A live consent."""

    kind: ConsentKind
    text_version: TextVersion
    given_by: ConsentSpeaker
    given_at: Instant
