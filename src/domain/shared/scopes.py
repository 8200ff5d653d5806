"""In which capacity and how far somebody acts in a patient's place."""

from enum import StrEnum


class Capacity(StrEnum):
    """As what somebody acts for a patient."""

    GUARDIAN = "guardian"
    """Answers for a minor."""
    PROXY = "proxy"
    """Was named by the adult patient."""


class Scope(StrEnum):
    """One matter of a patient's that another person can be let into."""

    RECORD = "record"
    """To see the record, and to keep whom it says to call in an emergency."""
    VISITS = "visits"
    """To see, book, move and cancel visits, and to check in for them."""
    CONSENTS = "consents"
    """To give and withdraw consents in the patient's name."""
    MESSAGES = "messages"
    """To read and write messages."""
    BILLING = "billing"
    """To see to who pays."""
