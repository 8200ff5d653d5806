"""A person's account: invited, accepted, locked for a while, disabled, enabled again."""

from datetime import datetime

import msgspec

from domain.identity.device import Device
from domain.identity.invitation import Invitation
from domain.identity.membership import Membership
from domain.identity.second_factor_terms import SecondFactorDemand, SecondFactorIsDemanded
from domain.shared.aggregate import Aggregate, event
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from domain.shared.time import Instant


class EmailTaken(DomainError):
    """An e-mail address has one account in a clinic."""

    code = "identity.email-taken"
    mend = "Use the account that is there, or disable it and invite again."


class LastOwner(DomainError):
    """A clinic always keeps an owner."""

    code = "identity.last-owner"
    mend = "Invite another owner first; once they have accepted, this one can go or take another role."


class AccountIsDisabled(DomainError):
    """A disabled account does nothing any more."""

    code = "identity.account-disabled"
    mend = "Ask the clinic for an account of your own."


class AccountIsNotDisabled(DomainError):
    """Only a disabled account is enabled again."""

    code = "identity.account-not-disabled"
    mend = "Read the account again: it is open, or its invitation waits to be accepted."


class PatientRoleStays(DomainError):
    """A patient's account stays a patient's, and no other becomes one: it belongs to the patient's record."""

    code = "identity.patient-role-stays"
    mend = "Disable the account and invite the person anew, a patient from their record."


