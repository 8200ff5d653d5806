"""Who a patient is, opened for a rule that needs the age."""

from collections.abc import Mapping

import msgspec

from domain.patients.demographics import Demographics
from domain.shared.identifiers import ClinicId, PatientId
from infrastructure.crypto.sealing import SealingKey, associated
from infrastructure.postgres.connection import Row
from infrastructure.postgres.subject_keys import SubjectKeys


class _Known(msgspec.Struct):
    demographics: Demographics


_decode = msgspec.json.Decoder(_Known).decode


class SealedDemographics:
    """Opens one value of a patient's row; a birth date stands nowhere in clear, so an age cannot be asked in SQL."""

    COLUMNS = "t.version as sealed_version, t.key_id as sealed_key, t.sealed, k.kek_id, k.wrapped"
    """What ``of`` needs of a patient's row ``t`` and of its key ``k``."""

    def __init__(self, keys: SubjectKeys) -> None:
        self._keys = keys

    async def of(self, row: Row, patient: PatientId, clinic: ClinicId) -> Demographics:
        """Open a row. Raises ``Erased``."""
        key = await self._keys.opening(clinic, row["sealed_key"], row["kek_id"], row["wrapped"])
        return _opened(row, patient, clinic, key)

    async def of_each(self, rows: Mapping[PatientId, Row], clinic: ClinicId) -> dict[PatientId, Demographics]:
        """Open many rows, their keys side by side; whoever was erased is left out."""
        keys = await self._keys.opened(clinic, rows.values(), key="sealed_key")
        return {
            patient: _opened(row, patient, clinic, keys[row["sealed_key"]])
            for patient, row in rows.items()
            if row["wrapped"] is not None
        }


def _opened(row: Row, patient: PatientId, clinic: ClinicId, key: SealingKey) -> Demographics:
    plain = key.open(row["sealed"], associated(clinic, "patient", patient, row["sealed_version"]))
    return _decode(plain).demographics
