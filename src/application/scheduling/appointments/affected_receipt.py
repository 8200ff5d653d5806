"""What is answered when the clinic answered a series, or when it was called off."""

from application.shared.command import Receipt
from domain.shared.identifiers import AppointmentId


class AffectedReceipt(Receipt, frozen=True, kw_only=True):
    """Names the appointments that were concerned."""

    appointments: tuple[AppointmentId, ...]
