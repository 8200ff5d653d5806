"""A clinician who can be booked."""

from datetime import date, datetime, time, timedelta

from domain.providers.authority import (
    Authority,
    AuthorityAlreadyGranted,
    AuthorityId,
    AuthorityIsRevoked,
    AuthorityNumber,
    HeldAuthority,
    RenewalDoesNotExtend,
    RevocationReason,
    UnknownAuthority,
)
from domain.providers.profile import Profile
from domain.providers.tenure import (
    LastDayIsOver,
    ProviderAlreadySuspended,
    ProviderHasLeft,
    ProviderNotSuspended,
    SuspensionReason,
)
from domain.providers.visit_type import UnknownVisitType, VisitType, VisitTypeAlreadyOffered
from domain.shared.aggregate import Aggregate, event
from domain.shared.contacts import PersonName
from domain.shared.identifiers import ProviderId
from domain.shared.listed import changed, entry_of, without
from domain.shared.places import Jurisdiction
from domain.shared.time import Day, Instant
from domain.shared.visits import VisitTypeCode


class Provider(Aggregate):
    """One entry of the directory. No patient is its subject: what is personal is sealed under the clinic's key."""

    class Added(Aggregate.Created, frozen=True, kw_only=True):
        """The clinic took the provider into its directory."""

        name: PersonName
        profile: Profile

    class ProfileSet(Aggregate.Event, frozen=True, kw_only=True):
        """The directory's entry reads like this from now on."""

        name: PersonName
        profile: Profile

    class AuthorityGranted(Aggregate.Event, frozen=True, kw_only=True):
        """A regulator lets the provider practise, as the clinic has seen proven."""

        authority_id: AuthorityId
        authority: Authority
        number: AuthorityNumber

    class AuthorityRenewed(Aggregate.Event, frozen=True, kw_only=True):
        """The authority lasts longer; without a last day, it has no end."""

        authority_id: AuthorityId
        valid_until: Day | None

    class AuthorityRevoked(Aggregate.Event, frozen=True, kw_only=True):
        """The authority holds no longer, from the named day."""

        authority_id: AuthorityId
        on: Day
        reason: RevocationReason | None = None

    class VisitTypeOffered(Aggregate.Event, frozen=True, kw_only=True):
        """The provider can be booked for this kind of visit."""

        visit_type: VisitType

    class VisitTypeWithdrawn(Aggregate.Event, frozen=True, kw_only=True):
        """The provider takes no new bookings of this kind; those that stand are kept."""

        code: VisitTypeCode

    class Suspended(Aggregate.Event, frozen=True, kw_only=True):
        """The provider sees no patient until reinstated; what the law allows them stays as it is."""

        reason: SuspensionReason

    class Reinstated(Aggregate.Event, frozen=True, kw_only=True):
        """The provider sees patients again."""

    class LeaveSet(Aggregate.Event, frozen=True, kw_only=True):
        """The provider leaves after a last day; without one, they stay."""

        last_day: Day | None
        leaves_at: Instant | None
        """The instant at which the last day is over, by the provider's clock when it was named."""

    name: PersonName
    profile: Profile
    authorities: tuple[HeldAuthority, ...]
    """In the order in which they were granted, revoked and lapsed ones too."""
    visit_types: tuple[VisitType, ...]
    """Those on offer, in the order in which they were offered."""
    suspended: bool
    suspension_reason: SuspensionReason | None
    last_day: Day | None
    leaves_at: Instant | None
    """From this instant on the provider sees no patient any more."""

    @classmethod
    def add(cls, id: ProviderId, name: PersonName, profile: Profile) -> "Provider":
        """Take a provider into the directory. They cannot be booked before they offer a visit type."""
        return cls._create(cls.Added, id=id, name=name, profile=profile)

    def set_profile(self, name: PersonName, profile: Profile) -> None:
        """Replace the directory's entry; saying the same again changes nothing."""
        if (name, profile) != (self.name, self.profile):
            self._profile_set(name=name, profile=profile)

    def grant_authority(self, authority_id: AuthorityId, authority: Authority, number: AuthorityNumber) -> None:
        """Note an authority that the clinic has seen proven. Raises ``AuthorityAlreadyGranted``."""
        self._check_register(HeldAuthority(id=authority_id, authority=authority, number=number))
        self._authority_granted(authority_id=authority_id, authority=authority, number=number)

    def renew_authority(self, authority_id: AuthorityId, valid_until: date | None) -> None:
        """Let an authority last until a later day, or for good with none.

        Raises ``UnknownAuthority``, ``AuthorityIsRevoked``, ``RenewalDoesNotExtend``, ``AuthorityAlreadyGranted``.
        """
        held = self._unrevoked(authority_id)
        last_day = held.authority.valid_until
        if last_day is None or (valid_until is not None and valid_until <= last_day):
            raise RenewalDoesNotExtend(authority=authority_id, valid_until=last_day)
        self._check_register(held.renewed(valid_until))
        self._authority_renewed(authority_id=authority_id, valid_until=valid_until)

    def revoke_authority(self, authority_id: AuthorityId, *, on: date, reason: RevocationReason | None = None) -> None:
        """End an authority before its time: ``on`` is the first day without it, past, present or announced.

        Raises ``UnknownAuthority``, ``AuthorityIsRevoked``.
        """
        self._unrevoked(authority_id)
        self._authority_revoked(authority_id=authority_id, on=on, reason=reason)

    def offer_visit_type(self, visit_type: VisitType) -> None:
        """Let the provider be booked for a kind of visit.

        Raises ``VisitLengthOutOfRange``, ``VisitTypeAlreadyOffered``.
        """
        visit_type.check()
        if self._offers(visit_type.code):
            raise VisitTypeAlreadyOffered(visit_type=visit_type.code)
        self._visit_type_offered(visit_type=visit_type)

    def withdraw_visit_type(self, code: VisitTypeCode) -> None:
        """Take no new bookings of a kind; the code is free again. Raises ``UnknownVisitType``."""
        if not self._offers(code):
            raise UnknownVisitType(visit_type=code)
        self._visit_type_withdrawn(code=code)

    def suspend(self, reason: SuspensionReason, now: datetime) -> None:
        """Keep the provider from seeing patients, from now on.

        Raises ``ProviderHasLeft``, ``ProviderAlreadySuspended``.
        """
        self._demand_not_left(now)
        if self.suspended:
            raise ProviderAlreadySuspended
        self._suspended(reason=reason)

    def reinstate(self, now: datetime) -> None:
        """Let a suspended provider see patients again. Raises ``ProviderHasLeft``, ``ProviderNotSuspended``."""
        self._demand_not_left(now)
        if not self.suspended:
            raise ProviderNotSuspended
        self._reinstated()

    def leave(self, last_day: date | None, now: datetime) -> None:
        """Set the last day on which the provider sees patients; none takes a leave back that was only announced.

        The day is one of the provider's own calendar. Saying the same again changes nothing. Raises
        ``ProviderHasLeft``, ``LastDayIsOver``.
        """
        self._demand_not_left(now)
        leaves_at = self._midnight_after(last_day) if last_day is not None else None
        if leaves_at is not None and leaves_at <= now:
            raise LastDayIsOver(today=self.profile.zone.date(now))
        if last_day != self.last_day:
            self._leave_set(last_day=last_day, leaves_at=leaves_at)

    def in_service(self, now: datetime) -> bool:
        """Tell whether the provider sees patients now: neither suspended nor gone."""
        return not self.suspended and not self._has_left(now)

    def may_practise(self, jurisdiction: Jurisdiction, on: date) -> bool:
        """Tell whether the law lets the provider see a patient who is in a jurisdiction on their local day.

        A provider may only see a patient located where the provider may practise on the patient's local date of the
        visit.
        """
        return any(held.right.covers(jurisdiction, on) for held in self.authorities)

    def _midnight_after(self, day: date) -> datetime:
        return self.profile.zone.instant(day + timedelta(days=1), time())

    def _has_left(self, now: datetime) -> bool:
        return self.leaves_at is not None and self.leaves_at <= now

    def _demand_not_left(self, now: datetime) -> None:
        if self._has_left(now):
            raise ProviderHasLeft(last_day=self.last_day)

    def _unrevoked(self, authority_id: AuthorityId) -> HeldAuthority:
        held = entry_of(self.authorities, authority_id, UnknownAuthority(authority=authority_id))
        if held.revoked_on is not None:
            raise AuthorityIsRevoked(authority=authority_id, revoked_on=held.revoked_on)
        return held

    def _check_register(self, entry: HeldAuthority) -> None:
        for held in without(self.authorities, entry.id):
            if held.clashes(entry):
                raise AuthorityAlreadyGranted(authority=held.id)

    def _offers(self, code: VisitTypeCode) -> bool:
        return any(offered.code == code for offered in self.visit_types)

    @event(Added)
    def __init__(self, name: PersonName, profile: Profile) -> None:
        self.name = name
        self.profile = profile
        self.authorities = ()
        self.visit_types = ()
        self.suspended = False
        self.suspension_reason = None
        self.last_day = None
        self.leaves_at = None

    @event(ProfileSet)
    def _profile_set(self, name: PersonName, profile: Profile) -> None:
        self.name = name
        self.profile = profile

    @event(AuthorityGranted)
    def _authority_granted(self, authority_id: AuthorityId, authority: Authority, number: AuthorityNumber) -> None:
        held = HeldAuthority(id=authority_id, authority=authority, number=number)
        self.authorities = (*self.authorities, held)

    @event(AuthorityRenewed)
    def _authority_renewed(self, authority_id: AuthorityId, valid_until: date | None) -> None:
        self.authorities = changed(self.authorities, authority_id, lambda held: held.renewed(valid_until))

    @event(AuthorityRevoked)
    def _authority_revoked(self, authority_id: AuthorityId, on: date, reason: RevocationReason | None) -> None:
        self.authorities = changed(self.authorities, authority_id, lambda held: held.revoked(on))

    @event(VisitTypeOffered)
    def _visit_type_offered(self, visit_type: VisitType) -> None:
        self.visit_types = (*self.visit_types, visit_type)

    @event(VisitTypeWithdrawn)
    def _visit_type_withdrawn(self, code: VisitTypeCode) -> None:
        self.visit_types = tuple(offered for offered in self.visit_types if offered.code != code)

    @event(Suspended)
    def _suspended(self, reason: SuspensionReason) -> None:
        self.suspended = True
        self.suspension_reason = reason

    @event(Reinstated)
    def _reinstated(self) -> None:
        self.suspended = False
        self.suspension_reason = None

    @event(LeaveSet)
    def _leave_set(self, last_day: date | None, leaves_at: Instant | None) -> None:
        self.last_day = last_day
        self.leaves_at = leaves_at
