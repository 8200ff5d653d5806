"""Check a patient in."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.eligibility import (
    IdentityNotVerified,
    SiteNotStated,
    TelehealthConsentMissing,
    WhereaboutsNotStated,
)
from domain.scheduling.appointments.lifecycle import (
    AnotherSite,
    AppointmentClosed,
    NotYetApproved,
    PatientIsHere,
    TooEarlyToArrive,
)
from domain.scheduling.appointments.provider_standing import ProviderLeaves, ProviderSuspended
from domain.scheduling.appointments.visit_place import VisitPlace, Whereabouts
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class CheckIn(Command, frozen=True, kw_only=True):
    """Check a patient in: take their word on where they are now, without which no visit starts.

    What a video visit needs of the patient, consent and a verified identity, is asked again.
    """

    operation: ClassVar[str] = "scheduling.check-in"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AppointmentClosed,
        NotYetApproved,
        PatientIsHere,
        TooEarlyToArrive,
        TelehealthConsentMissing,
        IdentityNotVerified,
        SiteNotStated,
        AnotherSite,
        WhereaboutsNotStated,
        PhoneNumberImpossible,
        ProviderSuspended,
        ProviderLeaves,
        NotAuthorizedThere,
    )

    appointment: InPath[AppointmentId] = IN_PATH
    place: VisitPlace
    whereabouts: Whereabouts | None = None


@dataclass(frozen=True, slots=True)
class CheckInHandler:
    """Lets a visit start where the patient is.

    Holds the patient and the provider meanwhile: no withdrawal of consent or authority, no suspension slips between.
    """

    appointments: Appointments
    desks: BookingDesks

    async def __call__(self, command: CheckIn, execution: Execution) -> Receipt:
        """Check the patient in."""
        async with self.appointments.change(command.appointment, execution) as appointment:
            attested = await self.desks.attest(
                appointment.patient, appointment.visit.provider, command.place, execution
            )
            appointment.check_in(
                attested.place,
                command.whereabouts,
                attested.standing,
                provider=attested.provider,
                policy=attested.policy,
                now=execution.now,
            )
        return Receipt.of(appointment)
