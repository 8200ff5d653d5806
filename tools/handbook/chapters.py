"""The handbook's chapters, one a context, with numbered examples."""

from itertools import groupby

from handbook.listening import Heard, HeardTopic
from handbook.wording import Wording
from interfaces.http.documentation.handbook import Chapter, Claim, Example, Topic
from unit.spec import Told

ORDER = ("identity", "patients", "providers", "scheduling")
"""In which a clinic comes to know them; other contexts follow by name."""

LAST = {"shared": "Everywhere", "application": "Carrying things out"}
"""Folders that are no context, and their titles."""

CLOSING = {"application": "how it is carried out"}


def chapters(topics: list[HeardTopic]) -> tuple[Chapter, ...]:
    """Give the chapters in the order of reading. Exits where a test has no sentence."""
    silent = [claim.place for topic in topics for claim in topic.claims.values() if not claim.sentence]
    if silent:
        raise SystemExit(
            "These tests have no sentence; give each a docstring that says its rule:\n  " + "\n  ".join(silent)
        )
    grouped = groupby(sorted(topics, key=_rank), key=_chapter)
    return tuple(
        Chapter(
            name,
            number,
            LAST.get(name, name.capitalize()),
            tuple(_topic(f"{number}.{place}", topic) for place, topic in enumerate(members, start=1)),
        )
        for number, (name, members) in enumerate(grouped, start=1)
    )


def _chapter(topic: HeardTopic) -> str:
    return topic.folder.partition("/")[0]


def _rank(topic: HeardTopic) -> tuple[int, str, str, str]:
    name = _chapter(topic)
    place = ORDER.index(name) if name in ORDER else len(ORDER) + (name in LAST)
    return place, name, topic.folder, topic.title


def _topic(number: str, topic: HeardTopic) -> Topic:
    part = topic.folder.partition("/")[2]
    title = f"{topic.title} ({CLOSING[part]})" if part in CLOSING else topic.title
    wording = Wording(topic.names)
    claims = (_claim(f"{number}.{place}", claim, wording) for place, claim in enumerate(topic.claims.values(), start=1))
    return Topic(number, title, topic.preamble, tuple(claims))


def _claim(number: str, claim: Heard, wording: Wording) -> Claim:
    return Claim(number, claim.sentence, tuple(dict.fromkeys(_example(story, wording) for story in claim.stories)))


def _example(story: Told, wording: Wording) -> Example:
    return Example(
        given=tuple(wording.fact(fact) for fact in story.history),
        when=wording.deed(story.act, story.aggregate),
        then=tuple(wording.fact(fact) for fact in story.expected),
        refused=wording.refusal(story.rule, story.details) if story.rule is not None else None,
        code=story.rule.code if story.rule is not None else None,
    )
