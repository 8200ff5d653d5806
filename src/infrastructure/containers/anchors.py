"""Where the settings have checkpoints kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import httpx

from application.audit.checkpoints.ports import Anchor
from application.shared.clock import Clock
from infrastructure.anchors.folder import FolderAnchor
from infrastructure.anchors.object_storage import ObjectStorageAnchor, bucket
from infrastructure.anchors.webhook import WebhookAnchor
from infrastructure.settings import Settings

PATIENCE: Final = 10.0
"""Seconds for one checkpoint at one anchor."""


@asynccontextmanager
async def anchors(settings: Settings, clock: Clock) -> AsyncIterator[tuple[Anchor, ...]]:
    """Give the anchors that are set."""
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
        found: list[Anchor] = []
        if settings.anchor_folder is not None:
            found.append(FolderAnchor(settings.anchor_folder))
        if settings.anchor_bucket:
            found.append(
                ObjectStorageAnchor(bucket(settings.anchor_bucket, settings.anchor_endpoint, patience=PATIENCE))
            )
        if settings.anchor_webhook:
            address, secret = settings.anchor_webhook, settings.anchor_webhook_secret
            found.append(WebhookAnchor(client, address, secret, clock, patience=PATIENCE))
        yield tuple(found)
