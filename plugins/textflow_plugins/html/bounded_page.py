"""
What trafilatura is given of a page: the page, without what its parser is quadratic in.

libxml2 compares each attribute of a tag with all before it, and trafilatura counts all
elements for each heading at the end. So a tag keeps its first ATTRIBUTES attributes, and
headings behind the first HEADINGS are handed over as paragraphs. To be sure where libxml2
sees a tag, whatever it could read in two ways is written in the one way that we read it. A
page without any of this is handed over as it is. Spans never come from here.
"""

import re
from collections.abc import Iterator
from itertools import islice

from textflow_plugins.html.tokens import MARKUP, RAW, Token, tokens

ATTRIBUTES = 100
HEADINGS = 1_000
HEADING = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: A tag that every parser reads alike.
PLAIN = re.compile(r"""<(?:/[\w:.-]+|[\w:.-]+(?:\s+[\w:.-]+(?:="[^"<>]*")?)*\s*/?)>""")
#: An attribute as the HTML standard has it (13.2.5.32 and what follows).
ATTRIBUTE = re.compile(r"""([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
NOT_IN_NAMES = re.compile(r"[^\w:.-]")
DOCTYPE = re.compile(r"<![Dd][^<>]*>")


def bounded(html: str) -> str:
    """
    Return ``html`` with no more attributes and headings than trafilatura can bear.

    >>> bounded("<p class=a>2 < 3<!-- <b> -->")
    '<p class="a">2 &lt; 3<!-- &lt;b> -->'
    """
    return "".join(_pieces(html))


def _pieces(html: str) -> Iterator[str]:
    headings = 0
    unclosed = ""
    for token in tokens(html):
        if unclosed and not _belongs(token, unclosed):
            yield f"</{unclosed}>"
        unclosed = _unclosed(token, unclosed)
        headings += token.kind == "open" and token.name in HEADING
        if token.name in HEADING and headings > HEADINGS:
            yield _tag("", token._replace(name="p"))
        else:
            yield _written(html[token.start : token.end], token)
    if unclosed:
        yield f"</{unclosed}>"


def _belongs(token: Token, unclosed: str) -> bool:
    """Return whether a token is the content of an open script and its like, or its end tag."""
    return token.kind == "raw" or (token.kind == "close" and token.name == unclosed)


def _unclosed(token: Token, unclosed: str) -> str:
    """Return which script or its like is open after ``token``."""
    if token.kind == "raw":
        return unclosed
    return token.name if token.kind == "open" and token.name in RAW else ""


def _written(piece: str, token: Token) -> str:
    if token.kind == "text":
        return piece.replace("<", "&lt;")
    if token.kind == "raw":
        return _raw(piece, token.name)
    if token.kind == "note":
        return _note(piece)
    return _tag(piece, token)


def _raw(content: str, name: str) -> str:
    """Return what is in a script and its like, in which nobody can see a tag."""
    if not MARKUP.search(content):
        return content
    return content.replace("<", "\\u003c" if name == "script" else "&lt;")


def _note(note: str) -> str:
    """Return a comment in which nobody can see a tag, or a document type; no other note."""
    if DOCTYPE.fullmatch(note):
        return note
    content = note[4:-3].replace("<", "&lt;").replace("--!", "").lstrip("->")
    return f"<!--{content}-->" if note.startswith("<!--") and note.endswith("-->") else ""


def _tag(tag: str, token: Token) -> str:
    """Return a tag of plain form with its first ATTRIBUTES attributes."""
    if PLAIN.fullmatch(tag) and (len(tag) < 2 * ATTRIBUTES or not _is_crowded(tag)):
        return tag
    name = NOT_IN_NAMES.sub("", token.name)
    if token.kind == "close":
        return f"</{name}>"
    inner = tag[1 + len(token.name) : -1] if tag.endswith(">") else ""
    return f"<{' '.join([name, *_attributes(inner)])}>"


def _is_crowded(tag: str) -> bool:
    return next(islice(ATTRIBUTE.finditer(tag, 1), 1 + ATTRIBUTES, None), None) is not None


def _attributes(inner: str) -> Iterator[str]:
    """Yield the first attributes of the inner part of a tag, each in plain form."""
    for found in islice(ATTRIBUTE.finditer(inner), ATTRIBUTES):
        name, *values = found.groups()
        if NOT_IN_NAMES.search(name):
            continue
        value = next((one for one in values if one is not None), None)
        yield name if value is None else f'{name}="{_escaped(value)}"'


def _escaped(value: str) -> str:
    return value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
