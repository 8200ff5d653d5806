"""Docstrings and JSON as HTML. Everything is escaped first; marks are added to what was escaped."""

import json
import re
from typing import Any

from markupsafe import Markup, escape

_CODE = re.compile(r"``(.+?)``|`(.+?)`")
_TOKEN = re.compile(
    r"(?P<key>&#34;(?:(?!&#34;).)*&#34;)(?=:)|(?P<text>&#34;(?:(?!&#34;).)*&#34;)|(?P<word>\b(?:true|false|null)\b)"
    r"|(?P<number>(?<![\w.&#])-?\d+(?:\.\d+)?(?![\w.;]))"
)


def sentence(text: str) -> Markup:
    """Write one line: code in backticks becomes code."""
    return Markup(_CODE.sub(lambda found: f"<code>{found[1] or found[2]}</code>", str(escape(text))))  # noqa: S704 - escaped


def paragraphs(text: str) -> Markup:
    """Write a docstring: blank lines part paragraphs, lines that begin with a dash are a list."""
    return Markup("\n").join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block)


def _block(block: str) -> Markup:
    if not block.lstrip().startswith("- "):
        return Markup("<p>{}</p>").format(sentence(" ".join(block.split())))
    items = [" ".join(item.split()) for item in re.split(r"(?m)^\s*- ", block) if item.strip()]
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(sentence(i)) for i in items))


def pretty(value: Any) -> Markup:
    """Write a value as JSON whose keys, texts, numbers and words can be told apart; text of lines as it is."""
    if isinstance(value, str) and "\n" in value:
        return escape(value)
    text = str(escape(json.dumps(value, indent=2, ensure_ascii=False)))
    return Markup(_TOKEN.sub(_marked, text))  # noqa: S704 - escaped


def _marked(found: "re.Match[str]") -> str:
    return f'<span class="{found.lastgroup}">{found[0]}</span>'
