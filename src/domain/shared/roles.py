"""In which capacity somebody acts."""

from enum import StrEnum


class Role(StrEnum):
    """A credential carries exactly one role."""

    OPERATOR = "operator"
    """Runs the installation; sees no clinical data."""
    OWNER = "owner"
    """Answers for a clinic."""
    CLINICIAN = "clinician"
    """Sees patients; has a provider record."""
    FRONT_DESK = "front_desk"
    """Runs the clinic's day."""
    PATIENT = "patient"
    """Is cared for; has a patient record."""
    AUDITOR = "auditor"
    """Reads who did what, changes nothing."""
    INTEGRATION = "integration"
    """A service with a scoped key."""
    SYSTEM = "system"
    """Polyclinic's own reactions and schedules."""
    VISITOR = "visitor"
    """Has not signed in yet."""
