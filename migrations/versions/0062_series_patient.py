"""A patient's series are listed."""

from concurrently import index

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    index("series_patient_idx", on="series (clinic_id, patient, created_at, id)")
