"""That a patient is who they say they are."""

from enum import StrEnum

from domain.shared.identifiers import AccountId
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class IdentityCheck(StrEnum):
    """How the clinic satisfied itself of a patient's identity."""

    PHOTO_ID = "photo-id"
    PHOTO_ID_BY_VIDEO = "photo-id-by-video"
    KNOWN_TO_CLINIC = "known-to-clinic"
    IDENTITY_PROVIDER = "identity-provider"


class IdentityVerification(ValueObject, frozen=True, kw_only=True):
    """Who looked, how, and when."""

    method: IdentityCheck
    verified_by: AccountId
    verified_at: Instant
