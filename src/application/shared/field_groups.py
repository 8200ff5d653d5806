"""What of a patient's data each operation touches: one table beside the access table, in a privacy officer's words.

An operation that has a row here reads or writes patients' data: a query that has one is answered only once its entry
stands in the audit trail, and every entry names the groups of its operation.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final


class FieldGroup(Enum):
    """A kind of what is known of a patient."""

    DEMOGRAPHICS = "demographics"
    CONTACTS = "contacts"
    IDENTIFIERS = "identifiers"
    IDENTITY = "identity"
    """How it was verified who somebody is."""
    CONSENTS = "consents"
    EMERGENCY_CONTACTS = "emergency-contacts"
    COVERAGE = "coverage"
    STANDING = "standing"
    """Whether the clinic still sees somebody."""
    LINKS = "links"
    """Which records are of one person."""
    REPRESENTATIVES = "representatives"
    APPOINTMENTS = "appointments"
    WAITLIST = "waitlist"
    CALENDAR_LINKS = "calendar-links"
    ERASURE = "erasure"
    LEGAL_HOLD = "legal-hold"
    CARE_TEAM = "care-team"
    """Who looks after somebody."""
    BREAK_GLASS = "break-glass"
    """By whom a record was opened outside of care, and why."""
    ACCESSES = "accesses"
    """Who looked at the record."""
    DISCLOSURES = "disclosures"
    """What of it was given to somebody outside of the clinic."""
    ACCOUNT = "account"
    """With which account somebody signs in."""


TABLE: Final = """
identity.invite-patient                account
identity.invite-representative         account representatives
identity.get-account                   account
identity.list-accounts                 account
patients.register-patient              demographics contacts identifiers
patients.correct-demographics          demographics
patients.add-contact                   contacts
patients.remove-contact                contacts
patients.verify-contact                contacts
patients.add-identifier                identifiers
patients.remove-identifier             identifiers
patients.verify-identity               identity
patients.give-consent                  consents
patients.withdraw-consent              consents
patients.add-emergency-contact         emergency-contacts
patients.correct-emergency-contact     emergency-contacts
patients.remove-emergency-contact      emergency-contacts
patients.add-coverage                  coverage
patients.replace-coverage              coverage
patients.end-coverage                  coverage
patients.deactivate-patient            standing
patients.reactivate-patient            standing
patients.name-guardian                 representatives
patients.name-proxy                    representatives
patients.end-representation            representatives
patients.list-representations          representatives
patients.link-patients                 links
patients.unlink-patients               links
patients.get-patient-link              links
patients.get-patient                   demographics contacts identifiers identity consents emergency-contacts coverage
                                       standing links
patients.search-patients               demographics contacts identifiers identity consents emergency-contacts coverage
                                       standing links
patients.find-duplicates               demographics contacts links
patients.request-erasure               erasure
patients.withdraw-erasure              erasure
patients.approve-erasure               erasure
patients.place-legal-hold              legal-hold
patients.lift-legal-hold               legal-hold
patients.get-erasure                   erasure
patients.list-erasures                 erasure
patients.break-glass                   break-glass
patients.review-break-glass            break-glass
patients.get-break-glass               break-glass
patients.list-break-glass              break-glass
patients.assign-provider               care-team
patients.unassign-provider             care-team
patients.list-care-assignments         care-team
patients.record-disclosure             disclosures
patients.correct-disclosure            disclosures
patients.record-suspended-disclosure   disclosures
patients.suspend-disclosure            disclosures
patients.lift-suspension               disclosures
patients.get-legal-hold                legal-hold
patients.list-legal-holds              legal-hold
scheduling.place-hold                  appointments
scheduling.release-hold                appointments
scheduling.tidy-expired-holds          appointments
scheduling.get-hold                    appointments
scheduling.book-appointment            appointments
scheduling.overbook-appointment        appointments
scheduling.request-appointment         appointments
scheduling.approve-appointment         appointments
scheduling.decline-appointment         appointments
scheduling.reschedule-appointment      appointments
scheduling.cancel-appointment          appointments
scheduling.confirm-attendance          appointments
scheduling.book-series                 appointments
scheduling.change-series-following     appointments
scheduling.cancel-series               appointments
scheduling.approve-series              appointments
scheduling.decline-series              appointments
scheduling.note-arrival                appointments
scheduling.check-in                    appointments
scheduling.fulfil-appointment          appointments
scheduling.mark-no-show                appointments
scheduling.mark-not-held               appointments
scheduling.reassign-appointment        appointments
scheduling.reassess-appointments       appointments
scheduling.find-slots                  appointments
scheduling.explain-slot                appointments consents identity
scheduling.find-replacements           appointments
scheduling.get-appointment             appointments
scheduling.list-appointments           appointments
scheduling.get-series                  appointments
scheduling.list-series                 appointments
scheduling.get-day-board               appointments
scheduling.join-waitlist               waitlist
scheduling.set-waitlist-urgency        waitlist
scheduling.leave-waitlist              waitlist
scheduling.offer-slot                  waitlist appointments
scheduling.accept-offer                waitlist appointments
scheduling.pass-offer                  waitlist
scheduling.tidy-waitlist               waitlist
scheduling.offer-freed-time            waitlist
scheduling.fulfil-wait                 waitlist
scheduling.get-waitlist-entry          waitlist
scheduling.list-waitlist               waitlist
scheduling.issue-patient-calendar-link calendar-links
scheduling.revoke-calendar-link        calendar-links
scheduling.list-calendar-links         calendar-links
scheduling.read-calendar               appointments
audit.list-entries                     accesses
audit.list-accesses                    accesses
audit.list-disclosures                 disclosures
integrations.read-feed                 identity consents standing links representatives appointments waitlist
                                       care-team break-glass
"""


def parse(table: str) -> Mapping[str, tuple[FieldGroup, ...]]:
    """Read the table; a line that begins with a space goes on with the row above. Raises ``ValueError``."""
    groups: dict[str, tuple[FieldGroup, ...]] = {}
    for row in table.strip().replace("\n ", " ").splitlines():
        operation, *named = row.split()
        if operation in groups or not named:
            message = f"the row of field groups for {operation} is doubled or names none"
            raise ValueError(message)
        groups[operation] = tuple(FieldGroup(name) for name in named)
    return groups


FIELD_GROUPS: Final = parse(TABLE)


def touches_patients(operation: str) -> bool:
    """Tell whether an operation reads or writes what is known of patients."""
    return operation in FIELD_GROUPS


def field_groups(operation: str) -> tuple[FieldGroup, ...]:
    """Give what of a patient's data an operation touches; nothing where it touches none."""
    return FIELD_GROUPS.get(operation, ())
