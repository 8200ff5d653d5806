"""Where the settings have checkpoints kept."""

from application.audit.checkpoints.ports import Anchor
from infrastructure.anchors.folder import FolderAnchor
from infrastructure.settings import Settings


def anchors(settings: Settings) -> tuple[Anchor, ...]:
    """Give the anchors that are set."""
    return (FolderAnchor(settings.anchor_folder),) if settings.anchor_folder is not None else ()
