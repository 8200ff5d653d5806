"""The keys: whether they are there, private, and open each other."""

from pathlib import Path

from application.shared.key_vault import INSTALLATION, KeyMaterialUnusable
from application.shared.refusals import Unavailable
from domain.shared.identifiers import ClinicId
from infrastructure.containers.keys import key_vault
from infrastructure.crypto.private_files import FileNotPrivate
from infrastructure.crypto.signing_keys import SigningKeyFile, SigningKeysUnusable
from infrastructure.examination.finding import Finding, broken, ok, warning
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.identity.clinic_register import ClinicRegister
from infrastructure.postgres.wrapping_anew import wrapped_by_others
from infrastructure.settings import Settings

_CREATE = "Put the backup of the keys in its place; only for a new installation, 'polyclinic keys create'."

_ASK = (
    "Check AWS_REGION, the credentials and what they may do, POLYCLINIC_KEY_VAULT_KMS and the way to the service; only "
    "for a new installation, 'polyclinic keys create'."
)


async def keys(settings: Settings) -> Finding:
    """Open the vault, and with it the keys that sign tokens and the ledger."""
    try:
        return await _opening(settings)
    except Unavailable as away:
        # What the service said, or what kept us from hearing it.
        why = getattr(away.__cause__, "reason", type(away.__cause__).__name__)
    except KeyMaterialUnusable as unusable:
        why = str(unusable)
    return broken("keys", f"the key management service gives none ({why})", _ASK)


async def _opening(settings: Settings) -> Finding:
    path = settings.vault_path
    try:
        async with key_vault(settings) as vault:
            for path in (settings.signing_keys_path, settings.ledger_keys_path):
                await SigningKeyFile(path, vault).load()
    except FileNotPrivate as open_to_others:
        return broken("keys", f"{path.name} is open to others", f"{open_to_others}.")
    except FileNotFoundError:
        return broken("keys", f"{path.name} is missing", _CREATE)
    except PermissionError:
        return broken("keys", f"{path.name} may not be read", _owned(path))
    except (KeyMaterialUnusable, SigningKeysUnusable, OSError) as unusable:
        if settings.key_vault_kms and isinstance(unusable, KeyMaterialUnusable):
            raise
        return broken("keys", f"{path.name} is unusable ({type(unusable).__name__})", _CREATE)
    where = "in the environment" if settings.key_vault_keys else "readable by their owner alone"
    return ok("keys", f"the vault opens, {'at a key management service' if settings.key_vault_kms else where}")


async def wrapping(settings: Settings, pool: Pool) -> Finding:
    """Look whether anything is still wrapped by an older key than the current one, in the application's role."""
    behind = 0
    async with key_vault(settings) as vault:
        for clinic in (INSTALLATION, *map(ClinicId, await ClinicRegister(pool).slugs())):
            async with clinic_transaction(pool, clinic) as reader:
                behind += await wrapped_by_others(reader, clinic, await vault.current(clinic))
    if behind:
        mend = "Finish the rotation with 'polyclinic keys rotate --root', which goes on where it was broken off."
        return warning("wrapped keys", f"{behind:,} by an older key-encryption key", mend)
    return ok("wrapped keys", "none by an older key-encryption key")


def _owned(path: Path) -> str:
    return f"Give '{path}' to the account that runs this, with chown, and mode 0600."
