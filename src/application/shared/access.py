"""Who may do what: one table, read by people, by the pipeline, by the tests and by the documentation.

``any`` reaches every record of the clinic, ``care`` those of patients in the actor's care or behind a glass that they
broke (``domain/patients/care.py``), ``own`` only the actor's own (a patient's record and appointments, a clinician's
provider record and calendar, anybody's sessions), ``-`` nothing. An operation that has no row cannot be built. What a
patient's ``own`` also opens to their guardian or proxy stands beside it, in ``application/shared/scopes.py``; what an
outsider's key can be for, in ``application/shared/rights/outsiders.py``.
"""

from typing import Final, cast

from application.shared.actor import Actor
from application.shared.execution import Reach
from application.shared.refusals import Forbidden, SecondFactorDemanded
from application.shared.rights.fresh_proof import demand_proof
from application.shared.rights.outsiders import is_open_to_outsiders
from domain.shared.roles import Role

TABLE: Final = """
operation                              operator owner clinician front_desk patient auditor integration system visitor
identity.open-clinic                   any      -     -         -          -       -       -           -      -
identity.suspend-clinic                any      -     -         -          -       -       -           -      -
identity.reinstate-clinic              any      -     -         -          -       -       -           -      -
identity.close-clinic                  any      -     -         -          -       -       -           -      -
identity.set-clinic-rates              any      -     -         -          -       -       -           -      -
identity.rename-clinic                 -        any   -         -          -       -       -           -      -
identity.change-time-zone              -        any   -         -          -       -       -           -      -
identity.change-locale                 -        any   -         -          -       -       -           -      -
identity.set-branding                  -        any   -         -          -       -       -           -      -
identity.set-lock-out-terms            -        any   -         -          -       -       -           -      -
identity.set-second-factor-terms       -        any   -         -          -       -       -           -      -
identity.set-clock                     -        any   -         -          -       -       -           -      -
identity.advance-clock                 -        any   -         -          -       -       -           -      -
identity.add-site                      -        any   -         -          -       -       -           -      -
identity.correct-site                  -        any   -         -          -       -       -           -      -
identity.close-site                    -        any   -         -          -       -       -           -      -
identity.add-room                      -        any   -         -          -       -       -           -      -
identity.rename-room                   -        any   -         -          -       -       -           -      -
identity.retire-room                   -        any   -         -          -       -       -           -      -
identity.get-clinic                    -        any   any       any        any     any     any         -      -
identity.get-sign-in-page              -        -     -         -          -       -       -           -      any
identity.invite-account                -        any   -         -          -       -       -           -      -
identity.invite-patient                -        any   care      any        -       -       -           -      -
identity.invite-representative         -        any   any       any        -       -       -           -      -
identity.accept-invitation             -        -     -         -          -       -       -           -      any
identity.disable-account               -        any   -         -          -       -       -           -      -
identity.enable-account                -        any   -         -          -       -       -           -      -
identity.change-role                   -        any   -         -          -       -       -           -      -
identity.unlock-account                -        any   -         -          -       -       -           -      -
identity.reset-totp                    -        any   -         -          -       -       -           -      -
identity.enrol-totp                    -        any   any       any        any     any     -           -      -
identity.confirm-totp                  -        any   any       any        any     any     -           -      -
identity.disable-totp                  -        any   any       any        any     any     -           -      -
identity.renew-recovery-codes          -        any   any       any        any     any     -           -      -
identity.prove-again                   -        any   any       any        any     any     -           -      -
identity.change-password               -        any   any       any        any     any     -           -      -
identity.get-account                   -        any   -         any        -       -       -           -      -
identity.list-accounts                 -        any   -         any        -       -       -           -      -
identity.sign-in                       -        -     -         -          -       -       -           -      any
identity.refresh-session               -        -     -         -          -       -       -           -      any
identity.sign-out                      -        -     -         -          -       -       -           -      any
identity.list-sessions                 own      own   own       own        own     own     -           -      -
identity.list-account-sessions         -        any   -         -          -       -       -           -      -
identity.end-session                   own      any   own       own        own     own     -           -      -
identity.sign-out-everywhere           -        any   any       any        any     any     -           -      -
identity.sign-in-operator              -        -     -         -          -       -       -           -      any
identity.refresh-operator-session      -        -     -         -          -       -       -           -      any
identity.sign-out-operator             -        -     -         -          -       -       -           -      any
identity.issue-api-key                 -        any   -         -          -       -       -           -      -
identity.rotate-api-key                -        any   -         -          -       -       -           -      -
identity.revoke-api-key                -        any   -         -          -       -       -           -      -
identity.get-api-key                   -        any   -         -          -       -       -           -      -
identity.list-api-keys                 -        any   -         -          -       -       -           -      -
patients.register-patient              -        any   any       any        -       -       any         -      -
patients.correct-demographics          -        any   care      any        -       -       any         -      -
patients.add-contact                   -        any   care      any        own     -       any         -      -
patients.remove-contact                -        any   care      any        -       -       any         -      -
patients.verify-contact                -        any   care      any        -       -       any         -      -
patients.add-identifier                -        any   care      any        -       -       any         -      -
patients.remove-identifier             -        any   care      any        -       -       any         -      -
patients.verify-identity               -        any   any       any        -       -       any         -      -
patients.give-consent                  -        any   any       any        own     -       any         -      -
patients.withdraw-consent              -        any   care      any        own     -       any         -      -
patients.add-emergency-contact         -        any   care      any        own     -       any         -      -
patients.correct-emergency-contact     -        any   care      any        own     -       any         -      -
patients.remove-emergency-contact      -        any   care      any        own     -       any         -      -
patients.add-coverage                  -        any   care      any        own     -       any         -      -
patients.replace-coverage              -        any   care      any        -       -       any         -      -
patients.end-coverage                  -        any   care      any        -       -       any         -      -
patients.deactivate-patient            -        any   care      any        -       -       any         -      -
patients.reactivate-patient            -        any   care      any        -       -       any         -      -
patients.set-registry-policy           -        any   -         -          -       -       -           -      -
patients.name-guardian                 -        any   care      any        -       -       any         -      -
patients.name-proxy                    -        any   care      any        own     -       any         -      -
patients.end-representation            -        any   any       any        own     -       any         -      -
patients.link-patients                 -        any   care      any        -       -       any         -      -
patients.unlink-patients               -        any   any       any        -       -       any         -      -
patients.request-erasure               -        any   care      any        -       -       -           -      -
patients.withdraw-erasure              -        any   any       any        -       -       -           -      -
patients.approve-erasure               -        any   any       -          -       -       -           -      -
patients.place-legal-hold              -        any   -         -          -       -       -           -      -
patients.lift-legal-hold               -        any   -         -          -       -       -           -      -
patients.get-erasure                   -        any   any       any        -       -       -           -      -
patients.list-erasures                 -        any   any       any        -       -       -           -      -
patients.get-legal-hold                -        any   any       any        -       -       -           -      -
patients.list-legal-holds              -        any   any       any        -       -       -           -      -
patients.record-disclosure             -        any   care      any        -       -       -           -      -
patients.correct-disclosure            -        any   -         any        -       -       -           -      -
patients.record-suspended-disclosure   -        any   -         -          -       -       -           -      -
patients.suspend-disclosure            -        any   -         -          -       -       -           -      -
patients.lift-suspension               -        any   -         -          -       -       -           -      -
patients.break-glass                   -        -     any       -          -       -       -           -      -
patients.review-break-glass            -        any   -         -          -       -       -           -      -
patients.get-break-glass               -        any   -         -          -       -       -           -      -
patients.list-break-glass              -        any   -         -          -       -       -           -      -
patients.assign-provider               -        any   care      any        -       -       -           -      -
patients.unassign-provider             -        any   care      any        -       -       -           -      -
patients.list-care-assignments         -        any   care      any        own     -       -           -      -
patients.get-patient                   -        any   care      any        own     -       any         -      -
patients.get-registry-policy           -        any   any       any        any     -       any         -      -
patients.list-representations          -        any   any       any        own     -       any         -      -
patients.search-patients               -        any   care      any        -       -       any         -      -
patients.find-duplicates               -        any   any       any        -       -       any         -      -
patients.get-patient-link              -        any   any       any        -       -       any         -      -
providers.add-provider                 -        any   -         -          -       -       any         -      -
providers.set-profile                  -        any   own       any        -       -       any         -      -
providers.grant-authority              -        any   -         -          -       -       any         -      -
providers.renew-authority              -        any   -         -          -       -       any         -      -
providers.revoke-authority             -        any   -         -          -       -       any         -      -
providers.offer-visit-type             -        any   own       -          -       -       any         -      -
providers.withdraw-visit-type          -        any   own       -          -       -       any         -      -
providers.suspend-provider             -        any   -         -          -       -       any         -      -
providers.reinstate-provider           -        any   -         -          -       -       any         -      -
providers.leave-provider               -        any   -         -          -       -       any         -      -
providers.get-provider                 -        any   any       any        -       -       any         -      -
providers.search-providers             -        any   any       any        any     -       any         -      -
scheduling.set-booking-policy          -        any   -         -          -       -       -           -      -
scheduling.set-weekly-hours            -        any   own       any        -       -       any         -      -
scheduling.add-extra-hours             -        any   own       any        -       -       any         -      -
scheduling.add-time-off                -        any   own       any        -       -       any         -      -
scheduling.remove-exception            -        any   own       any        -       -       any         -      -
scheduling.place-hold                  -        any   own       any        own     -       any         -      -
scheduling.release-hold                -        any   own       any        own     -       any         -      -
scheduling.tidy-expired-holds          -        -     -         -          -       -       -           any    -
scheduling.book-appointment            -        any   own       any        own     -       any         -      -
scheduling.overbook-appointment        -        any   own       any        -       -       -           -      -
scheduling.request-appointment         -        any   own       any        own     -       any         -      -
scheduling.approve-appointment         -        any   own       any        -       -       any         -      -
scheduling.decline-appointment         -        any   own       any        -       -       any         -      -
scheduling.reschedule-appointment      -        any   own       any        own     -       any         -      -
scheduling.cancel-appointment          -        any   own       any        own     -       any         -      -
scheduling.confirm-attendance          -        any   own       any        own     -       any         -      -
scheduling.book-series                 -        any   own       any        own     -       any         -      -
scheduling.change-series-following     -        any   own       any        own     -       any         -      -
scheduling.cancel-series               -        any   own       any        own     -       any         -      -
scheduling.approve-series              -        any   own       any        -       -       any         -      -
scheduling.decline-series              -        any   own       any        -       -       any         -      -
scheduling.note-arrival                -        any   own       any        own     -       any         -      -
scheduling.check-in                    -        any   own       any        own     -       any         -      -
scheduling.fulfil-appointment          -        any   own       any        -       -       any         -      -
scheduling.mark-no-show                -        any   own       any        -       -       any         -      -
scheduling.mark-not-held               -        any   own       any        -       -       any         -      -
scheduling.reassign-appointment        -        any   -         any        -       -       any         -      -
scheduling.reassess-appointments       -        -     -         -          -       -       -           any    -
scheduling.join-waitlist               -        any   own       any        own     -       any         -      -
scheduling.set-waitlist-urgency        -        any   own       any        -       -       any         -      -
scheduling.leave-waitlist              -        any   own       any        own     -       any         -      -
scheduling.offer-slot                  -        any   own       any        -       -       any         -      -
scheduling.accept-offer                -        any   own       any        own     -       any         -      -
scheduling.pass-offer                  -        any   own       any        own     -       any         -      -
scheduling.tidy-waitlist               -        -     -         -          -       -       -           any    -
scheduling.offer-freed-time            -        -     -         -          -       -       -           any    -
scheduling.fulfil-wait                 -        -     -         -          -       -       -           any    -
scheduling.issue-provider-calendar-link -       any   own       any        -       -       -           -      -
scheduling.issue-patient-calendar-link -        any   -         any        own     -       -           -      -
scheduling.revoke-calendar-link        -        any   own       any        own     -       -           -      -
scheduling.list-calendar-links         -        any   own       any        own     -       -           -      -
scheduling.find-slots                  -        any   any       any        own     -       any         -      -
scheduling.explain-slot                -        any   own       any        own     -       any         -      -
scheduling.explain-refusal             -        any   own       any        own     -       own         -      -
scheduling.find-replacements           -        any   -         any        -       -       any         -      -
scheduling.get-appointment             -        any   own       any        own     -       any         -      -
scheduling.list-appointments           -        any   own       any        own     -       any         -      -
scheduling.get-series                  -        any   own       any        own     -       any         -      -
scheduling.list-series                 -        any   own       any        own     -       any         -      -
scheduling.get-day-board               -        any   any       any        -       -       any         -      -
scheduling.get-hold                    -        any   own       any        own     -       any         -      -
scheduling.get-availability            -        any   any       any        -       -       any         -      -
scheduling.get-booking-policy          -        any   any       any        any     -       any         -      -
scheduling.get-waitlist-entry          -        any   own       any        own     -       any         -      -
scheduling.list-waitlist               -        any   own       any        own     -       any         -      -
integrations.read-feed                 -        any   -         -          -       -       any         -      -
audit.list-entries                     -        any   -         -          -       any     -           -      -
audit.list-accesses                    -        -     -         -          own     -       -           -      -
audit.list-disclosures                 -        any   -         -          own     any     -           -      -
audit.list-checkpoints                 -        any   -         -          -       any     -           -      -
"""


