"""Who may be booked for what: the rules about the patient and about what they state."""

from collections.abc import Iterator
from itertools import chain

from domain.scheduling.appointments.lifecycle import AnotherSite
from domain.scheduling.appointments.planned_visit import PlannedVisit
from domain.scheduling.appointments.visit_place import VisitPlace, Whereabouts
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from domain.shared.values import ValueObject
from domain.shared.visits import VisitMode


class PatientDeactivated(DomainError):
    """Nothing is booked for a patient whom the clinic no longer sees."""

    code = "scheduling.patient-deactivated"
    mend = "Reactivate the patient first, if the clinic sees them again."


class PatientIsLinked(DomainError):
    """A visit is booked for the record that stays, never for its duplicate."""

    code = "scheduling.patient-is-linked"
    mend = "Book for the patient that is named: the two records are of one person."


class TelehealthConsentMissing(DomainError):
    """No video visit is booked, and none begins, without the patient's consent to telehealth."""

    code = "scheduling.telehealth-consent-missing"
    mend = "Have the patient give telehealth consent first."


class IdentityNotVerified(DomainError):
    """No video visit is booked or begins for a patient whose identity is not verified."""

    code = "scheduling.identity-not-verified"
    mend = "Verify the patient's identity first."


class SiteNotStated(DomainError):
    """A visit in person names the site at which it takes place."""

    code = "scheduling.site-not-stated"
    mend = "Name the site in the visit's place."


class WhereaboutsNotStated(DomainError):
    """A remote visit states where the patient is, a number to call back and an emergency contact."""

    code = "scheduling.whereabouts-not-stated"
    mend = "State the patient's physical address, call-back number and emergency contact."


class PatientStanding(ValueObject, frozen=True, kw_only=True):
    """What the registry says of a patient, as far as booking asks."""

    patient: PatientId
    active: bool = True
    """Whether the clinic still sees the patient."""
    telehealth_consent: bool
    identity_verified: bool
    records: tuple[PatientId, ...] = ()
    """Every record of the patient's person, the one that stays first; none where nothing is linked.

    Of linked records the one that stays speaks for all: its consent, its identity.
    """

    def duplicate_refusals(self) -> Iterator[DomainError]:
        """Give the refusal of a new booking where another record of the person stays."""
        if self.records and self.records[0] != self.patient:
            yield PatientIsLinked(patient=self.records[0])

    def demand_survivor(self) -> None:
        """Refuse a new booking for a duplicate. Raises ``PatientIsLinked``."""
        for refusal in self.duplicate_refusals():
            raise refusal


def patient_refusals(standing: PatientStanding, mode: VisitMode) -> Iterator[DomainError]:
    """Give every rule about the patient that stands against a visit of a mode."""
    if not standing.active:
        yield PatientDeactivated()
    yield from video_refusals(standing, mode)


def video_refusals(standing: PatientStanding, mode: VisitMode) -> Iterator[DomainError]:
    """Give what a visit by video needs of the patient when it is booked and again when it begins, and lacks."""
    if mode is VisitMode.VIDEO and not standing.telehealth_consent:
        yield TelehealthConsentMissing()
    if mode is VisitMode.VIDEO and not standing.identity_verified:
        yield IdentityNotVerified()


def needed(mode: VisitMode, whereabouts: Whereabouts | None) -> Whereabouts | None:
    """Give the whereabouts that a visit of a mode keeps: in person the site is known, and nobody needs the patient's.

    Source: the minimum necessary (45 CFR 164.502(b)).
    """
    return None if mode is VisitMode.IN_PERSON else whereabouts


def place_refusals(mode: VisitMode, place: VisitPlace) -> Iterator[DomainError]:
    """Give what the place of a visit of a mode must name, and does not."""
    if mode is VisitMode.IN_PERSON and place.site is None:
        yield SiteNotStated()


def whereabouts_refusals(mode: VisitMode, whereabouts: Whereabouts | None) -> Iterator[DomainError]:
    """Give what a patient must state for a visit of a mode, and does not."""
    if mode is VisitMode.IN_PERSON:
        return
    if whereabouts is None:
        yield WhereaboutsNotStated()
    elif not whereabouts.can_be_called:
        yield PhoneNumberImpossible()


def demand_can_attend(
    standing: PatientStanding, visit: PlannedVisit, place: VisitPlace, whereabouts: Whereabouts | None
) -> None:
    """Raise the first rule about the patient that keeps a visit from starting where they attest that they are."""
    mode = visit.visit_type.mode
    for refusal in chain(
        video_refusals(standing, mode), place_refusals(mode, place), whereabouts_refusals(mode, whereabouts)
    ):
        raise refusal
    if mode is VisitMode.IN_PERSON and place.site != visit.place.site:
        raise AnotherSite(site=visit.place.site)
