"""Another role for somebody who is there, and the way back for somebody who left."""

from collections.abc import Callable

import pytest

from domain.identity.account import Account, AccountIsDisabled, AccountIsNotDisabled, LastOwner, PatientRoleStays
from domain.identity.invitation import InvitationEndsTooSoon
from domain.identity.membership import (
    ClinicianAccountNeedsProvider,
    Membership,
    OnlyCliniciansNameProvider,
    OperatorBelongsToNoClinic,
    RoleHasNoAccount,
)
from domain.shared.aggregate import Fact
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.roles import Role
from unit.identity.people import EMAIL, LAKESIDE, MIA, NINE, NOOR, TEN, after
from unit.spec import given

Act = Callable[[Account], None]

desk_invited = Account.Invited(email=EMAIL, role=Role.FRONT_DESK, clinic=LAKESIDE, expires_at=TEN)
owner_invited = Account.Invited(email=EMAIL, role=Role.OWNER, clinic=LAKESIDE, expires_at=TEN)
patient_invited = Account.Invited(email=EMAIL, role=Role.PATIENT, clinic=LAKESIDE, patient=MIA, expires_at=TEN)
accepted = Account.Accepted(accepted_at=NINE)
disabled = Account.Disabled(disabled_at=NINE)
enabled = Account.Enabled(enabled_at=NINE, expires_at=TEN)


def becoming(role: Role, provider: ProviderId | None = None, *, other_owners: int = 0) -> Act:
    """Give the person another role at nine."""
    return lambda account: account.change_role(role, provider, other_owners=other_owners, now=NINE)


def enabling(account: Account) -> None:
    """Invite the person again at nine, until ten."""
    account.enable(expires_at=TEN, now=NINE)


def changed(role: Role, provider: ProviderId | None = None) -> Account.RoleChanged:
    """Give the fact of another role."""
    return Account.RoleChanged(role=role, provider=provider, changed_at=NINE)


@pytest.mark.parametrize("history", [(desk_invited,), (desk_invited, accepted)])
def test_another_role(history: tuple[Fact, ...]) -> None:
    """Somebody at the front desk becomes the auditor, whether they have accepted yet or not."""
    given(Account, *history).when(becoming(Role.AUDITOR)).then(changed(Role.AUDITOR))


def test_the_same_role() -> None:
    """Who gets the role they have keeps it, and nothing is noted."""
    given(Account, desk_invited, accepted).when(becoming(Role.FRONT_DESK)).then()


def test_becoming_a_clinician() -> None:
    """A clinician's account says who of the directory they are; another provider is another capacity."""
    clinician = changed(Role.CLINICIAN, NOOR)
    given(Account, desk_invited, accepted).when(becoming(Role.CLINICIAN, NOOR)).then(clinician)
    given(Account, desk_invited, clinician).when(becoming(Role.FRONT_DESK)).then(changed(Role.FRONT_DESK))
    given(Account, owner_invited, accepted).when(becoming(Role.OWNER, NOOR)).then(changed(Role.OWNER, NOOR))


@pytest.mark.parametrize(
    ("role", "provider", "rule"),
    [
        (Role.CLINICIAN, None, ClinicianAccountNeedsProvider),
        (Role.AUDITOR, NOOR, OnlyCliniciansNameProvider),
        (Role.OPERATOR, None, OperatorBelongsToNoClinic),
        (Role.INTEGRATION, None, RoleHasNoAccount),
        (Role.SYSTEM, None, RoleHasNoAccount),
        (Role.VISITOR, None, RoleHasNoAccount),
    ],
)
def test_roles_that_nobody_gets(role: Role, provider: ProviderId | None, rule: type[DomainError]) -> None:
    """Nobody becomes the operator or a program, nor a clinician without a place in the directory."""
    given(Account, desk_invited, accepted).when(becoming(role, provider)).then_rejected(rule)


def test_a_patient_stays_a_patient() -> None:
    """A patient's account never reaches other people's records, and no colleague's shrinks to one record."""
    given(Account, patient_invited).when(becoming(Role.FRONT_DESK)).then_rejected(PatientRoleStays, role=Role.PATIENT)
    given(Account, desk_invited).when(becoming(Role.PATIENT)).then_rejected(PatientRoleStays, role=Role.FRONT_DESK)


def test_the_last_owner_stays_one() -> None:
    """A clinic always keeps an owner, so the only one takes no other role."""
    given(Account, owner_invited, accepted).when(becoming(Role.AUDITOR)).then_rejected(LastOwner)


def test_one_of_two_owners() -> None:
    """An owner takes another role as long as another one stays."""
    stepping_down = becoming(Role.AUDITOR, other_owners=1)
    given(Account, owner_invited, accepted).when(stepping_down).then(changed(Role.AUDITOR))


def test_who_left_gets_no_role() -> None:
    """A disabled account has no role to change."""
    given(Account, desk_invited, disabled).when(becoming(Role.AUDITOR)).then_rejected(AccountIsDisabled)


def test_in_which_capacity_somebody_acts() -> None:
    """The newest role and provider count; the clinic stays."""
    account = after(Account, desk_invited, accepted, changed(Role.CLINICIAN, NOOR))
    assert account.membership == Membership(role=Role.CLINICIAN, clinic=LAKESIDE, provider=NOOR)
    assert account.can_sign_in


def test_coming_back() -> None:
    """Who left is invited again to the same account, and sets another password."""
    given(Account, desk_invited, accepted, disabled).when(enabling).then(enabled)
    back = after(Account, desk_invited, accepted, disabled, enabled)
    assert not back.can_sign_in
    given(Account, desk_invited, disabled, enabled).when(lambda one: one.accept(now=NINE)).then(accepted)


@pytest.mark.parametrize("history", [(desk_invited,), (desk_invited, accepted), (desk_invited, disabled, enabled)])
def test_nobody_comes_back_who_did_not_leave(history: tuple[Fact, ...]) -> None:
    """Only an account that was disabled is enabled."""
    given(Account, *history).when(enabling).then_rejected(AccountIsNotDisabled)


def test_a_way_back_that_is_over() -> None:
    """The new invitation, too, ends after it is sent."""
    too_late = given(Account, desk_invited, disabled).when(lambda one: one.enable(expires_at=NINE, now=NINE))
    too_late.then_rejected(InvitationEndsTooSoon, expires_at=NINE)
