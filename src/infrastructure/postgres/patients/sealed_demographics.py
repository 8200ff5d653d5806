"""Who a patient is, opened for a rule that needs the age."""

import msgspec

from domain.patients.demographics import Demographics
from domain.shared.identifiers import ClinicId, PatientId
from infrastructure.crypto.sealing import associated
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
        return _decode(
            key.open(row["sealed"], associated(clinic, "patient", patient, row["sealed_version"]))
        ).demographics
