"""Who may have an account, and in which capacity."""

from collections.abc import Callable
from datetime import datetime

import pytest

from domain.identity.account import Account
from domain.identity.invitation import InvitationEndsTooSoon
from domain.identity.membership import (
    AccountNeedsClinic,
    ClinicianAccountNeedsProvider,
    Membership,
    OnlyCliniciansNameProvider,
    OnlyPatientAccountsNamePatient,
    OperatorBelongsToNoClinic,
    RoleHasNoAccount,
)
from domain.shared.roles import Role
from unit.identity.people import ACCOUNT, EMAIL, LAKESIDE, MIA, NINE, NOOR, TEN
from unit.spec import given

GOOD = [
    Membership(role=Role.OPERATOR),
    Membership(role=Role.OWNER, clinic=LAKESIDE),
    Membership(role=Role.OWNER, clinic=LAKESIDE, provider=NOOR),
    Membership(role=Role.CLINICIAN, clinic=LAKESIDE, provider=NOOR),
    Membership(role=Role.FRONT_DESK, clinic=LAKESIDE),
    Membership(role=Role.AUDITOR, clinic=LAKESIDE),
    Membership(role=Role.PATIENT, clinic=LAKESIDE, patient=MIA),
    Membership(role=Role.PATIENT, clinic=LAKESIDE),
]
EVERYBODY_ELSE = [Role.OWNER, Role.CLINICIAN, Role.FRONT_DESK, Role.AUDITOR, Role.PATIENT]


def inviting(membership: Membership, expires_at: datetime = TEN) -> Callable[[], Account]:
    """Invite somebody at nine."""
    return lambda: Account.invite(ACCOUNT, EMAIL, membership, expires_at=expires_at, now=NINE)


@pytest.mark.parametrize("membership", GOOD)
def test_inviting(membership: Membership) -> None:
    """Operators, staff, patients, and who acts for patients and is none, are invited by e-mail, for a limited time."""
    given().when(inviting(membership)).then(
        Account.Invited(
            email=EMAIL,
            role=membership.role,
            clinic=membership.clinic,
            patient=membership.patient,
            provider=membership.provider,
            expires_at=TEN,
        )
    )


@pytest.mark.parametrize("role", [Role.INTEGRATION, Role.SYSTEM, Role.VISITOR])
def test_programs_have_no_account(role: Role) -> None:
    """Programs act with a key and Polyclinic acts by itself; neither has an account."""
    given().when(inviting(Membership(role=role, clinic=LAKESIDE))).then_rejected(RoleHasNoAccount, role=role)


def test_operators_stay_outside() -> None:
    """An operator never belongs to a clinic."""
    inside = Membership(role=Role.OPERATOR, clinic=LAKESIDE)
    given().when(inviting(inside)).then_rejected(OperatorBelongsToNoClinic)


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_everybody_else_is_in_a_clinic(role: Role) -> None:
    """Everybody but an operator acts in one clinic."""
    given().when(inviting(Membership(role=role))).then_rejected(AccountNeedsClinic, role=role)


@pytest.mark.parametrize("role", [Role.OWNER, Role.CLINICIAN, Role.FRONT_DESK, Role.AUDITOR])
def test_staff_name_no_record(role: Role) -> None:
    """Staff accounts are not tied to a patient's record."""
    tied = Membership(role=role, clinic=LAKESIDE, patient=MIA)
    given().when(inviting(tied)).then_rejected(OnlyPatientAccountsNamePatient, role=role)


def test_a_clinician_names_their_entry() -> None:
    """A clinician's account says which provider of the directory they are."""
    nobody = Membership(role=Role.CLINICIAN, clinic=LAKESIDE)
    given().when(inviting(nobody)).then_rejected(ClinicianAccountNeedsProvider)


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.AUDITOR])
def test_others_are_no_providers(role: Role) -> None:
    """Front desk and auditors are not providers."""
    listed = Membership(role=role, clinic=LAKESIDE, provider=NOOR)
    given().when(inviting(listed)).then_rejected(OnlyCliniciansNameProvider, role=role)


def test_patients_are_no_providers() -> None:
    """A clinician who is also a patient has one account for each."""
    both = Membership(role=Role.PATIENT, clinic=LAKESIDE, patient=MIA, provider=NOOR)
    given().when(inviting(both)).then_rejected(OnlyCliniciansNameProvider, role=Role.PATIENT)


def test_an_invitation_ends_later() -> None:
    """An invitation ends after it is sent."""
    given().when(inviting(GOOD[1], expires_at=NINE)).then_rejected(InvitationEndsTooSoon, expires_at=NINE)
