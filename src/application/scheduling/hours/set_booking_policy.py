"""Set how the clinic lets visits be booked."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import BookingRules
from application.scheduling.streams import booking_rules_of
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.scheduling.hours.booking_policy import BookingPolicy, ClinicBookingRules


class SetBookingPolicy(Command, frozen=True, kw_only=True):
    """Set how the clinic lets visits be booked.

    The policy is replaced as a whole: what is not named is as in a clinic that has set nothing.
    """

    operation: ClassVar[str] = "scheduling.set-booking-policy"

    policy: BookingPolicy


@dataclass(frozen=True, slots=True)
class SetBookingPolicyHandler:
    """Takes up the clinic's first policy, or replaces the one it has."""

    rules: BookingRules

    async def __call__(self, command: SetBookingPolicy, execution: Execution) -> Receipt:
        """Set the policy for what is booked from now on."""
        stream = booking_rules_of(execution.clinic)
        try:
            async with self.rules.change(stream, execution) as rules:
                rules.set_policy(command.policy)
        except NotFound:
            rules = ClinicBookingRules.adopt(stream, command.policy)
            await self.rules.add(rules, execution)
        return Receipt.of(rules)
