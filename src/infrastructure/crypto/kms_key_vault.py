"""A vault in AWS Key Management Service, or in whatever speaks its protocol.

Which of its keys are ours and what each is for, aliases say that all begin alike, with ``alias/polyclinic`` where the
settings say so:

    alias/polyclinic/root                    wraps the keys of everybody
    alias/polyclinic/clinic/<root>/<clinic>  wraps those of one clinic, for as long as that root is the current one
    alias/polyclinic/kek/<key>               every key that was drawn to wrap, and not retired
    alias/polyclinic/mac                     makes the MAC keys, for ever

So a new root ends the keys that clinics had of their own with the one change of one alias.
"""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog

from application.shared.key_vault import KeyMaterialUnusable, KeyRefused, WrappedKey
from application.shared.refusals import Unavailable
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.kms_calls import PART, PATIENCE, Kms, KmsRefused, kms

NOTICED_WITHIN: Final = 5.0
"""Seconds in which a process notices that another one has changed a current key."""
SETTLED_AFTER: Final = 60.0
"""Seconds in which the service may still tell of an alias as it was: whoever changed it goes by what it changed."""
GRACE_DAYS: Final = 30
"""Days that the service keeps a retired key before it destroys it, the most it offers: backups expire meanwhile."""

_SHUT: Final = {
    "AccessDeniedException",  # the answer to a ciphertext of a key that is not there, too
    "DisabledException",
    "IncorrectKeyException",
    "InvalidCiphertextException",
    "KMSInvalidStateException",
    "NotFoundException",
    "ValidationException",
}
"""Why the service does not open what it was given, when there is nothing to be waited for."""

_log = structlog.get_logger(__name__)


class _Current(msgspec.Struct, frozen=True):
    """What the aliases say."""

    root: str
    clinics: dict[UUID, str]
    """Which key is current in a clinic that has one of its own."""
    keks: frozenset[str]


