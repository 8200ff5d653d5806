"""Answers kept for retries, under the command's id, which derives from the caller's idempotency key.

The key itself may say anything about anybody, and is not kept. Where the release before kept it (``CommandNaming``) its
rows are found by it.
"""

import hmac
from hashlib import sha256
from uuid import UUID

import msgspec

from application.shared.execution import Execution, plain_id
from application.shared.key_vault import KeyVault
from application.shared.refusals import Erased, KeyReused
from application.shared.transactions import Answer, AnswerKey
from infrastructure.crypto.sealing import associated
from infrastructure.postgres.retries.command_naming import CommandNaming
from infrastructure.postgres.session import Session
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

_FIND = f"""
select c.body_mac, c.key_id, c.answer, c.key, k.kek_id, k.wrapped
  from command c {key_of("c")}
 where c.clinic_id = $1 and c.actor_id = $2 and c.operation = $3 and c.key = any($4::text[])
"""  # noqa: S608 - our own text

_KEEP = """
insert into command (clinic_id, actor_id, operation, key, body_mac, key_id, answer, at, subject_id)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::bytea, $6::uuid, $7::bytea, $8::timestamptz, $9::uuid)
"""


class KeptAnswers:
    """Keeps each keyed command's answer, sealed under the clinic's key, with a digest of the command's body."""

    def __init__(self, vault: KeyVault, keys: SubjectKeys, naming: CommandNaming) -> None:
        self._vault = vault
        self._keys = keys
        self._naming = naming

    async def find(self, session: Session, key: AnswerKey) -> Answer | None:
        """Give the answer kept under the key.

        Raises ``KeyReused`` where it answers another body, and ``Erased`` where whom it was about has been erased.
        """
        execution = session.execution
        names = [_name(execution, key), key.key] if await self._naming.was_plain() else [_name(execution, key)]
        row = await session.fetchrow(_FIND, execution.clinic, execution.actor.id, execution.operation, names)
        if row is None:
            return None
        if not row["answer"]:
            raise Erased
        if not hmac.compare_digest(row["body_mac"], await self._mac(execution, key)):
            raise KeyReused
        opening = await self._keys.opening(execution.clinic, row["key_id"], row["kek_id"], row["wrapped"])
        command = _plain_id(execution, key) if row["key"] == key.key else execution.command_id
        return msgspec.json.decode(opening.open(row["answer"], _place(execution, command)), type=Answer)

    async def keep(self, session: Session, key: AnswerKey, answer: Answer) -> None:
        """Add the answer to the session's flush, under whomever it is about: it goes when they are erased."""
        execution = session.execution
        sealing = await self._keys.sealing(session, execution.clinic)
        session.flush.write(
            _KEEP,
            execution.clinic,
            execution.actor.id,
            execution.operation,
            _name(execution, key),
            await self._mac(execution, key),
            sealing.id,
            sealing.key.seal(msgspec.json.encode(answer), _place(execution, execution.command_id)),
            execution.now,
            min(session.subjects, default=None),
        )

    async def _mac(self, execution: Execution, key: AnswerKey) -> bytes:
        secret = await self._vault.mac_key(execution.clinic, "request-body")
        return hmac.digest(secret, key.body, sha256)


def _name(execution: Execution, key: AnswerKey) -> str:
    """Name a command in its row. No key that anybody can send has a space in it."""
    if execution.command_id == _plain_id(execution, key):
        return key.key
    return f"command {execution.command_id}"


def _plain_id(execution: Execution, key: AnswerKey) -> UUID:
    return plain_id(execution.actor, execution.operation, key.key)


def _place(execution: Execution, command: UUID) -> bytes:
    return associated(execution.clinic, "command", command, "answer")
