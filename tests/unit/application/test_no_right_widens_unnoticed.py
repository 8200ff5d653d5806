"""What the access table never gives, told by hand beside it: a cell that reaches further breaks a sentence."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import pytest

from application.shared.access import ACCESS
from application.shared.execution import Reach
from domain.shared.roles import Role

STAFF = {Role.OWNER, Role.CLINICIAN, Role.FRONT_DESK}
COMING_AND_GOING = (
    "identity.get-sign-in-page identity.sign-in* identity.sign-out identity.sign-out-operator identity.refresh-*"
    " identity.accept-invitation"
)
PROVING = (
    "identity.enrol-totp identity.confirm-totp identity.disable-totp identity.renew-recovery-codes identity.prove-again"
)
JOBS = "scheduling.tidy-* scheduling.reassess-* scheduling.offer-freed-time scheduling.fulfil-wait"
REACHES: tuple[Reach, ...] = ("own", "care", "any")
WIDTH: dict[Reach | None, int] = {None: 0, "own": 1, "care": 2, "any": 3}


class Limit(NamedTuple):
    """How far some roles reach at most, with operations that are named by patterns; nowhere unless said."""

    roles: set[Role]
    operations: str
    but: str = ""
    at_most: Reach | None = None

    def is_kept(self, operation: str, role: Role, reach: Reach | None) -> bool:
        """Tell whether a cell of the table stays within it."""
        spoken_of = role in self.roles and _named(operation, self.operations) and not _named(operation, self.but)
        return not spoken_of or WIDTH[reach] <= WIDTH[self.at_most]


def _named(operation: str, patterns: str) -> bool:
    return any(fnmatchcase(operation, pattern) for pattern in patterns.split())


def all_but(*roles: Role) -> set[Role]:
    """Give everybody else."""
    return set(Role) - set(roles)


LIMITS = {
    "Only who runs the installation opens, suspends, reinstates and closes clinics.": Limit(
        all_but(Role.OPERATOR),
        "identity.open-clinic identity.suspend-clinic identity.reinstate-clinic identity.close-clinic",
    ),
    "Only who runs the installation says how often a clinic's people may ask.": Limit(
        all_but(Role.OPERATOR), "identity.set-clinic-rates"
    ),
    "Who runs the installation reaches nothing in a clinic.": Limit(
        {Role.OPERATOR},
        "*",
        but="identity.*-clinic identity.set-clinic-rates identity.list-sessions identity.end-session",
    ),
    "Who runs the installation does not look at a clinic, nor rename it.": Limit(
        {Role.OPERATOR}, "identity.get-clinic identity.rename-clinic"
    ),
    "Who has not signed in sees whose door it is, and only comes in.": Limit({Role.VISITOR}, "*", but=COMING_AND_GOING),
    "Coming in, staying in and going is done with a token and in no role.": Limit(
        all_but(Role.VISITOR), COMING_AND_GOING
    ),
    "Who lists their sessions sees nobody else's.": Limit(all_but(), "identity.list-sessions", at_most="own"),
    "Only an owner ends the session of somebody else.": Limit(
        all_but(Role.OWNER), "identity.end-session", at_most="own"
    ),
    "Only an owner changes the clinic, its places and its clock.": Limit(
        all_but(Role.OWNER),
        "identity.rename-clinic identity.change-time-zone identity.change-locale identity.set-branding"
        " identity.set-lock-out-terms identity.set-second-factor-terms identity.*-clock"
        " identity.*-site identity.*-room",
    ),
    "Only an owner gives and takes accounts, rights and keys.": Limit(
        all_but(Role.OWNER),
        "identity.invite-account identity.*able-account identity.change-role identity.list-account-sessions"
        " identity.unlock-account identity.reset-totp identity.*-api-key*",
    ),
    "Only owners and the front desk see who has an account.": Limit(
        all_but(Role.OWNER, Role.FRONT_DESK), "identity.get-account identity.list-accounts"
    ),
    "Only who sees or receives patients invites them, and those who act for them.": Limit(
        set(Role) - STAFF, "identity.invite-patient identity.invite-representative"
    ),
    "An auditor changes nothing and opens no record.": Limit(
        {Role.AUDITOR},
        "*",
        but=f"identity.get-clinic identity.change-password identity.*-session* identity.sign-out-everywhere {PROVING} "
        "audit.list-entries audit.list-checkpoints audit.list-disclosures",
    ),
    "A patient never reaches another's record.": Limit(
        {Role.PATIENT},
        "patients.* audit.list-accesses audit.list-disclosures",
        but="patients.get-registry-policy",
        at_most="own",
    ),
    "Only who sees or receives patients asks that one be forgotten, and sees what was asked.": Limit(
        set(Role) - STAFF, "patients.*-erasure patients.list-erasures patients.*legal-hold*"
    ),
    "Only an owner or a clinician approves that a patient is forgotten.": Limit(
        all_but(Role.OWNER, Role.CLINICIAN), "patients.approve-erasure"
    ),
    "A clinician reads the records of patients in their care, and writes in them.": Limit(
        {Role.CLINICIAN},
        "patients.get-patient patients.search-patients patients.correct-* patients.*-contact patients.*-identifier"
        " patients.*-coverage patients.withdraw-consent patients.*activate-patient patients.name-*"
        " patients.link-patients patients.request-erasure patients.record-disclosure identity.invite-patient",
        at_most="care",
    ),
    "A clinician takes into care teams, and out of them, for patients in their care.": Limit(
        {Role.CLINICIAN}, "patients.*assign-provider patients.list-care-assignments", at_most="care"
    ),
    "Only who sees or receives patients says who looks after them.": Limit(
        set(Role) - STAFF, "patients.*assign-provider"
    ),
    "A service does not see who looks after whom.": Limit({Role.INTEGRATION}, "patients.list-care-assignments"),
    "Only a clinician breaks the glass.": Limit(all_but(Role.CLINICIAN), "patients.break-glass"),
    "Only an owner sees who broke the glass, and reviews it.": Limit(all_but(Role.OWNER), "patients.*-break-glass"),
    "Only an owner holds a record for a court, and lets go of it.": Limit(
        all_but(Role.OWNER), "patients.place-legal-hold patients.lift-legal-hold"
    ),
    "Only an owner sets the policies for the registry and for booking.": Limit(
        all_but(Role.OWNER), "patients.set-registry-policy scheduling.set-booking-policy"
    ),
    "A patient does not vouch for what the clinic has seen, nor search others.": Limit(
        {Role.PATIENT},
        "patients.register-* patients.correct-demographics patients.remove-contact patients.verify-*"
        " patients.*-identifier patients.replace-coverage patients.end-coverage patients.*activate-*"
        " patients.search-* patients.find-* patients.name-guardian patients.*link-patients patients.get-patient-link",
    ),
    "A patient reads the directory by searching it, and changes nothing in it.": Limit(
        {Role.PATIENT}, "providers.*", but="providers.search-providers"
    ),
    "A patient never reaches another's visits.": Limit(
        {Role.PATIENT}, "scheduling.*", but="scheduling.get-booking-policy", at_most="own"
    ),
    "A patient does not decide what the clinic decides about visits.": Limit(
        {Role.PATIENT},
        "scheduling.approve-* scheduling.decline-* scheduling.overbook-* scheduling.reassign-* scheduling.fulfil-*"
        " scheduling.mark-* scheduling.offer-slot scheduling.set-* scheduling.find-replacements",
    ),
    "A patient sees neither the day's board nor a provider's hours, and changes no calendar.": Limit(
        {Role.PATIENT},
        "scheduling.get-day-board scheduling.get-availability scheduling.add-* scheduling.remove-exception"
        " scheduling.issue-provider-calendar-link",
    ),
    "Only an owner, or the service that keeps the register, says who may practise.": Limit(
        all_but(Role.OWNER, Role.INTEGRATION),
        "providers.add-provider providers.*-authority providers.suspend-* providers.reinstate-* providers.leave-*",
    ),
    "A clinician keeps their own entry of the directory, and nobody else's.": Limit(
        {Role.CLINICIAN}, "providers.set-profile providers.*-visit-type", at_most="own"
    ),
    "The front desk does not say what a provider offers.": Limit({Role.FRONT_DESK}, "providers.*-visit-type"),
    "A clinician acts in their own calendar alone.": Limit(
        {Role.CLINICIAN},
        "scheduling.*",
        but="scheduling.find-slots scheduling.get-day-board scheduling.get-availability scheduling.get-booking-policy",
        at_most="own",
    ),
    "A clinician passes no visit on to a colleague, and hands out no patient's calendar.": Limit(
        {Role.CLINICIAN},
        "scheduling.reassign-* scheduling.find-replacements scheduling.issue-patient-calendar-link",
    ),
    "A service reads the clinic, and nothing else of who is in it.": Limit(
        {Role.INTEGRATION}, "identity.*", but="identity.get-clinic"
    ),
    "A service neither overbooks nor hands out calendars.": Limit(
        {Role.INTEGRATION}, "scheduling.overbook-* scheduling.*-calendar-link*"
    ),
    "A service, too, is told why of its own refusals alone.": Limit(
        {Role.INTEGRATION}, "scheduling.explain-refusal", at_most="own"
    ),
    "The feed is read by the owner and by services alone.": Limit(
        all_but(Role.OWNER, Role.INTEGRATION), "integrations.*"
    ),
    "The audit trail and its ledger are read by the owner and by auditors alone.": Limit(
        all_but(Role.OWNER, Role.AUDITOR), "audit.list-entries audit.list-checkpoints"
    ),
    "Who looked at a record is told to whom it is about, and to nobody else.": Limit(
        all_but(Role.PATIENT), "audit.list-accesses"
    ),
    "What left the clinic is told to whom it is about, to the owner and to auditors.": Limit(
        all_but(Role.OWNER, Role.AUDITOR, Role.PATIENT), "audit.list-disclosures"
    ),
    "Only staff write down what they gave away.": Limit(all_but(*STAFF), "patients.record-disclosure"),
    "Only owners and the front desk correct what was written down of it.": Limit(
        all_but(Role.OWNER, Role.FRONT_DESK), "patients.correct-disclosure"
    ),
    "Only an owner keeps a disclosure from the patient for an agency, and lets it be told.": Limit(
        all_but(Role.OWNER), "patients.record-suspended-disclosure patients.suspend-disclosure patients.lift-suspension"
    ),
    "What is only a job's is done by nobody else.": Limit(all_but(Role.SYSTEM), JOBS),
    "A job does only what is a job's.": Limit({Role.SYSTEM}, "*", but=JOBS),
}


def wider() -> Iterator[tuple[str, Role, Reach]]:
    """Give every cell with each reach beyond its own."""
    for operation, row in ACCESS.items():
        for role in Role:
            yield from ((operation, role, reach) for reach in REACHES if WIDTH[reach] > WIDTH[row.get(role)])


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_nobody_goes_further(limit: Limit) -> None:
    """The table keeps to each sentence."""
    assert [
        (operation, role)
        for operation, row in ACCESS.items()
        for role, reach in row.items()
        if not limit.is_kept(operation, role, reach)
    ] == []


def unnoticed(limits: Iterable[Limit]) -> list[tuple[str, Role, Reach]]:
    """Give the cells that could reach so far and keep to every sentence."""
    said = tuple(limits)
    return [cell for cell in wider() if all(limit.is_kept(*cell) for limit in said)]


def test_a_wider_cell_breaks_a_sentence() -> None:
    """Whichever cell of the table reached further, one of the sentences would not be true any more."""
    assert unnoticed(LIMITS.values()) == [], "say in a sentence who does not reach so far"


@pytest.mark.parametrize("sentence", LIMITS)
def test_no_sentence_is_idle(sentence: str) -> None:
    """Control: without any one of them, some cell could reach further unnoticed."""
    assert unnoticed(limit for said, limit in LIMITS.items() if said != sentence)