class Account(Aggregate):
    """The account of one person in one capacity. Neither passwords nor their hashes ever stand in its facts."""

    class Invited(Aggregate.Created, frozen=True, kw_only=True):
        """Somebody may open an account.

        Where the account is a patient's, the patient is the subject: the address is sealed under the patient's key and
        goes when the patient is erased. All others are sealed under the clinic's key. Operators have no
        such facts: their addresses are sealed where they are kept, under the installation's key.
        """

        email: EmailAddress
        role: Role
        clinic: ClinicId | None = None
        patient: PatientId | None = None
        provider: ProviderId | None = None
        expires_at: Instant

    class Accepted(Aggregate.Event, frozen=True, kw_only=True):
        """The person set a password; from now on they can sign in."""

        accepted_at: Instant

    class PasswordChanged(Aggregate.Event, frozen=True, kw_only=True):
        """Another password counts from now on."""

        changed_at: Instant

    class RoleChanged(Aggregate.Event, frozen=True, kw_only=True):
        """The person acts in another capacity from now on."""

        role: Role
        provider: ProviderId | None = None
        changed_at: Instant

    class Disabled(Aggregate.Event, frozen=True, kw_only=True):
        """Nobody signs in with the account any more."""

        disabled_at: Instant

    class Enabled(Aggregate.Event, frozen=True, kw_only=True):
        """The account that was disabled waits for its holder again, who sets another password."""

        enabled_at: Instant
        expires_at: Instant
        """When the new invitation ends."""

    class Locked(Aggregate.Event, frozen=True, kw_only=True):
        """Too many tries failed; nobody signs in with the account until then."""

        locked_at: Instant
        until: Instant

    class Unlocked(Aggregate.Event, frozen=True, kw_only=True):
        """An owner let the account be signed in with again."""

        unlocked_at: Instant

    class TotpEnrolled(Aggregate.Event, frozen=True, kw_only=True):
        """The person got the secret for a device; until its first code nothing is asked of it."""

        enrolled_at: Instant

    class TotpConfirmed(Aggregate.Event, frozen=True, kw_only=True):
        """The device showed its first code; from now on signing in takes one, or a recovery code."""

        confirmed_at: Instant

    class TotpDisabled(Aggregate.Event, frozen=True, kw_only=True):
        """The person does without a second factor again."""

        disabled_at: Instant

    class TotpReset(Aggregate.Event, frozen=True, kw_only=True):
        """An owner took the second factor off the account."""

        reset_at: Instant

    class RecoveryCodesRenewed(Aggregate.Event, frozen=True, kw_only=True):
        """Other recovery codes count from now on."""

        renewed_at: Instant

    class RecoveryCodeUsed(Aggregate.Event, frozen=True, kw_only=True):
        """Somebody signed in with a recovery code."""

        used_at: Instant
        left: int
        """How many there are still."""

    email: EmailAddress
    membership: Membership
    invitation: Invitation
    password_changed_at: Instant | None
    """When the password that counts was set."""
    disabled_at: Instant | None
    locked_until: Instant | None
    """When the last lock is over, or was; ``None`` where there was none, or an owner took it away."""
    device: Device
    """What is, or waits to be, the second factor."""

    @classmethod
    def invite(
        cls,
        id: AccountId,
        email: EmailAddress,
        membership: Membership,
        *,
        expires_at: datetime,
        now: datetime,
    ) -> "Account":
        """Let somebody open an account until ``expires_at``.

        Raises ``InvitationEndsTooSoon`` and what ``Membership.check`` raises.
        """
        membership.check()
        Invitation(expires_at).check_end(now)
        return cls._create(
            cls.Invited,
            id=id,
            email=email,
            role=membership.role,
            clinic=membership.clinic,
            patient=membership.patient,
            provider=membership.provider,
            expires_at=expires_at,
        )

    def accept(self, *, now: datetime) -> None:
        """Open the account; the caller stores the password's hash beside it.

        Raises ``AccountIsDisabled``, ``InvitationAlreadyAccepted``, ``InvitationExpired``.
        """
        self.check_enabled()
        self.invitation.check_acceptable(now)
        self._accepted(accepted_at=now)

    def change_password(self, *, now: datetime) -> None:
        """Let another password count; the caller has checked the old one and stores the new one's hash.

        Raises ``AccountIsDisabled``, ``InvitationNotAccepted``.
        """
        self.check_enabled()
        self.invitation.check_accepted()
        self._password_changed(changed_at=now)

    def change_role(self, role: Role, provider: ProviderId | None, *, other_owners: int, now: datetime) -> None:
        """Let the person act in another capacity; the same one changes nothing.

        ``provider`` says who of the directory a clinician, or an owner who sees patients, is; ``other_owners`` how many
        accounts of owners are open besides this one. Raises ``AccountIsDisabled``, ``PatientRoleStays``, ``LastOwner``
        and what ``Membership.check`` raises.
        """
        self.check_enabled()
        changed = msgspec.structs.replace(self.membership, role=role, provider=provider)
        if changed == self.membership:
            return
        if (role is Role.PATIENT) != (self.membership.role is Role.PATIENT):
            raise PatientRoleStays(role=self.membership.role)
        changed.check()
        if role is not Role.OWNER:
            self._check_owned_without(other_owners)
        self._role_changed(role=role, provider=provider, changed_at=now)

    def disable(self, *, other_owners: int, now: datetime) -> None:
        """End the account, or an invitation that nobody accepted yet.

        ``other_owners`` says how many accounts of owners are open besides this one.
        Raises ``AccountIsDisabled``, ``LastOwner``.
        """
        self.check_enabled()
        self._check_owned_without(other_owners)
        self._disabled(disabled_at=now)

    def enable(self, *, expires_at: datetime, now: datetime) -> None:
        """Take the end of the account back: by a new invitation, because its password was forgotten.

        Raises ``AccountIsNotDisabled``, ``InvitationEndsTooSoon``.
        """
        if self.disabled_at is None:
            raise AccountIsNotDisabled
        Invitation(expires_at).check_end(now)
        self._enabled(enabled_at=now, expires_at=expires_at)

    def lock(self, *, until: datetime, now: datetime) -> None:
        """Let nobody sign in until then, because too many tries failed; nobody does where it is not open anyway."""
        if self.can_sign_in:
            self._locked(locked_at=now, until=until)

    def unlock(self, *, now: datetime) -> None:
        """Let the account be signed in with again; one that is open stays as it is. Raises ``AccountIsDisabled``."""
        self.check_enabled()
        if self.locked_until is not None and now < self.locked_until:
            self._unlocked(unlocked_at=now)

    def enrol_totp(self, *, now: datetime) -> None:
        """Let a device have a secret; the caller keeps it. Raises ``AccountIsDisabled``, ``TotpIsOn``."""
        self.check_enabled()
        self.device.check_off()
        self._totp_enrolled(enrolled_at=now)

    def confirm_totp(self, *, now: datetime) -> None:
        """Let the device be the second factor; the caller checks its first code.

        Raises ``AccountIsDisabled``, ``TotpNotEnrolled``, ``TotpIsOn``.
        """
        self.check_enabled()
        self.device.check_confirmable()
        self._totp_confirmed(confirmed_at=now)

    def disable_totp(self, demand: SecondFactorDemand, *, now: datetime) -> None:
        """Let the password be enough again; the caller has checked it.

        Raises ``AccountIsDisabled``, ``TotpIsOff``, ``SecondFactorIsDemanded``.
        """
        self._check_totp()
        if demand.holds:
            raise SecondFactorIsDemanded(since=demand.since)
        self._totp_disabled(disabled_at=now)

    def reset_totp(self, *, now: datetime) -> None:
        """Let the password be enough for somebody who lost the device. Raises ``AccountIsDisabled``, ``TotpIsOff``."""
        self._check_totp()
        self._totp_reset(reset_at=now)

    def renew_recovery_codes(self, *, now: datetime) -> None:
        """Let other recovery codes count; the caller keeps them. Raises ``AccountIsDisabled``, ``TotpIsOff``."""
        self._check_totp()
        self._recovery_codes_renewed(renewed_at=now)

    def use_recovery_code(self, *, left: int, now: datetime) -> None:
        """Note that a recovery code was used up, and how many are left."""
        self._recovery_code_used(used_at=now, left=left)

    @property
    def accepted_at(self) -> Instant | None:
        """When the person set their password."""
        return self.invitation.accepted_at

    @property
    def totp_since(self) -> Instant | None:
        """Since when signing in takes a code; ``None`` where the password is enough."""
        return self.device.since

    @property
    def can_sign_in(self) -> bool:
        """Whether the account is open: accepted, and not disabled."""
        return self.accepted_at is not None and self.disabled_at is None

    def check_enabled(self) -> None:
        """Raise ``AccountIsDisabled`` where nothing may be done with the account any more."""
        if self.disabled_at is not None:
            raise AccountIsDisabled(disabled_at=self.disabled_at)

    def _check_owned_without(self, other_owners: int) -> None:
        if self.membership.role is Role.OWNER and self.can_sign_in and not other_owners:
            raise LastOwner

    def _check_totp(self) -> None:
        self.check_enabled()
        self.device.check_on()

    @event(Invited)
    def __init__(  # noqa: PLR0913, PLR0917 - the fact has that many fields
        self,
        email: EmailAddress,
        role: Role,
        clinic: ClinicId | None,
        patient: PatientId | None,
        provider: ProviderId | None,
        expires_at: Instant,
    ) -> None:
        self.email = email
        self.membership = Membership(role=role, clinic=clinic, patient=patient, provider=provider)
        self.invitation = Invitation(expires_at)
        self.password_changed_at = None
        self.disabled_at = None
        self.locked_until = None
        self.device = Device()

    @event(Accepted)
    def _accepted(self, accepted_at: Instant) -> None:
        self.invitation = Invitation(self.invitation.expires_at, accepted_at)
        self.password_changed_at = accepted_at

    @event(PasswordChanged)
    def _password_changed(self, changed_at: Instant) -> None:
        self.password_changed_at = changed_at

    @event(RoleChanged)
    def _role_changed(self, role: Role, provider: ProviderId | None, changed_at: Instant) -> None:
        self.membership = msgspec.structs.replace(self.membership, role=role, provider=provider)

    @event(Disabled)
    def _disabled(self, disabled_at: Instant) -> None:
        self.disabled_at = disabled_at
        self.device = Device()

    @event(Enabled)
    def _enabled(self, enabled_at: Instant, expires_at: Instant) -> None:
        self.invitation = Invitation(expires_at)
        self.password_changed_at = None
        self.disabled_at = None

    @event(Locked)
    def _locked(self, locked_at: Instant, until: Instant) -> None:
        self.locked_until = until

    @event(Unlocked)
    def _unlocked(self, unlocked_at: Instant) -> None:
        self.locked_until = None

    @event(TotpEnrolled)
    def _totp_enrolled(self, enrolled_at: Instant) -> None:
        self.device = Device(enrolled_at)

    @event(TotpConfirmed)
    def _totp_confirmed(self, confirmed_at: Instant) -> None:
        self.device = Device(self.device.enrolled_at, confirmed_at)

    @event(TotpDisabled)
    def _totp_disabled(self, disabled_at: Instant) -> None:
        self.device = Device()

    @event(TotpReset)
    def _totp_reset(self, reset_at: Instant) -> None:
        self.device = Device()

    @event(RecoveryCodesRenewed)
    def _recovery_codes_renewed(self, renewed_at: Instant) -> None:
        pass

    @event(RecoveryCodeUsed)
    def _recovery_code_used(self, used_at: Instant, left: int) -> None:
        pass
