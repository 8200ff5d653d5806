"""Wait for a visit for which there is no slot."""

from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace

from application.scheduling.appointments.parties import party
from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.waitlist.ports import WaitlistEntries
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.scheduling.appointments.eligibility import (
    IdentityNotVerified,
    PatientDeactivated,
    PatientIsLinked,
    SiteNotStated,
    TelehealthConsentMissing,
    WhereaboutsNotStated,
)
from domain.scheduling.appointments.planned_visit import Reason
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.scheduling.waitlist.entry import (
    AlreadyWaiting,
    OnlyClinicSetsUrgency,
    Urgency,
    WaitIsPast,
    WaitlistEntry,
    WaitlistEntryId,
)
from domain.scheduling.waitlist.wish import WaitlistWish
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class JoinWaitlist(Command, frozen=True, kw_only=True):
    """Wait for a visit, to be offered the first slot that suits.

    What is said here is what the visit is booked with, unless something else is said when an offer is accepted.
    """

    operation: ClassVar[str] = "scheduling.join-waitlist"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AlreadyWaiting,
        WaitIsPast,
        OnlyClinicSetsUrgency,
        PatientIsLinked,
        PatientDeactivated,
        TelehealthConsentMissing,
        IdentityNotVerified,
        SiteNotStated,
        WhereaboutsNotStated,
        PhoneNumberImpossible,
    )
    conditional: ClassVar[bool] = False

    patient: PatientId
    wish: WaitlistWish
    urgency: Urgency = Urgency.ROUTINE
    whereabouts: Whereabouts | None = None
    """Where the patient will be and who is called in an emergency; a remote visit needs it."""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class JoinWaitlistHandler:
    """Puts a patient in line, once for each kind of visit."""

    desks: BookingDesks
    entries: WaitlistEntries

    async def __call__(self, command: JoinWaitlist, execution: Execution) -> Receipt:
        """Join under an id that derives from the command."""
        patient, wish = command.patient, command.wish
        if not execution.reaches(patient, wish.only_provider):
            raise NotFound(id=patient)
        enquiry = await self.desks.enquire(patient, wish.place, wish.providers, execution)
        enquiry.standing.demand_survivor()
        entry = WaitlistEntry.join(
            WaitlistEntryId(execution.new_id("waitlist-entry")),
            enquiry.standing,
            replace(wish, place=enquiry.place),
            by=party(execution),
            now=execution.now,
            already=await self.entries.waiting(patient, wish.visit_type, execution),
            urgency=command.urgency,
            whereabouts=command.whereabouts,
            reason=command.reason,
        )
        await self.entries.add(entry, execution)
        return Receipt.of(entry)
