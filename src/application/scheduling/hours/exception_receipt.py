"""What is answered when an exception was added to weekly hours."""

from application.shared.command import Receipt
from domain.scheduling.hours.working_hours import ExceptionId


class ExceptionReceipt(Receipt, frozen=True, kw_only=True):
    """Names the exception, which can be called off by this id."""

    exception: ExceptionId