class KmsKeyVault:
    """Has the service wrap and open keys; what wraps them never leaves it.

    A wrapped key opens with the context in which it was wrapped alone: for its clinic. MAC keys are kept at hand, since
    they never change; opened keys are kept by whoever asked (``KeyRing``). Raises ``Unavailable`` where the service
    does not answer in time, or refuses for a reason that is not the wrapped key's.
    """

    grace_days: Final = GRACE_DAYS
    noticed_within: Final = NOTICED_WITHIN

    def __init__(self, service: Kms, prefix: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._kms = service
        self._prefix = prefix
        self._monotonic = monotonic
        self._known: _Current | None = None
        self._until = 0.0
        self._reading = asyncio.Lock()
        self._mac_keys: dict[tuple[ClinicId, str], bytes] = {}

    async def is_there(self) -> bool:
        """Tell whether any key is ours."""
        return bool(await self._aliases())

    async def create(self) -> bool:
        """Draw the keys that are missing; tell whether any was. Raises ``KeyMaterialUnusable``.

        The MAC key comes first, so where it alone is missing it was lost: another would find nothing that is indexed.
        """
        aliases = await self._aliases()
        if "mac" not in aliases:
            if aliases:
                raise KeyMaterialUnusable(f"{self._prefix}/mac is gone: give that alias to its key again")
            await self._name("mac", await self._drawn(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256"))
        if "root" not in aliases:
            self._known = None
            await self._name("root", await self._drawn_kek())
        return not {"mac", "root"} <= aliases.keys()

    async def rotate(self, clinic: ClinicId | None = None) -> str:
        """Draw a key-encryption key and make it current, in one clinic or everywhere; give its id."""
        current = await self._current()
        drawn = await self._drawn_kek()
        clinics = {} if clinic is None else {**current.clinics, clinic: drawn}
        if clinic is None:
            await self._told("UpdateAlias", AliasName=f"{self._prefix}/root", TargetKeyId=drawn)
        else:
            await self._name(f"clinic/{current.root}/{clinic}", drawn, anew=clinic in current.clinics)
        root = drawn if clinic is None else current.root
        self._known, self._until = (
            _Current(root, clinics, current.keks | {drawn}),
            self._monotonic() + SETTLED_AFTER,
        )
        return drawn

    async def older(self) -> set[str]:
        """Name the key-encryption keys that are current nowhere any more."""
        current = await self._current()
        return set(current.keks) - {current.root, *current.clinics.values()}

    async def retire(self, kek_ids: Collection[str]) -> None:
        """Have older key-encryption keys destroyed after ``GRACE_DAYS``; from now on, what one still wraps stays shut.

        Raises ``KeyMaterialUnusable`` where one is current.
        """
        if set(kek_ids) - await self.older():
            raise KeyMaterialUnusable("a current key-encryption key cannot be retired")
        for kek_id in kek_ids:
            try:
                await self._kms.ask("ScheduleKeyDeletion", KeyId=kek_id, PendingWindowInDays=GRACE_DAYS)
            except KmsRefused as refused:
                if refused.reason != "KMSInvalidStateException":  # else a call before this one had come so far
                    raise _unavailable(refused) from refused
        for name, kek_id in (await self._aliases()).items():
            if kek_id in kek_ids:
                await self._told("DeleteAlias", AliasName=f"{self._prefix}/{name}")
        self._known = None

    async def kept(self) -> int:
        """Count the key-encryption keys."""
        return len((await self._current()).keks)

    async def unchanged_for(self) -> float:
        """Give the seconds since the last key was drawn, which is the last that any other one was current."""
        current = await self._current()
        told = [await self._told("DescribeKey", KeyId=key) for key in {current.root, *current.clinics.values()}]
        return time.time() - max(float(key["KeyMetadata"]["CreationDate"]) for key in told)

    async def current(self, clinic: ClinicId) -> str:
        """Name the key-encryption key that wraps the clinic's new keys."""
        current = await self._current()
        return current.clinics.get(clinic, current.root)

    async def wrap(self, clinic: ClinicId, key: bytes) -> WrappedKey:
        """Wrap a key under the clinic's current key-encryption key."""
        kek_id = await self.current(clinic)
        wrapped = await self._told("Encrypt", KeyId=kek_id, Plaintext=_text(key), EncryptionContext=_context(clinic))
        return WrappedKey(kek_id, base64.b64decode(wrapped["CiphertextBlob"]))

    async def unwrap(self, clinic: ClinicId, wrapped: WrappedKey) -> bytes:
        """Open a wrapped key. Raises ``KeyRefused``."""
        if not await self._is_ours(wrapped.kek_id):
            raise KeyRefused("its key-encryption key is not in this vault")
        asked = {"KeyId": wrapped.kek_id, "CiphertextBlob": _text(wrapped.wrapped)}
        try:
            opened = await self._kms.ask("Decrypt", **asked, EncryptionContext=_context(clinic))
        except KmsRefused as refused:
            if refused.reason in _SHUT:
                raise KeyRefused("it was altered, wrapped for another clinic, or its key was retired") from None
            raise _unavailable(refused) from refused
        return base64.b64decode(opened["Plaintext"])

    async def mac_key(self, clinic: ClinicId, purpose: str) -> bytes:
        """Have the clinic's MAC key for a purpose made by the service's own, once in the life of this process."""
        known = self._mac_keys.get((clinic, purpose))
        if known is None:
            message = _text(b"polyclinic/1/mac" + clinic.bytes + purpose.encode())
            asked = {"KeyId": f"{self._prefix}/mac", "Message": message, "MacAlgorithm": "HMAC_SHA_256"}
            known = base64.b64decode((await self._told("GenerateMac", **asked))["Mac"])
            self._mac_keys[clinic, purpose] = known
        return known

    async def _current(self) -> _Current:
        """Give what the aliases say, as it was ``NOTICED_WITHIN`` at most. Raises ``KeyMaterialUnusable``."""
        async with self._reading:
            if self._known is None or self._until < self._monotonic():
                self._known = self._said_by(await self._aliases())
                self._until = self._monotonic() + NOTICED_WITHIN
            return self._known

    async def _is_ours(self, kek_id: str) -> bool:
        """Tell whether a key-encryption key was ever ours, also one that another process has drawn a moment ago."""
        # What was ours once is asked for without a look at the aliases: of a retired key the service says so itself.
        if self._known is not None and kek_id in self._known.keks:
            return True
        known = await self._current()
        async with self._reading:
            known = self._known or known
            if kek_id not in known.keks:
                # Another process wraps by the new key as soon as it has noticed it, which may be before this one has.
                told = self._said_by(await self._aliases())
                self._known = known = msgspec.structs.replace(known, keks=known.keks | told.keks)
        return kek_id in known.keks

    def _said_by(self, aliases: dict[str, str]) -> _Current:
        root = aliases.get("root")
        if root is None:
            raise KeyMaterialUnusable(f"no key is called {self._prefix}/root: check the region and the credentials")
        own = f"clinic/{root}/"
        return _Current(
            root=root,
            clinics={UUID(name.removeprefix(own)): key for name, key in aliases.items() if name.startswith(own)},
            keks=frozenset(key for name, key in aliases.items() if name.startswith("kek/")),
        )

    async def _aliases(self) -> dict[str, str]:
        """Give our keys by their aliases, without what all of these begin with."""
        ours, page, found = f"{self._prefix}/", {"Limit": 100}, {}
        while True:
            told = await self._told("ListAliases", **page)
            for alias in told["Aliases"]:
                if alias["AliasName"].startswith(ours):
                    found[alias["AliasName"].removeprefix(ours)] = alias["TargetKeyId"]
            if not told["Truncated"]:
                return found
            page = {"Limit": 100, "Marker": told["NextMarker"]}

    async def _drawn_kek(self) -> str:
        drawn = await self._drawn(KeyUsage="ENCRYPT_DECRYPT", KeySpec="SYMMETRIC_DEFAULT")
        await self._name(f"kek/{drawn}", drawn)
        return drawn

    async def _drawn(self, **kind: str) -> str:
        made = await self._told("CreateKey", Description=f"Polyclinic, {self._prefix}", **kind)
        return str(made["KeyMetadata"]["KeyId"])

    async def _name(self, name: str, key: str, *, anew: bool = False) -> None:
        operation = "UpdateAlias" if anew else "CreateAlias"
        await self._told(operation, AliasName=f"{self._prefix}/{name}", TargetKeyId=key)

    async def _told(self, operation: str, **asked: Any) -> dict[str, Any]:
        try:
            return await self._kms.ask(operation, **asked)
        except KmsRefused as refused:
            raise _unavailable(refused) from refused


@asynccontextmanager
async def kms_key_vault(prefix: str, endpoint: str = "", *, patience: float = PATIENCE) -> AsyncIterator[KmsKeyVault]:
    """Give the vault whose aliases begin with ``prefix``. Raises ``KeyMaterialUnusable`` where no region is named."""
    async with kms(endpoint, patience=patience) as service:
        yield KmsKeyVault(service, prefix)


def _unavailable(refused: KmsRefused) -> Unavailable:
    _log.warning("key_vault_refused", code=refused.reason)
    return Unavailable(part=PART)


def _context(clinic: ClinicId) -> dict[str, str]:
    """Name the place of a wrapped key; the service's own trail of who asked shows it in clear."""
    return {"polyclinic:clinic": str(clinic), "polyclinic:purpose": "wrapped-key"}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
