"""Which wishes for a language a provider's language answers."""

from domain.shared.languages import LanguageTag


def answered_by(tag: LanguageTag) -> tuple[LanguageTag, ...]:
    """Give the language ranges that find a language, the widest first (RFC 4647, basic filtering).

    Who asks for ``es`` is served by somebody who speaks ``es-MX``; who asks for ``es-MX`` is not sent to plain ``es``.
    """
    parts = tag.split("-")
    return tuple("-".join(parts[:length]) for length in range(1, len(parts) + 1))
