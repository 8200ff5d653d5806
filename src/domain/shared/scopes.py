"""How far somebody may act in a patient's place."""

from enum import StrEnum


class Scope(StrEnum):
    """One matter of a patient's that another person can be let into."""

    RECORD = "record"
    """To see the record."""
    VISITS = "visits"
    """To see, book, move and cancel visits, and to check in for them."""
    CONSENTS = "consents"
    """To give and withdraw consents in the patient's name."""
    MESSAGES = "messages"
    """To read and write messages."""
    BILLING = "billing"
    """To see to who pays."""
