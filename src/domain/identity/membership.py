"""For whom an account acts: which clinic, which patient, which provider goes with which role."""

from domain.shared.errors import DomainError
from domain.shared.identifiers import ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from domain.shared.values import ValueObject


class RoleHasNoAccount(DomainError):
    """Programs act with a key, Polyclinic by itself, visitors in nobody's name; none of them has an account."""

    code = "identity.role-has-no-account"
    mend = "Issue an API key for a program."


class OperatorBelongsToNoClinic(DomainError):
    """An operator runs the installation and never belongs to a clinic."""

    code = "identity.operator-belongs-to-no-clinic"
    mend = "Give the person an account of their own in the clinic, with another role."


class AccountNeedsClinic(DomainError):
    """Everybody but an operator acts in one clinic."""

    code = "identity.account-needs-clinic"
    mend = "Invite the person into a clinic."


class PatientAccountNeedsPatient(DomainError):
    """A patient is invited from their record, which says whose account it is."""

    code = "identity.patient-account-needs-patient"
    mend = "Register the patient first, then name them in the invitation."


class OnlyPatientAccountsNamePatient(DomainError):
    """Staff accounts are not tied to a patient's record."""

    code = "identity.only-patient-accounts-name-patient"
    mend = "Leave the patient out, or invite with the role patient."


class ClinicianAccountNeedsProvider(DomainError):
    """A clinician's account says which provider of the directory they are."""

    code = "identity.clinician-account-needs-provider"
    mend = "Add the provider first, then name them in the invitation."


class OnlyCliniciansNameProvider(DomainError):
    """Only clinicians, and owners who see patients themselves, are providers of the directory."""

    code = "identity.only-clinicians-name-provider"
    mend = "Leave the provider out, or invite with the role clinician."


class Membership(ValueObject, frozen=True, kw_only=True):
    """The capacity in which an account acts. A patient's without a record of its own acts for others alone."""

    role: Role
    clinic: ClinicId | None = None
    patient: PatientId | None = None
    provider: ProviderId | None = None

    def check(self) -> None:
        """Refuse a combination that nobody has, by the errors of this module."""
        if self.role in {Role.INTEGRATION, Role.SYSTEM, Role.VISITOR}:
            raise RoleHasNoAccount(role=self.role)
        self._check_clinic()
        if self.role is not Role.PATIENT and self.patient is not None:
            raise OnlyPatientAccountsNamePatient(role=self.role)
        if self.role is Role.CLINICIAN and self.provider is None:
            raise ClinicianAccountNeedsProvider
        if self.role not in {Role.CLINICIAN, Role.OWNER} and self.provider is not None:
            raise OnlyCliniciansNameProvider(role=self.role)

    def _check_clinic(self) -> None:
        if self.role is Role.OPERATOR and self.clinic is not None:
            raise OperatorBelongsToNoClinic
        if self.role is not Role.OPERATOR and self.clinic is None:
            raise AccountNeedsClinic(role=self.role)
