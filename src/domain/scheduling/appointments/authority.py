"""The law of practice, as the calendar asks it."""

from domain.shared.errors import DomainError


class NotAuthorizedThere(DomainError):
    """A provider sees a patient only where the provider may practise, on the patient's local date of the visit.

    Source: telehealth is practised where the patient is (U.S. state licensure law); the date is the patient's own.
    """

    code = "scheduling.not-authorized-there"
    mend = "Choose a provider who may practise where the patient will be, or another day."
