"""The API process: composed and served as ``polyclinic api`` does it, with an empty route beside it to compare with.

``--null-sealer`` takes the seals away, ``--no-trail`` the trail of what is read, so that their cost can be seen. Both
exist here only.
"""

import argparse
from collections.abc import Mapping
from os import urandom
from uuid import UUID

import uvloop
from dependency_injector import providers
from litestar import get

from application.shared.asked_for import AskedFor
from application.shared.execution import Execution
from application.shared.key_vault import KeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.containers.opening import opened
from infrastructure.crypto.key_ring import KeyRing, NewKey
from infrastructure.crypto.sealing import KEY_BYTES, SealingKey
from infrastructure.observability.logging import configure_logging
from infrastructure.settings import Settings, load_settings
from interfaces.asgi import litestar
from interfaces.cli.signals import stop_on_signals
from interfaces.http.routes import Side
from interfaces.server import listen, serve

EMPTY = "/bench/empty"


@get(EMPTY, name="bench.empty")
async def empty() -> dict[str, str]:
    """Answer with nothing to do."""
    return {}


class NullKey(SealingKey):
    """Seals nothing."""

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:  # noqa: ARG002 - as the real one
        """Give the value as it is."""
        return plaintext

    def open(self, sealed: bytes, aad: bytes) -> bytes:  # noqa: ARG002 - as the real one
        """Give the value as it is."""
        return sealed


class NullRing(KeyRing):
    """Draws keys that nothing wraps."""

    def __init__(self, vault: KeyVault) -> None:
        super().__init__(vault)
        self._key = NullKey(bytes(KEY_BYTES))
        self._wrapped = WrappedKey(kek_id="none", wrapped=urandom(KEY_BYTES))

    async def new_key(self, clinic: ClinicId) -> NewKey:  # noqa: ARG002 - as the real one
        """Give the key that seals nothing."""
        return NewKey(self._wrapped, self._key)

    async def open(self, clinic: ClinicId, key_id: UUID, wrapped: WrappedKey) -> SealingKey:  # noqa: ARG002 - as the real one
        """Give the key that seals nothing."""
        return self._key

    async def open_all(self, clinic: ClinicId, stored: Mapping[UUID, WrappedKey]) -> dict[UUID, SealingKey]:  # noqa: ARG002 - as the real one
        """Give the key that seals nothing: a registration reads whoever looks like the newcomer."""
        return dict.fromkeys(stored, self._key)


class NoTrail:
    """Keeps no entry."""

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:
        """Keep nothing."""


async def main(settings: Settings, *, null_sealer: bool, no_trail: bool) -> None:
    """Serve until told to stop."""
    listening = listen(settings.host, settings.port)
    stop = stop_on_signals()
    async with opened(settings) as container:
        if null_sealer:
            container.shared.ring.override(providers.Singleton(NullRing, container.shared.vault))
        if no_trail:
            container.shared.audit.override(providers.Singleton(NoTrail))
        async with litestar(settings, container, Side.ALL) as app:
            app.register(empty)
            await serve(app, listening, stop)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--null-sealer", action="store_true")
    options.add_argument("--no-trail", action="store_true")
    given = options.parse_args()
    configure_logging()
    uvloop.run(main(load_settings(), null_sealer=given.null_sealer, no_trail=given.no_trail))
