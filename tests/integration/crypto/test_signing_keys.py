"""The keys that sign access tokens: sealed on the disk, changed without a lost request."""

import base64
import json
import stat
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from application.identity.sessions.ports import AccessClaims, TokenInvalid
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from infrastructure.crypto.access_tokens import LIFETIME, JwtAccessTokens
from infrastructure.crypto.key_encryption_keys import KeyEncryptionKeys
from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.crypto.private_files import FileNotPrivate
from infrastructure.crypto.signing_keys import RotationGoesOn, SigningKeyFile, SigningKeys, SigningKeysUnusable
from infrastructure.memory.key_vault import InMemoryKeyVault

NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
SHOWN = timedelta(minutes=10)
MOMENT = timedelta(milliseconds=1)
NOOR = AccessClaims(account=AccountId(UUID(int=1)), session=UUID(int=2), role=Role.CLINICIAN, proven_at=NINE)


def issuer(keys: SigningKeys) -> JwtAccessTokens:
    """Give a process that issues and verifies with these keys."""
    return JwtAccessTokens(keys, issuer="https://clinic.example", audience="polyclinic")


def other_than(kid: str, keys: SigningKeys) -> str:
    """Name the other one of two keys."""
    return next(other for other in keys.public if other != kid)


async def test_keys_survive_a_restart(tmp_path: Path) -> None:
    """Tokens issued before a restart are good after it."""
    file = SigningKeyFile(tmp_path / "tokens.json", LocalFileKeyVault.create(tmp_path / "vault.json"))
    token = issuer(await file.create()).issue(NOOR, NINE).token
    assert issuer(await file.load()).verify(token, NINE) == NOOR


async def test_the_file_is_sealed_and_private(tmp_path: Path) -> None:
    """The file is its owner's alone, and worthless without the vault."""
    vault = InMemoryKeyVault()
    file = SigningKeyFile(tmp_path / "tokens.json", vault)
    await file.create()
    assert stat.S_IMODE((tmp_path / "tokens.json").stat().st_mode) == 0o600
    with pytest.raises(SigningKeysUnusable, match="vault"):
        await SigningKeyFile(tmp_path / "tokens.json", InMemoryKeyVault()).load()
    (tmp_path / "tokens.json").chmod(0o644)
    with pytest.raises(FileNotPrivate, match="chmod 600"):
        await file.load()


async def test_keys_are_created_once(tmp_path: Path) -> None:
    """Creating keys where there are some leaves the old ones."""
    file = SigningKeyFile(tmp_path / "tokens.json", InMemoryKeyVault())
    keys = await file.create()
    with pytest.raises(FileExistsError):
        await file.create()
    assert (await file.load()).signing == keys.signing


async def test_keys_outlive_a_rotation_of_the_vault(tmp_path: Path) -> None:
    """Rotating the vault leaves the signing keys readable; storing them again wraps them under the new key."""
    vault = LocalFileKeyVault.create(tmp_path / "vault.json")
    file = SigningKeyFile(tmp_path / "tokens.json", vault)
    keys = await file.create()
    rotated = await vault.rotate()
    await file.store(await file.load())
    assert json.loads((tmp_path / "tokens.json").read_text())["keys"][0]["kek_id"] == rotated
    assert (await file.load()).signing == keys.signing


def test_changing_keys_loses_no_request() -> None:
    """Announce, promote, retire: at each step two processes, one a step behind, take each other's tokens."""
    first = SigningKeys.generate()
    announced = first.announced()
    promoted = announced.promoted(other_than(first.signing, announced))
    retired = promoted.retired(first.signing)
    steps = [first, announced, promoted, retired]
    for behind, ahead in pairwise(steps):
        assert issuer(ahead).verify(issuer(ahead).issue(NOOR, NINE).token, NINE) == NOOR
        assert issuer(behind).verify(issuer(ahead).issue(NOOR, NINE).token, NINE) == NOOR
    assert issuer(promoted).verify(issuer(first).issue(NOOR, NINE).token, NINE) == NOOR


def test_a_retired_keys_tokens_are_refused_at_once() -> None:
    """Retiring a key ends its tokens also where they were verified a moment ago."""
    first = SigningKeys.generate()
    announced = first.announced()
    process = issuer(first)
    token = process.issue(NOOR, NINE).token
    process.verify(token, NINE)
    process.use(announced.promoted(other_than(first.signing, announced)).retired(first.signing))
    with pytest.raises(TokenInvalid):
        process.verify(token, NINE)


def test_the_signing_key_cannot_be_retired() -> None:
    """There is always one key that signs, and it is a known one."""
    keys = SigningKeys.generate()
    with pytest.raises(SigningKeysUnusable):
        keys.retired(keys.signing)
    with pytest.raises(SigningKeysUnusable):
        keys.promoted("unknown")


