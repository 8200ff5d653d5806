"""The few clinics that have rates of their own: every process looks for them every second."""

from concurrently import index

revision = "0073"
down_revision = "0072"


def upgrade() -> None:
    index("clinic_directory_rates_idx", "clinic_directory (clinic_id) where rates is not null")
