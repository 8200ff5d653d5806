"""What a patient agrees to, and what they agreed to once."""

from datetime import datetime

from domain.patients.consent import (
    Consent,
    ConsentAlreadyGiven,
    ConsentKind,
    ConsentNotGiven,
    ConsentSpeaker,
    PastConsent,
    TextVersion,
)
from domain.patients.demographics import Demographics
from domain.patients.registry_policy import RegistryTerms
from domain.shared.values import ValueObject


class Consents(ValueObject, frozen=True):
    """A patient's word on each kind of matter: at most one consent of a kind is live."""

    live: tuple[Consent, ...] = ()
    """Oldest first."""
    past: tuple[PastConsent, ...] = ()
    """Those that were withdrawn or replaced, in the order in which they ended."""

    def of(self, kind: ConsentKind) -> Consent | None:
        """Give the live consent of a kind, if there is one."""
        return next((consent for consent in self.live if consent.kind is kind), None)

    def counts(self, kind: ConsentKind, who: Demographics, terms: RegistryTerms) -> bool:
        """Tell whether there is a live consent of a kind, to the current wording and by who has the say."""
        live = self.of(kind)
        return live is not None and terms.counts(live, who)

    def demand_live(self, kind: ConsentKind) -> None:
        """Raise ``ConsentNotGiven``."""
        if self.of(kind) is None:
            raise ConsentNotGiven(kind=kind)

    def demand_new(self, kind: ConsentKind, text_version: TextVersion, who: Demographics, terms: RegistryTerms) -> None:
        """Raise ``ConsentAlreadyGiven`` where a consent to these words counts."""
        live = self.of(kind)
        if live is not None and live.text_version == text_version and terms.counts(live, who):
            raise ConsentAlreadyGiven(kind=kind, text_version=text_version, given_at=live.given_at)

    def given(self, consent: Consent) -> "Consents":
        """Give the word with a consent more, which replaces an earlier one of its kind."""
        before = self._ended(consent.kind, consent.given_at)
        return Consents(live=(*before.live, consent), past=before.past)

    def withdrawn(self, kind: ConsentKind, by: ConsentSpeaker, at: datetime) -> "Consents":
        """Give the word without the consent of a kind, which somebody took back."""
        return self._ended(kind, at, by)

    def _ended(self, kind: ConsentKind, at: datetime, by: ConsentSpeaker | None = None) -> "Consents":
        ended = (PastConsent(consent=live, ended_at=at, withdrawn_by=by) for live in self.live if live.kind is kind)
        return Consents(live=tuple(live for live in self.live if live.kind is not kind), past=(*self.past, *ended))
