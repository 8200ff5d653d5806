"""A patient of the clinic."""

from collections.abc import Iterable
from datetime import date, datetime

from domain.patients.activity import Deactivation, DeactivationReason, PatientIsActive, PatientIsDeactivated
from domain.patients.consent import Consent, ConsentKind, ConsentMethod, ConsentSpeaker, Statement, TextVersion
from domain.patients.consents import Consents
from domain.patients.contact import Contact, ContactCheck, ContactId, KnownContact, check_contact, known_contact
from domain.patients.coverage import Coverage, CoverageId, KnownCoverage, check_coverage, check_rank, known_coverage
from domain.patients.demographics import Demographics
from domain.patients.emergency_contact import (
    EmergencyContact,
    EmergencyContactId,
    KnownEmergencyContact,
    check_callable,
    check_emergency_contact,
    known_emergency_contact,
)
from domain.patients.erasure import ErasureId
from domain.patients.identifier import Identifier, IdentifierId, KnownIdentifier, check_identifier, known_identifier
from domain.patients.registry_policy import RegistryTerms
from domain.patients.verification import IdentityCheck, IdentityVerification
from domain.shared.aggregate import Aggregate, event
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.listed import changed, without
from domain.shared.time import Day, Instant


class Patient(Aggregate):
    """One person in the registry. The stream's id is the patient's, who is the subject of every fact in it."""

    class Registered(Aggregate.Created, frozen=True, kw_only=True):
        """The clinic took the patient into its registry."""

        demographics: Demographics

    class ToldApart(Aggregate.Event, frozen=True, kw_only=True):
        """Whoever registered the patient was shown these records, and said that they are of other people."""

        others: tuple[PatientId, ...]

    class DemographicsCorrected(Aggregate.Event, frozen=True, kw_only=True):
        """The record was wrong, or life changed it; the whole new state, not the difference."""

        demographics: Demographics

    class ContactAdded(Aggregate.Event, frozen=True, kw_only=True):
        """There is a new way to reach the patient, not yet verified."""

        contact_id: ContactId
        contact: Contact

    class ContactRemoved(Aggregate.Event, frozen=True, kw_only=True):
        """The patient is no longer reached this way."""

        contact_id: ContactId

    class ContactVerified(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic knows that the contact reaches the patient."""

        contact_id: ContactId
        method: ContactCheck
        verified_by: AccountId
        verified_at: Instant

    class IdentifierAdded(Aggregate.Event, frozen=True, kw_only=True):
        """Another record knows the patient by this value."""

        identifier_id: IdentifierId
        identifier: Identifier

    class IdentifierRemoved(Aggregate.Event, frozen=True, kw_only=True):
        """The value does not, or no longer, name this patient."""

        identifier_id: IdentifierId

    class IdentityVerified(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic satisfied itself that the patient is who they say they are."""

        method: IdentityCheck
        verified_by: AccountId
        verified_at: Instant

    class ConsentGiven(Aggregate.Event, frozen=True, kw_only=True):
        """The patient agreed to these words; they replace an earlier wording of the same kind."""

        kind: ConsentKind
        text_version: TextVersion
        given_by: ConsentSpeaker
        given_at: Instant
        how: ConsentMethod | None = None

    class ConsentWithdrawn(Aggregate.Event, frozen=True, kw_only=True):
        """The patient no longer agrees, from this instant."""

        kind: ConsentKind
        withdrawn_by: ConsentSpeaker
        withdrawn_at: Instant

    class EmergencyContactAdded(Aggregate.Event, frozen=True, kw_only=True):
        """There is one more person to call in an emergency, after those who are there."""

        emergency_contact_id: EmergencyContactId
        contact: EmergencyContact

    class EmergencyContactCorrected(Aggregate.Event, frozen=True, kw_only=True):
        """Somebody else, or the same person by another number, is called in this place."""

        emergency_contact_id: EmergencyContactId
        contact: EmergencyContact

    class EmergencyContactRemoved(Aggregate.Event, frozen=True, kw_only=True):
        """This person is no longer called."""

        emergency_contact_id: EmergencyContactId

    class CoverageAdded(Aggregate.Event, frozen=True, kw_only=True):
        """There is one more policy that pays for the patient."""

        coverage_id: CoverageId
        coverage: Coverage

    class CoverageReplaced(Aggregate.Event, frozen=True, kw_only=True):
        """What the record said of a policy was wrong or is out of date; the whole new state."""

        coverage_id: CoverageId
        coverage: Coverage

    class CoverageEnded(Aggregate.Event, frozen=True, kw_only=True):
        """The policy pays up to this day, which is included."""

        coverage_id: CoverageId
        last_day: Day

    class Deactivated(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic no longer sees the patient; nothing new is booked."""

        reason: DeactivationReason
        deactivated_by: AccountId
        deactivated_at: Instant

    class Reactivated(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic sees the patient again."""

        reactivated_by: AccountId
        reactivated_at: Instant

    class Erased(Aggregate.Event, frozen=True, kw_only=True):
        """The patient was forgotten: what all facts before this one say of the person can be read by nobody."""

        erasure: ErasureId
        erased_at: Instant

    demographics: Demographics
    told_apart: tuple[PatientId, ...]
    """Records that looked like this patient's at the registration, and are of other people."""
    contacts: tuple[KnownContact, ...]
    """In the order in which they were added."""
    identifiers: tuple[KnownIdentifier, ...]
    """In the order in which they were added."""
    identity: IdentityVerification | None
    """The latest check, or none."""
    consents: Consents
    emergency_contacts: tuple[KnownEmergencyContact, ...]
    """In the order in which they are called."""
    coverages: tuple[KnownCoverage, ...]
    """In the order in which they were added, ended ones included."""
    deactivation: Deactivation | None
    """Since when and why the clinic no longer sees the patient, if so."""
    is_erased: bool
    """Whether this is the last that is ever known of the patient."""

    @classmethod
    def register(
        cls,
        id: PatientId,
        demographics: Demographics,
        contacts: Iterable[tuple[ContactId, Contact]] = (),
        *,
        today: date,
        apart_from: Iterable[PatientId] = (),
    ) -> "Patient":
        """Take a patient into the registry, with the contacts they gave. ``today`` is the clinic's calendar day.

        ``apart_from`` are records that look like the patient's, and that somebody said are of other people.

        Raises ``BirthDateInFuture``, ``BirthDateTooLongAgo``, and what ``add_contact`` raises.
        """
        demographics.check(today)
        patient = cls._create(cls.Registered, id=id, demographics=demographics)
        patient.tell_apart(apart_from)
        for contact_id, contact in contacts:
            patient.add_contact(contact_id, contact)
        return patient

    def tell_apart(self, others: Iterable[PatientId]) -> None:
        """State that records that look like this patient's are of other people; of none there is nothing to state."""
        if apart := tuple(others):
            self._told_apart(others=apart)

    def correct_demographics(self, demographics: Demographics, *, today: date) -> None:
        """Replace what the record says of the patient; saying the same again changes nothing.

        Raises ``BirthDateInFuture``, ``BirthDateTooLongAgo``.
        """
        demographics.check(today)
        if demographics != self.demographics:
            self._demographics_corrected(demographics=demographics)

    def add_contact(self, contact_id: ContactId, contact: Contact) -> None:
        """Add a way to reach the patient.

        Raises ``PhoneNumberImpossible``, ``ContactAlreadyThere``, ``TooManyContacts``.
        """
        check_contact(contact, self.contacts)
        self._contact_added(contact_id=contact_id, contact=contact)

    def remove_contact(self, contact_id: ContactId) -> None:
        """Stop reaching the patient this way. Raises ``UnknownContact``."""
        known_contact(self.contacts, contact_id)
        self._contact_removed(contact_id=contact_id)

    def verify_contact(self, contact_id: ContactId, method: ContactCheck, by: AccountId, *, now: datetime) -> None:
        """State that a contact reaches the patient. Raises ``UnknownContact``, ``ContactAlreadyVerified``."""
        known_contact(self.contacts, contact_id).check_unverified()
        self._contact_verified(contact_id=contact_id, method=method, verified_by=by, verified_at=now)

    def add_identifier(self, identifier_id: IdentifierId, identifier: Identifier) -> None:
        """Note a value by which another record knows the patient.

        Raises ``IdentifierAlreadyThere``, ``TooManyIdentifiers``. That no other patient of the clinic has it is a rule
        over all patients, kept where they are all seen.
        """
        check_identifier(identifier, self.identifiers)
        self._identifier_added(identifier_id=identifier_id, identifier=identifier)

    def remove_identifier(self, identifier_id: IdentifierId) -> None:
        """Take a value off the record. Raises ``UnknownIdentifier``."""
        known_identifier(self.identifiers, identifier_id)
        self._identifier_removed(identifier_id=identifier_id)

    def verify_identity(self, method: IdentityCheck, by: AccountId, *, now: datetime) -> None:
        """State that the patient is who they say they are.

        Checking again is a new fact: documents expire, and a clinic may ask for a stronger check than it first had.
        """
        self._identity_verified(method=method, verified_by=by, verified_at=now)

    def give_consent(
        self, kind: ConsentKind, text_version: TextVersion, said: Statement, *, terms: RegistryTerms, now: datetime
    ) -> None:
        """Agree to a wording; a new version replaces the old one.

        A consent that no longer counts, as a guardian's once the patient is an adult, is given again to the same words.
        Raises ``GuardianMustConsent``, ``NotTheGuardiansMatter``, ``ConsentTextNotCurrent``, ``ConsentAlreadyGiven``.
        """
        terms.demand_say(kind, self.demographics, said.by)
        terms.demand_current(kind, text_version)
        self.consents.demand_new(kind, text_version, self.demographics, terms)
        self._consent_given(kind=kind, text_version=text_version, given_by=said.by, given_at=now, how=said.how)

    def withdraw_consent(self, kind: ConsentKind, by: ConsentSpeaker, *, terms: RegistryTerms, now: datetime) -> None:
        """Take back a consent, whatever its wording.

        Raises ``ConsentNotGiven``, ``GuardianMustConsent``, ``NotTheGuardiansMatter``.
        """
        self.consents.demand_live(kind)
        terms.demand_say(kind, self.demographics, by)
        self._consent_withdrawn(kind=kind, withdrawn_by=by, withdrawn_at=now)

    def agrees(self, kind: ConsentKind, terms: RegistryTerms) -> bool:
        """Tell whether a live consent of a kind counts: to the wording that the clinic asks for, by who has the say."""
        return self.consents.counts(kind, self.demographics, terms)

    def add_emergency_contact(self, contact_id: EmergencyContactId, contact: EmergencyContact) -> None:
        """Add somebody to call, after those who are there.

        Raises ``PhoneNumberImpossible``, ``EmergencyContactAlreadyThere``, ``TooManyEmergencyContacts``.
        """
        check_emergency_contact(contact, self.emergency_contacts)
        self._emergency_contact_added(emergency_contact_id=contact_id, contact=contact)

    def correct_emergency_contact(self, contact_id: EmergencyContactId, contact: EmergencyContact) -> None:
        """Replace who is called in a place, which stays; saying the same again changes nothing.

        Raises ``UnknownEmergencyContact``, ``PhoneNumberImpossible``, ``EmergencyContactAlreadyThere``.
        """
        known = known_emergency_contact(self.emergency_contacts, contact_id)
        check_callable(contact, without(self.emergency_contacts, contact_id))
        if contact != known.contact:
            self._emergency_contact_corrected(emergency_contact_id=contact_id, contact=contact)

    def remove_emergency_contact(self, contact_id: EmergencyContactId) -> None:
        """Call this person no longer. Raises ``UnknownEmergencyContact``."""
        known_emergency_contact(self.emergency_contacts, contact_id)
        self._emergency_contact_removed(emergency_contact_id=contact_id)

    def add_coverage(self, coverage_id: CoverageId, coverage: Coverage) -> None:
        """Note a policy that pays for the patient. Raises ``CoverageRankTaken``, ``TooManyCoverages``."""
        check_coverage(coverage, self.coverages)
        self._coverage_added(coverage_id=coverage_id, coverage=coverage)

    def replace_coverage(self, coverage_id: CoverageId, coverage: Coverage) -> None:
        """Put right what the record says of a policy; saying the same again changes nothing.

        Raises ``UnknownCoverage``, ``CoverageRankTaken``.
        """
        known = known_coverage(self.coverages, coverage_id)
        check_rank(coverage, without(self.coverages, coverage_id))
        if coverage != known.coverage:
            self._coverage_replaced(coverage_id=coverage_id, coverage=coverage)

    def end_coverage(self, coverage_id: CoverageId, last_day: date) -> None:
        """Let a policy pay up to a day, which is included.

        Raises ``UnknownCoverage``, ``CoverageEndsBeforeItBegins``, ``CoverageEndsAlready``.
        """
        known_coverage(self.coverages, coverage_id).check_end(last_day)
        self._coverage_ended(coverage_id=coverage_id, last_day=last_day)

    def deactivate(self, reason: DeactivationReason, by: AccountId, *, now: datetime) -> None:
        """See the patient no longer: nothing new is booked, what is booked stays. Raises ``PatientIsDeactivated``."""
        if self.deactivation is not None:
            raise PatientIsDeactivated(since=self.deactivation.deactivated_at)
        self._deactivated(reason=reason, deactivated_by=by, deactivated_at=now)

    def reactivate(self, by: AccountId, *, now: datetime) -> None:
        """See the patient again. Raises ``PatientIsActive``."""
        if self.deactivation is None:
            raise PatientIsActive
        self._reactivated(reactivated_by=by, reactivated_at=now)

    def erase(self, erasure: ErasureId, *, now: datetime) -> None:
        """Close the record with its last fact: whatever else is about to be recorded of the patient comes too late."""
        self._erased(erasure=erasure, erased_at=now)

    @event(Registered)
    def __init__(self, demographics: Demographics) -> None:
        self.demographics = demographics
        self.told_apart = ()
        self.contacts = ()
        self.identifiers = ()
        self.identity = None
        self.consents = Consents()
        self.emergency_contacts = ()
        self.coverages = ()
        self.deactivation = None
        self.is_erased = False

    @event(ToldApart)
    def _told_apart(self, others: tuple[PatientId, ...]) -> None:
        self.told_apart = others

    @event(DemographicsCorrected)
    def _demographics_corrected(self, demographics: Demographics) -> None:
        self.demographics = demographics

    @event(ContactAdded)
    def _contact_added(self, contact_id: ContactId, contact: Contact) -> None:
        self.contacts = (*self.contacts, KnownContact(id=contact_id, contact=contact))

    @event(ContactRemoved)
    def _contact_removed(self, contact_id: ContactId) -> None:
        self.contacts = without(self.contacts, contact_id)

    @event(ContactVerified)
    def _contact_verified(
        self, contact_id: ContactId, method: ContactCheck, verified_by: AccountId, verified_at: Instant
    ) -> None:
        self.contacts = changed(
            self.contacts, contact_id, lambda known: known.verified(method, by=verified_by, at=verified_at)
        )

    @event(IdentifierAdded)
    def _identifier_added(self, identifier_id: IdentifierId, identifier: Identifier) -> None:
        self.identifiers = (*self.identifiers, KnownIdentifier(id=identifier_id, identifier=identifier))

    @event(IdentifierRemoved)
    def _identifier_removed(self, identifier_id: IdentifierId) -> None:
        self.identifiers = without(self.identifiers, identifier_id)

    @event(IdentityVerified)
    def _identity_verified(self, method: IdentityCheck, verified_by: AccountId, verified_at: Instant) -> None:
        self.identity = IdentityVerification(method=method, verified_by=verified_by, verified_at=verified_at)

    @event(ConsentGiven)
    def _consent_given(
        self,
        kind: ConsentKind,
        text_version: TextVersion,
        given_by: ConsentSpeaker,
        given_at: Instant,
        how: ConsentMethod | None,
    ) -> None:
        given = Consent(kind=kind, text_version=text_version, given_by=given_by, given_at=given_at, how=how)
        self.consents = self.consents.given(given)

    @event(ConsentWithdrawn)
    def _consent_withdrawn(self, kind: ConsentKind, withdrawn_by: ConsentSpeaker, withdrawn_at: Instant) -> None:
        self.consents = self.consents.withdrawn(kind, by=withdrawn_by, at=withdrawn_at)

    @event(EmergencyContactAdded)
    def _emergency_contact_added(self, emergency_contact_id: EmergencyContactId, contact: EmergencyContact) -> None:
        added = KnownEmergencyContact(id=emergency_contact_id, contact=contact)
        self.emergency_contacts = (*self.emergency_contacts, added)

    @event(EmergencyContactCorrected)
    def _emergency_contact_corrected(self, emergency_contact_id: EmergencyContactId, contact: EmergencyContact) -> None:
        right = KnownEmergencyContact(id=emergency_contact_id, contact=contact)
        self.emergency_contacts = changed(self.emergency_contacts, right.id, lambda _: right)

    @event(EmergencyContactRemoved)
    def _emergency_contact_removed(self, emergency_contact_id: EmergencyContactId) -> None:
        self.emergency_contacts = without(self.emergency_contacts, emergency_contact_id)

    @event(CoverageAdded)
    def _coverage_added(self, coverage_id: CoverageId, coverage: Coverage) -> None:
        self.coverages = (*self.coverages, KnownCoverage(id=coverage_id, coverage=coverage))

    @event(CoverageReplaced)
    def _coverage_replaced(self, coverage_id: CoverageId, coverage: Coverage) -> None:
        right = KnownCoverage(id=coverage_id, coverage=coverage)
        self.coverages = changed(self.coverages, coverage_id, lambda _: right)

    @event(CoverageEnded)
    def _coverage_ended(self, coverage_id: CoverageId, last_day: date) -> None:
        self.coverages = changed(self.coverages, coverage_id, lambda known: known.ended(last_day))

    @event(Deactivated)
    def _deactivated(self, reason: DeactivationReason, deactivated_by: AccountId, deactivated_at: Instant) -> None:
        self.deactivation = Deactivation(reason=reason, deactivated_by=deactivated_by, deactivated_at=deactivated_at)

    @event(Reactivated)
    def _reactivated(self, reactivated_by: AccountId, reactivated_at: Instant) -> None:
        self.deactivation = None

    @event(Erased)
    def _erased(self, erasure: ErasureId, erased_at: Instant) -> None:
        self.is_erased = True
