"""The identities that more than one context speaks of. An id that one context keeps to itself lives there."""

from typing import NewType
from uuid import UUID

ClinicId = NewType("ClinicId", UUID)
SiteId = NewType("SiteId", UUID)
RoomId = NewType("RoomId", UUID)
AccountId = NewType("AccountId", UUID)
PatientId = NewType("PatientId", UUID)
ProviderId = NewType("ProviderId", UUID)
AppointmentId = NewType("AppointmentId", UUID)