def test_a_rotation_runs_by_the_clock() -> None:
    """The new key is shown, then signs, and the old one goes when its last token has run out."""
    first = SigningKeys.generate()
    begun = first.rotated(NINE, shown=SHOWN, lifetime=LIFETIME)
    assert begun.rotation is not None
    old, new = begun.rotation.old, begun.rotation.new
    for after, signing, known in (
        (timedelta(0), old, {old, new}),
        (SHOWN - MOMENT, old, {old, new}),
        (SHOWN, new, {old, new}),
        (SHOWN + LIFETIME - MOMENT, new, {old, new}),
        (SHOWN + LIFETIME, new, {new}),
    ):
        keys = begun.at(NINE + after)
        assert (keys.signing, {key["kid"] for key in keys.jwks()["keys"]}) == (signing, known)


def test_no_token_is_refused_in_a_rotation() -> None:
    """At every moment each process takes what another signed, also one that has not looked for a while."""
    begun = SigningKeys.generate().rotated(NINE, shown=SHOWN, lifetime=LIFETIME)
    late = timedelta(seconds=30)
    for minute in range(40):
        now = NINE + timedelta(minutes=minute)
        prompt, slow = issuer(begun.at(now)), issuer(begun.at(max(now - late, NINE)))
        for signer, verifier in ((prompt, slow), (slow, prompt)):
            assert verifier.verify(signer.issue(NOOR, now).token, now) == NOOR


def test_tokens_of_the_old_key_hold_until_they_run_out() -> None:
    """Whoever was given a token at the last moment of a key has it for its ten minutes; then its key is unknown."""
    begun = SigningKeys.generate().rotated(NINE, shown=SHOWN, lifetime=LIFETIME)
    last = NINE + SHOWN - timedelta(seconds=1)
    token = issuer(begun.at(last)).issue(NOOR, last).token
    just_good = last + LIFETIME - timedelta(seconds=1)
    assert issuer(begun.at(just_good)).verify(token, just_good) == NOOR
    with pytest.raises(TokenInvalid):
        issuer(begun.at(NINE + SHOWN + LIFETIME)).verify(token, just_good)


async def test_one_rotation_at_a_time(tmp_path: Path) -> None:
    """The next rotation begins when the one before is over, and has forgotten the oldest key."""
    file = SigningKeyFile(tmp_path / "tokens.json", InMemoryKeyVault())
    await file.create()
    first = await file.rotate(NINE, shown=SHOWN, lifetime=LIFETIME)
    with pytest.raises(RotationGoesOn, match="wait"):
        await file.rotate(NINE + SHOWN, shown=SHOWN, lifetime=LIFETIME)
    second = await file.rotate(first.over_at, shown=SHOWN, lifetime=LIFETIME)
    assert (second.old, set((await file.load()).public)) == (first.new, {first.new, second.new})


def test_the_kid_is_the_standards_thumbprint() -> None:
    """The example of RFC 8037, appendix A: its private key has the thumbprint printed there."""
    seed = base64.urlsafe_b64decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    kid = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"  # pragma: allowlist secret - public
    (published,) = SigningKeys(kid, {kid: seed}).jwks()["keys"]
    assert published == {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",  # pragma: allowlist secret - public
        "kid": kid,
        "use": "sig",
        "alg": "EdDSA",
    }


async def test_the_standards_example_is_taken() -> None:
    """Keys whose kid is their thumbprint open; so the kid is computed as the RFC does."""
    vault = InMemoryKeyVault()
    seed = base64.urlsafe_b64decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    kid = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"  # pragma: allowlist secret - public
    assert (await SigningKeys.opened(await SigningKeys(kid, {kid: seed}).sealed(vault), vault)).signing == kid


async def test_swapped_keys_are_noticed() -> None:
    """Two keys that changed places in the file are found out: a kid belongs to one key."""
    vault = InMemoryKeyVault()
    document = json.loads(await SigningKeys.generate().announced().sealed(vault))
    one, two = document["keys"]
    one["kid"], two["kid"] = two["kid"], one["kid"]
    with pytest.raises(SigningKeysUnusable, match="altered"):
        await SigningKeys.opened(json.dumps(document), vault)


@pytest.mark.parametrize(
    "text", ["", "{}", "null", '{"format":1,"signing":"x","keys":[]}', KeyEncryptionKeys.generate().text()]
)
async def test_what_is_no_key_file_is_refused(text: str) -> None:
    """Anything else than signing keys stops the start and says what to do."""
    with pytest.raises(SigningKeysUnusable, match="create new"):
        await SigningKeys.opened(text, InMemoryKeyVault())


def test_signing_keys_are_not_printed() -> None:
    """Signing keys that stray into a log line show how many there are, and none of them."""
    keys = SigningKeys.generate()
    assert repr(keys) == f"SigningKeys(signing='{keys.signing}', count=1)"


def test_a_clock_a_little_behind_takes_a_fresh_token() -> None:
    """A process whose clock is seconds behind the issuer's takes the token; one far behind does not."""
    keys = SigningKeys.generate()
    token = issuer(keys).issue(NOOR, NINE).token
    assert issuer(keys).verify(token, NINE - timedelta(seconds=5)) == NOOR
    with pytest.raises(TokenInvalid):
        issuer(keys).verify(token, NINE - timedelta(seconds=6))
