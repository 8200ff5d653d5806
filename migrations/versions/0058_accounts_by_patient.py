"""Accounts are found by the patient whose they are."""

from concurrently import index

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    index("account_patient_idx", on="account (clinic_id, patient) where patient is not null")
