"""Invite a patient to open an account."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.invitations import Invitations, Invited
from application.identity.accounts.ports import People
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from application.shared.locks import Locks
from application.shared.refusals import NotFound
from domain.identity.account import AccountIsDisabled
from domain.identity.membership import Membership
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from domain.shared.roles import Role


class InvitePatient(Command, frozen=True, kw_only=True):
    """Invite a registered patient to open an account."""

    operation: ClassVar[str] = "identity.invite-patient"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*Invitations.REFUSALS, AccountIsDisabled)
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH
    email: EmailAddress


@dataclass(frozen=True, slots=True)
class InvitePatientHandler:
    """Invites a patient of the actor's clinic. Holds the patient meanwhile: no erasure slips between."""

    acting: ActingAccounts
    invitations: Invitations
    people: People
    locks: Locks

    async def __call__(self, command: InvitePatient, execution: Execution) -> Invited:
        """Invite. Raises ``NotFound`` for a patient that the clinic does not have, ``Erased`` for one it forgot."""
        await self.locks.hold(execution, command.patient)
        await self.acting.check(execution)
        if not await self.people.is_patient(command.patient, execution):
            raise NotFound(id=command.patient)
        membership = Membership(role=Role.PATIENT, clinic=execution.clinic, patient=command.patient)
        return await self.invitations.invite(command.email, membership, execution)
