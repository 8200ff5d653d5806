"""Which fields of a command only some of those who may carry it out may set: one table beside the access table.

Whoever else sets one is refused, and told which; nothing that somebody said is passed over. Whoever leaves it out, or
says what holds anyway, is let through.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from application.shared.command import Command
from domain.shared.errors import DomainError
from domain.shared.roles import Role

TABLE: Final = """
patients.give-consent      said_by  owner clinician front_desk integration
patients.give-consent      how      owner clinician front_desk integration
patients.withdraw-consent  said_by  owner clinician front_desk integration
"""


class FieldNotSettable(DomainError):
    """The role may do this, but may not say everything that can be said with it."""

    code = "request.field-not-settable"
    mend = "Leave out the fields that are named; the access table in the documentation lists who may set them."


def parse(table: str) -> dict[str, dict[str, frozenset[Role]]]:
    """Read the table. Raises ``ValueError`` on a row that is doubled, names nobody or an unknown role."""
    settable: dict[str, dict[str, frozenset[Role]]] = {}
    for operation, field, *roles in (line.split() for line in table.strip().splitlines()):
        fields = settable.setdefault(operation, {})
        if field in fields or not roles:
            message = f"the row for {field} of {operation} is doubled, or names nobody"
            raise ValueError(message)
        fields[field] = frozenset(map(Role, roles))
    return settable


SETTABLE: Final[Mapping[str, Mapping[str, frozenset[Role]]]] = parse(TABLE)


def check_settable(command: type[Command]) -> None:
    """Raise ``LookupError`` where the table speaks of a field that the command does not have or cannot do without."""
    optional = {field.name for field in msgspec.structs.fields(command) if not field.required}
    if unknown := SETTABLE.get(command.operation, {}).keys() - optional:
        message = f"{command.operation} cannot be sent without: {', '.join(sorted(unknown))}"
        raise LookupError(message)


def demand_settable(command: Command, role: Role) -> None:
    """Raise ``FieldNotSettable``, with a JSON pointer to each field, where a role says what is not its to say."""
    guarded = SETTABLE.get(command.operation)
    if guarded is None:
        return
    wrong = [
        {"pointer": f"/{field}", "detail": f"is said by {in_words(roles)} alone"}
        for field, roles in guarded.items()
        if role not in roles and getattr(command, field) != _otherwise(type(command), field)
    ]
    if wrong:
        raise FieldNotSettable(errors=wrong)


def _otherwise(command: type[Command], name: str) -> Any:
    """Give what holds where a field is left out."""
    return next(field.default for field in msgspec.structs.fields(command) if field.name == name)


def in_words(roles: frozenset[Role]) -> str:
    """Name roles as people call them."""
    return ", ".join(role.value.replace("_", " ") for role in Role if role in roles)