def parse(table: str) -> dict[str, dict[Role, Reach]]:
    """Read the table. Raises ``ValueError`` on a row that is doubled or not as wide as the heading."""
    heading, *rows = (line.split() for line in table.strip().splitlines() if not line.startswith("#"))
    roles = [Role(name) for name in heading[1:]]
    access: dict[str, dict[Role, Reach]] = {}
    for operation, *cells in rows:
        if operation in access or len(cells) != len(roles) or not set(cells) <= {"any", "care", "own", "-"}:
            message = f"the access table's row for {operation} is doubled, too short or has an unknown cell"
            raise ValueError(message)
        access[operation] = {role: cast("Reach", cell) for role, cell in zip(roles, cells, strict=True) if cell != "-"}
    return access


ACCESS: Final = parse(TABLE)

ENROLLING: Final = frozenset({"identity.enrol-totp", "identity.confirm-totp", "identity.prove-again"})
"""All that is left to whoever has not shown the second factor that their clinic demands."""


def reach(operation: str, actor: Actor) -> Reach:
    """Give how far the actor's permission for an operation goes.

    Raises ``Forbidden``, ``SecondFactorDemanded``, ``ProofTooOld``.
    """
    if actor.only_enrols and operation not in ENROLLING:
        raise SecondFactorDemanded(operation=operation)
    granted = ACCESS[operation].get(actor.role)
    limited = actor.scopes is not None and operation not in actor.scopes
    if granted is None or limited or (actor.is_outside and not is_open_to_outsiders(operation)):
        raise Forbidden(operation=operation, role=actor.role.value)
    demand_proof(operation, actor)
    return granted
