"""By which name a checkpoint is kept."""

from domain.shared.identifiers import ClinicId


def place(clinic: ClinicId, size: int) -> str:
    """Name the place of the checkpoint of a clinic's first ``size`` entries; the names of a clinic sort by size."""
    return f"{clinic}/{size:019}.note"
