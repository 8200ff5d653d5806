"""An anchor in object storage, over the S3 protocol; with object lock not even its owner changes what is there."""

from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from application.audit.checkpoints.ports import AnchoredOtherwise, AnchorUnreachable
from domain.shared.identifiers import ClinicId
from infrastructure.anchors.places import place

if TYPE_CHECKING:
    from obstore.store import S3Config


class ObjectStorageAnchor:
    """Keeps each checkpoint in an object of its own, which it only ever creates (``If-None-Match: *``)."""

    name: Final = "object-storage"

    def __init__(self, store: S3Store) -> None:
        self._store = store

    async def keep(self, clinic: ClinicId, size: int, note: str) -> None:
        """Put a checkpoint into the bucket. Raises ``AnchorUnreachable``, ``AnchoredOtherwise``."""
        path = place(clinic, size)
        try:
            kept = await self._kept(path, note.encode())
        except BaseError as failure:
            raise AnchorUnreachable(type(failure).__name__) from failure
        if kept != note.encode():
            raise AnchoredOtherwise

    async def _kept(self, path: str, note: bytes) -> bytes:
        """Create an object, and give what stands there, be it older."""
        try:
            await obstore.put_async(self._store, path, note, mode="create")
        except AlreadyExistsError:
            found = await obstore.get_async(self._store, path)
            return bytes(await found.bytes_async())
        return note


def bucket(name: str, endpoint: str, *, patience: float) -> S3Store:
    """Open a bucket, and below a slash in its name a folder of it. Who asks, stands in ``AWS_...`` of the environment.

    An ``endpoint`` leads to other storage than Amazon's; ``patience`` is in seconds.
    """
    name, _, folder = name.partition("/")
    elsewhere: S3Config = {"endpoint": endpoint, "virtual_hosted_style_request": False} if endpoint else {}
    return S3Store(
        name,
        config=elsewhere,
        prefix=folder or None,
        client_options={"timeout": f"{patience:g}s", "allow_http": endpoint.startswith("http://")},
        retry_config={"max_retries": 1},
    )
