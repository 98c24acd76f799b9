"""
What a page says about itself: its meta elements, its titles and its structured data.

Structured data is JSON-LD in the vocabulary of schema.org. Nothing in it is trusted to have a
shape: what is not as wanted is left out.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import islice
from typing import Any

from attrs import field, frozen

from textflow_plugins.html.bounded_page import ATTRIBUTE, ATTRIBUTES
from textflow_plugins.html.tokens import Token

Item = Mapping[str, Any]

#: No more of the structured data than this is read: so many characters, so many objects.
LONGEST, MOST = 2_000_000, 2_000
#: No more names of meta elements than this are read, nor elements of one name, nor of each.
METAS, EACH, CONTENT = 1_000, 20, 20_000
#: White space, and halves of characters, which JSON can hold and no text.
SPACE = re.compile(r"[\s\ud800-\udfff]+")
#: Under these a page lists what it is about; what is deeper is about other things.
LISTS = ("@graph", "mainEntity")
#: The types of schema.org that are articles.
ARTICLE = re.compile(r"[A-Za-z]{0,40}(?:Article|Posting)|Report|Review")
NAMES = ("property", "name", "itemprop")
#: What an attribute of other elements states, under the name that a meta element gives it.
ATTRIBUTED = {"html": ("lang", "language"), "time": ("datetime", "datepublished")}
PUBLISHED = re.compile(r"\sitemprop\s{0,3}=[\s\"']{0,3}datePublished|\spubdate\b", re.IGNORECASE)


@frozen
class Notes:
    """What a page says about itself, in the order in which it says it."""

    #: The contents of the meta elements by name; names are in lower case.
    metas: dict[str, list[str]] = field(factory=dict[str, list[str]])
    #: What is in title elements.
    titles: list[str] = field(factory=list[str])
    #: The objects of the structured data that the page is about.
    items: list[Item] = field(factory=list[Item])

    def meta(self, *names: str) -> Iterator[str]:
        """Yield the contents of the meta elements of these names, name by name."""
        for name in names:
            yield from self.metas.get(name, ())

    def articles(self) -> Iterator[Item]:
        """Yield the articles of the structured data."""
        return (item for item in self.items if _is_article(item))


def folded(text: str) -> str:
    """Return ``text`` without entities, and with white space folded."""
    return SPACE.sub(" ", unescape(text)).strip()


def texts(value: Any) -> list[str]:
    """
    Return the texts of a value: a text, an object with a name, or a list of such.

    >>> texts([{"@type": "Person", "name": "Ann Ames"}, "Bo &amp; Co", 3])
    ['Ann Ames', 'Bo & Co']
    """
    values = value[:MOST] if isinstance(value, list) else [value]
    plain = [one.get("name") if isinstance(one, dict) else one for one in values]
    return [folded(one) for one in plain if isinstance(one, str) and not one.isspace()]


def notes(html: str, tokens: Sequence[Token]) -> Notes:
    """Return what ``html`` says about itself in ``tokens``: its meta, title and script elements."""
    found = Notes()
    scripts: list[str] = []
    for token in tokens:
        if token.kind == "open":
            _take_tag(html, token, found.metas)
        elif token.kind == "raw" and token.name == "title":
            found.titles.append(folded(html[token.start : token.end][:CONTENT]))
        elif token.kind == "raw" and _is_data(html, token):
            scripts.append(html[token.start : token.end])
    found.items.extend(_items(scripts))
    return found


def _take_tag(html: str, token: Token, metas: dict[str, list[str]]) -> None:
    """Take what a tag states in its attributes."""
    if token.name == "meta":
        _take_meta(html[token.start : token.end], metas)
    elif token.name in ATTRIBUTED:
        tag = html[token.start : min(token.end, token.start + CONTENT)]
        if token.name == "html" or PUBLISHED.search(tag):
            _take_attribute(tag, *ATTRIBUTED[token.name], metas)


def _is_data(html: str, script: Token) -> bool:
    """Return whether the tag before the content of a script says that it is JSON-LD."""
    start = html.rfind("<", max(script.start - CONTENT, 0), script.start)
    return start >= 0 and "ld+json" in html[start : script.start].lower()


def _take_meta(tag: str, metas: dict[str, list[str]]) -> None:
    if len(metas) >= METAS:
        return
    stated = _attributes(tag[5:-1])
    content = folded(stated.get("content", "")[:CONTENT])
    for name in NAMES:
        known = metas.setdefault(stated[name].lower(), []) if stated.get(name) else []
        if content and len(known) < EACH:
            known.append(content)


def _take_attribute(tag: str, name: str, meaning: str, metas: dict[str, list[str]]) -> None:
    known = metas.setdefault(meaning, [])
    content = folded(_attributes(tag[5:-1]).get(name, ""))
    if content and len(known) < EACH:
        known.append(content)


def _attributes(inner: str) -> dict[str, str]:
    """Return the first attributes of the inner part of a tag; of two with one name, the first."""
    found: dict[str, str] = {}
    for one in islice(ATTRIBUTE.finditer(inner), ATTRIBUTES):
        name, *values = one.groups()
        found.setdefault(name.lower(), next((value for value in values if value is not None), ""))
    return found


def _items(scripts: Sequence[str]) -> Iterator[Item]:
    """Yield the objects that the page is about, those of a list in its order."""
    waiting = deque(_read(scripts))
    for _ in range(MOST):
        if not waiting:
            return
        one = waiting.popleft()
        if isinstance(one, dict):
            yield one
            waiting.extendleft(one[name] for name in LISTS if name in one)
        elif isinstance(one, list):
            waiting.extendleft(one[MOST::-1])


def _read(scripts: Sequence[str]) -> Iterator[Any]:
    left = LONGEST
    for script in scripts:
        left -= len(script)
        if left < 0:
            return
        try:
            yield json.loads(script.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue  # many a page has data that nobody can read


def _is_article(item: Item) -> bool:
    stated = item.get("@type")
    kinds = stated[:MOST] if isinstance(stated, list) else [stated]
    return any(isinstance(kind, str) and ARTICLE.fullmatch(kind) for kind in kinds)
