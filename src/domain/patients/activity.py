"""Whether the clinic still sees a patient."""

from enum import StrEnum

from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class PatientIsDeactivated(DomainError):
    """A patient is deactivated once."""

    code = "patients.patient-deactivated"
    mend = "Nothing to do: the record stays, and nobody books for the patient."


class PatientIsActive(DomainError):
    """Only a patient who was deactivated can be taken up again."""

    code = "patients.patient-active"
    mend = "Nothing to do: the patient can be booked."


class DeactivationReason(StrEnum):
    """Why a clinic no longer sees a patient."""

    MOVED_AWAY = "moved-away"
    CHANGED_CLINIC = "changed-clinic"
    DECEASED = "deceased"
    ENTERED_IN_ERROR = "entered-in-error"
    OTHER = "other"


class Deactivation(ValueObject, frozen=True, kw_only=True):
    """Since when, why, and who said so."""

    reason: DeactivationReason
    deactivated_by: AccountId
    deactivated_at: Instant
