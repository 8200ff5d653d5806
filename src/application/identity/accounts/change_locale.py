"""Change the clinic's language."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.shared.languages import LanguageTag


class ChangeLocale(Command, frozen=True, kw_only=True):
    """Let the clinic speak another language where a person has not chosen one."""

    operation: ClassVar[str] = "identity.change-locale"

    locale: LanguageTag


@dataclass(frozen=True, slots=True)
class ChangeLocaleHandler:
    """Sets the language of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: ChangeLocale, execution: Execution) -> Receipt:
        """Give the clinic its language."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.change_locale(command.locale)
        return Receipt.of(clinic)
