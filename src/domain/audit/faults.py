"""What a verifier finds: the first place at which a ledger is not what was sealed."""

from domain.shared.errors import DomainError


class EntryMissing(DomainError):
    """An entry that was sealed is in the trail no more: somebody removed it."""

    code = "audit.entry-missing"
    mend = "Look for the entry of this number in a backup from before."


class EntryAltered(DomainError):
    """An entry is not what was sealed: somebody changed it."""

    code = "audit.entry-altered"
    mend = "Look for the entry of this number in a backup from before."


class EntryOfAnotherClinic(DomainError):
    """An entry is of another clinic than the ledger."""

    code = "audit.entry-of-another-clinic"
    mend = "Export the ledger anew; where the entry stays, look for it in a backup from before."


class OutOfOrder(DomainError):
    """An entry or a batch is not where its number belongs: something was left out, doubled or moved."""

    code = "audit.out-of-order"
    mend = "Export the ledger anew; where that does not help, look for the number that is missing in a backup."


class BatchAltered(DomainError):
    """A batch's entries, each as it says to have been sealed, are not those that were sealed together."""

    code = "audit.batch-altered"
    mend = "Compare the entries of these numbers with a backup from before."


class BatchNotChained(DomainError):
    """A batch does not follow the one before it: one of them was written anew."""

    code = "audit.batch-not-chained"
    mend = "Compare this batch and the one before it with a backup from before."


class BatchNotSigned(DomainError):
    """A batch is not signed by a key of the ledger."""

    code = "audit.batch-not-signed"
    mend = "Compare the batch with a backup from before, and the key with the one that you know."


class NotSealed(DomainError):
    """Behind the last batch stand entries that no batch holds."""

    code = "audit.not-sealed"
    mend = "Export the ledger anew, whole."


class CutShort(DomainError):
    """The ledger has other entries than it had when the checkpoint or the export was made: its end was removed."""

    code = "audit.cut-short"
    mend = "Look for the entries behind the last one in a backup; hand the checkpoint to whoever inquires."


class Rewritten(DomainError):
    """The ledger is another than the one that the checkpoint was made of, though it agrees with itself.

    Somebody who holds the signing key wrote it anew, or led two ledgers side by side.
    """

    code = "audit.rewritten"
    mend = "Compare the entries up to the checkpoint with a backup; hand the checkpoint to whoever inquires."


class CheckpointNotSigned(DomainError):
    """The checkpoint is not signed by a key of the ledger."""

    code = "audit.checkpoint-not-signed"
    mend = "Give the key that you were told for this ledger, and the checkpoint as it was handed out."


class LineUnreadable(DomainError):
    """A line of the export is not what an export holds."""

    code = "audit.line-unreadable"
    mend = "Export the ledger anew; whoever has changed the file has changed more than a space."


class NoLedger(DomainError):
    """This is no export of a ledger, or it is of another one than the checkpoint."""

    code = "audit.no-ledger"
    mend = "Give an export as 'polyclinic audit export' writes it, and checkpoints of the same clinic."
