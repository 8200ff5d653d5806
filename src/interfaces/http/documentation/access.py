"""The access table as people read it: on its page, and in `docs/access.md`."""

from itertools import groupby
from typing import Final

import msgspec

from application.shared.access import ACCESS
from application.shared.rights.fresh_proof import LATELY, TAKES_PROOF
from application.shared.rights.settable import SETTABLE, in_words
from application.shared.scopes import SCOPES
from domain.shared.roles import Role
from interfaces.http.openapi.prose import field_sentences

WORDS: Final = {"any": "all", "care": "care", "own": "own", None: "·"}
"""How a cell is written: every record of the clinic, those of patients in their care, only their own, nothing."""


class AccessRow(msgspec.Struct, frozen=True, kw_only=True):
    """What each role may do with one operation."""

    operation: str
    cells: tuple[str | None, ...]
    """``any``, ``care``, ``own`` or ``None``, in the order of ``Role``."""
    proof: bool
    """Whether it takes a fresh proof of who does it."""
    scope: str | None
    """What opens a patient's own to their guardian or proxy; ``None`` where nothing does."""

    def words(self) -> tuple[str, ...]:
        """Give the cells as they are written."""
        told = [WORDS[cell] for cell in self.cells]
        if self.scope is not None:
            told[list(Role).index(Role.PATIENT)] += f", {self.scope}"
        return tuple(told)


class SettableField(msgspec.Struct, frozen=True):
    """A field of a command that only some may set."""

    operation: str
    field: str
    roles: str


def roles() -> dict[str, str]:
    """Give every role with its sentence."""
    sentences = field_sentences(Role)
    return {role.value: sentences[role.name] for role in Role}


def by_context() -> dict[str, tuple[AccessRow, ...]]:
    """Give the table's rows by context, in the table's order."""
    rows = [
        AccessRow(
            operation=operation,
            cells=tuple(granted.get(role) for role in Role),
            proof=operation in TAKES_PROOF,
            scope=SCOPES[operation].value if operation in SCOPES else None,
        )
        for operation, granted in ACCESS.items()
    ]
    ordered = sorted(rows, key=lambda row: row.operation.partition(".")[0])
    return {name: tuple(group) for name, group in groupby(ordered, key=lambda row: row.operation.partition(".")[0])}


def settable_fields() -> tuple[SettableField, ...]:
    """Give the fields that only some may set, in the table's order."""
    return tuple(
        SettableField(operation, field, in_words(roles))
        for operation, fields in SETTABLE.items()
        for field, roles in fields.items()
    )


def access_markdown() -> str:
    """Print the table as Markdown."""
    heading = [role.value.replace("_", " ") for role in Role]
    lines = [
        "# Who may do what",
        "",
        "Printed from `src/application/shared/access.py` by `tools/print_access.py`; edit the table there.",
        "",
        "**all**: every record of the clinic. **own**: only what is their own (a patient's record and appointments,",
        "a clinician's provider record and calendar). **own, visits**: also where a guardian or proxy was let into",
        "visits, and so on for the other scopes. **care**: patients with whom they have a visit ahead or in whose care",
        "team they are, or were as long as the clinic remembers it, and whoever's glass they broke. **·**: nothing.",
        f"**!**: takes a proof, from the last {int(LATELY.total_seconds() // 60)} minutes, of who does it, by",
        "`src/application/shared/rights/fresh_proof.py`.",
        "",
        *(f"- **{name.replace('_', ' ')}**: {sentence}" for name, sentence in roles().items()),
    ]
    for context, rows in by_context().items():
        lines += ["", f"## {context.capitalize()}", ""]
        lines += [f"| operation | {' | '.join(heading)} | proof |", "|---|" + ":-:|" * (len(heading) + 1)]
        lines += [f"| `{row.operation}` | {' | '.join(row.words())} | {'!' if row.proof else ''} |" for row in rows]
    lines += ["", "## Fields that only some may set", ""]
    lines += [
        "Whoever else may do it and sets one is refused with `request.field-not-settable`. What somebody is shown"
    ]
    lines += ["shown goes by its class ([data](security/data.md)): the front desk reads nothing clinical.", ""]
    lines += ["| operation | field | who may set it |", "|---|---|---|"]
    lines += [f"| `{row.operation}` | `{row.field}` | {row.roles} |" for row in settable_fields()]
    return "\n".join(lines) + "\n"
