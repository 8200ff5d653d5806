"""The audit trail in a patient's words."""

from collections.abc import Iterable, Mapping
from typing import Final

from application.audit.views import EntryView
from application.shared.field_groups import FieldGroup
from application.shared.purposes import Purpose
from domain.patients.disclosure import DisclosedKind
from domain.shared.roles import Role

WHO: Final[Mapping[Role, str]] = {
    Role.OPERATOR: "Somebody who runs the computer system",
    Role.OWNER: "Somebody of the clinic's management",
    Role.CLINICIAN: "A clinician",
    Role.FRONT_DESK: "Somebody at the front desk",
    Role.PATIENT: "Somebody whom you let act for you",
    Role.AUDITOR: "Somebody who looks after privacy here",
    Role.INTEGRATION: "Another computer system of the clinic's",
    Role.SYSTEM: "The computer system by itself",
    Role.VISITOR: "Somebody with a link to your calendar",
}

WHAT: Final[Mapping[FieldGroup, str]] = {
    FieldGroup.DEMOGRAPHICS: "your name and date of birth",
    FieldGroup.CONTACTS: "how to reach you",
    FieldGroup.IDENTIFIERS: "your numbers",
    FieldGroup.IDENTITY: "how it was checked who you are",
    FieldGroup.CONSENTS: "what you agreed to",
    FieldGroup.EMERGENCY_CONTACTS: "whom to call in an emergency",
    FieldGroup.COVERAGE: "your insurance",
    FieldGroup.STANDING: "whether the clinic sees you",
    FieldGroup.LINKS: "which records are yours",
    FieldGroup.REPRESENTATIVES: "who may act for you",
    FieldGroup.APPOINTMENTS: "your appointments",
    FieldGroup.WAITLIST: "what you wait for",
    FieldGroup.CALENDAR_LINKS: "the links to your calendar",
    FieldGroup.ERASURE: "a request to erase your record",
    FieldGroup.LEGAL_HOLD: "for which case your record is kept",
    FieldGroup.CARE_TEAM: "who looks after you",
    FieldGroup.ACCOUNT: "your account",
    FieldGroup.BREAK_GLASS: "why your record was opened in an emergency",
    FieldGroup.ACCESSES: "who looked at your record",
    FieldGroup.DISCLOSURES: "to whom your data was given",
}

GIVEN: Final[Mapping[DisclosedKind, str]] = {
    DisclosedKind.DEMOGRAPHICS: "your name and date of birth",
    DisclosedKind.CONTACTS: "how to reach you",
    DisclosedKind.COVERAGE: "your insurance",
    DisclosedKind.APPOINTMENTS: "your appointments",
    DisclosedKind.VISITS: "what was done at your visits",
    DisclosedKind.DIAGNOSES: "your diagnoses",
    DisclosedKind.TEST_RESULTS: "your test results",
    DisclosedKind.MEDICATION: "your medication",
    DisclosedKind.BILLING: "your bills",
    DisclosedKind.WHOLE_RECORD: "your whole record",
}

WHY: Final[Mapping[Purpose, str]] = {
    Purpose.TREATMENT: "for your care",
    Purpose.EMERGENCY: "in an emergency",
    Purpose.PAYMENT: "for billing",
    Purpose.OPERATIONS: "to run the clinic",
    Purpose.ADMINISTRATION: "to look after accounts",
    Purpose.PATIENT_REQUEST: "as you asked",
    Purpose.LEGAL: "for a legal matter",
    Purpose.PUBLIC_HEALTH: "for public health",
    Purpose.RESEARCH: "for research",
    Purpose.BREAK_THE_GLASS: "in an emergency, past the usual limits",
}


def told(entry: EntryView, *, name: str | None, yourself: bool, changed: bool) -> str:
    """Say in one sentence who looked at what, or changed it, and why."""
    who = "You" if yourself else name or WHO[entry.role]
    did = "changed" if changed else "looked at"
    what = _listed([WHAT[field] for field in entry.fields]) or "your record"
    why = f" {WHY[entry.purpose]}" if entry.purpose is not None and not yourself else ""
    return f"{who} {did} {what}{why}."


def shown(to: str, fields: Iterable[FieldGroup], why: str) -> str:
    """Say in one sentence what an outsider read, and what for."""
    return f"{to} was shown {_listed([WHAT[field] for field in fields])}. What for: {why}"


def given(to: str, kinds: Iterable[DisclosedKind], why: str) -> str:
    """Say in one sentence what the clinic gave away, to whom, and what for."""
    return f"The clinic gave {_listed([GIVEN[kind] for kind in kinds])} to {to}. What for: {why}"


def _listed(words: list[str]) -> str:
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
