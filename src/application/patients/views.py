"""What the API shows of patients."""

from uuid import UUID

import msgspec

from application.patients.streams import registry_rules_of
from application.shared.query import View, Withheld
from domain.patients.activity import Deactivation
from domain.patients.consent import Consent, PastConsent
from domain.patients.contact import KnownContact
from domain.patients.coverage import KnownCoverage
from domain.patients.demographics import Demographics
from domain.patients.duplicates import Candidate
from domain.patients.emergency_contact import KnownEmergencyContact
from domain.patients.identifier import KnownIdentifier
from domain.patients.link import LinkReason, LiveLink, PatientLink, PatientLinkId
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules, RegistryPolicy
from domain.patients.representation import Representation, RepresentationId
from domain.patients.verification import IdentityVerification
from domain.shared.identifiers import AccountId, ClinicId, PatientId
from domain.shared.scopes import Capacity, Scope
from domain.shared.time import Instant


class PatientView(View, frozen=True, kw_only=True):
    """A patient's record."""

    id: PatientId
    version: int
    registered_at: Instant
    updated_at: Instant
    demographics: Demographics
    contacts: tuple[KnownContact, ...]
    identifiers: tuple[KnownIdentifier, ...]
    identity: IdentityVerification | None
    consents: tuple[Consent, ...]
    past_consents: tuple[PastConsent, ...] = ()
    emergency_contacts: tuple[KnownEmergencyContact, ...] = ()
    coverages: tuple[KnownCoverage, ...] = ()
    deactivation: Deactivation | None = None
    links: tuple[LiveLink, ...] = ()
    """The live links of the record: to the one that stays, where it is a duplicate, or from its duplicates."""
    withheld: Withheld = ()
    """The fields that hold nothing here because a search found somebody who is not in the searcher's care."""

    @classmethod
    def of(cls, patient: Patient) -> "PatientView":
        """Show a patient as it stands."""
        return cls(
            id=PatientId(patient.id),
            version=patient.version,
            registered_at=patient.created_on,
            updated_at=patient.modified_on,
            demographics=patient.demographics,
            contacts=patient.contacts,
            identifiers=patient.identifiers,
            identity=patient.identity,
            consents=patient.consents.live,
            past_consents=patient.consents.past,
            emergency_contacts=patient.emergency_contacts,
            coverages=patient.coverages,
            deactivation=patient.deactivation,
        )

    def from_afar(self) -> "PatientView":
        """Show what tells the patient from others, and nothing that is for those alone who look after them."""
        return msgspec.structs.replace(
            self,
            consents=(),
            past_consents=(),
            emergency_contacts=(),
            coverages=(),
            withheld=("consents", "past_consents", "emergency_contacts", "coverages"),
        )


class DuplicatesView(View, frozen=True, kw_only=True):
    """Whose records may be of one person with a patient's, the likeliest first."""

    patient: PatientId
    candidates: tuple[Candidate, ...]


class RegistryPolicyView(View, frozen=True, kw_only=True):
    """How the clinic keeps its registry. Version 0 is the default, which the clinic has not touched."""

    id: UUID
    version: int
    updated_at: Instant | None
    policy: RegistryPolicy

    @classmethod
    def of(cls, rules: ClinicRegistryRules) -> "RegistryPolicyView":
        """Show the policy as it stands."""
        return cls(id=rules.id, version=rules.version, updated_at=rules.modified_on, policy=rules.policy)

    @classmethod
    def untouched(cls, clinic: ClinicId) -> "RegistryPolicyView":
        """Show the default to a clinic that has set none."""
        return cls(id=registry_rules_of(clinic), version=0, updated_at=None, policy=RegistryPolicy.default())


class RepresentationView(View, frozen=True, kw_only=True):
    """Who acts in whose place, in which matters, from when until when."""

    id: RepresentationId
    version: int
    named_at: Instant
    updated_at: Instant
    patient: PatientId
    account: AccountId
    capacity: Capacity
    scopes: tuple[Scope, ...]
    starts_at: Instant
    ends_at: Instant | None
    """The end that was agreed; a guardian's access also ends by the patient's age."""
    ended_at: Instant | None
    """When it was ended before that."""

    @classmethod
    def of(cls, representation: Representation) -> "RepresentationView":
        """Show a representation as it stands."""
        return cls(
            id=RepresentationId(representation.id),
            version=representation.version,
            named_at=representation.created_on,
            updated_at=representation.modified_on,
            patient=representation.patient,
            account=representation.account,
            capacity=representation.capacity,
            scopes=representation.scopes,
            starts_at=representation.term.starts_at,
            ends_at=representation.term.ends_at,
            ended_at=representation.ended_at,
        )


class PatientLinkView(View, frozen=True, kw_only=True):
    """A link of a duplicate to the record that stays."""

    id: PatientLinkId
    version: int
    patient: PatientId
    """The duplicate."""
    survivor: PatientId
    linked_at: Instant
    unlinked_at: Instant | None
    reason: LinkReason

    @classmethod
    def of(cls, link: PatientLink) -> "PatientLinkView":
        """Show a link as it stands."""
        return cls(
            id=PatientLinkId(link.id),
            version=link.version,
            patient=link.patient,
            survivor=link.survivor,
            linked_at=link.created_on,
            unlinked_at=link.unlinked_at,
            reason=link.reason,
        )
