"""What people wrote down of disclosures, in memory."""

from application.audit.ports import ByHand, Sought
from application.shared.execution import Execution
from domain.patients.disclosure import Disclosure
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryDisclosuresByHand:
    """Folds them."""

    def __init__(self, log: MemoryLog) -> None:
        self._disclosures = WholeClinic(Disclosure, log)

    async def of(self, sought: Sought, execution: Execution) -> tuple[ByHand, ...]:
        """Give what was disclosed of some patients, the latest first."""
        ours = (
            one
            for one in self._disclosures.all(execution)
            if one.patient in sought.patients and (sought.suspended or not one.is_suspended(execution.now))
        )
        found = [one for one in map(_by_hand, ours) if _is_within(one, sought)]
        return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True)[: sought.limit])


def _by_hand(one: Disclosure) -> ByHand:
    told = one.told
    return ByHand(
        one.id,
        told.disclosed_at,
        told.to,
        told.kinds,
        told.why,
        one.corrected_by is not None,
        told.recipient_kind,
        one.statements[-1] if one.statements else None,
        one.suspended_until,
    )


def _is_within(one: ByHand, sought: Sought) -> bool:
    return (
        (sought.since is None or one.at >= sought.since)
        and (sought.until is None or one.at < sought.until)
        and (sought.after is None or (one.at, one.id) < sought.after)
    )
