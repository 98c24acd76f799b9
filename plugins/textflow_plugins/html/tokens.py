"""
Cut HTML into tags and text, with the place of each, in linear time.

No tree is built and nothing is fixed: for the text of a page it is enough to
know where tags begin and end, as the HTML standard has it. What is never closed
(a comment, a quote, a script) is taken for closed at once, so that the rest of
the page is not lost.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

#: A ``note`` is a comment or a declaration, ``raw`` the content of a script and its like.
Kind = Literal["text", "open", "close", "note", "raw"]

MARKUP = re.compile(
    r"<(?:(?P<close>/?)(?P<name>[A-Za-z][^\s/>]{0,40})(?P<done>>)?|(?P<other>!--|[!?/]))"
)
#: The end of a tag, or a quote that opens the value of an attribute.
STOP = re.compile(r""">|=\s*(["'])""")
#: Elements whose content is no markup.
RAW = frozenset(["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"])


class Token(NamedTuple):
    """A tag or a stretch of text, and where it is."""

    kind: Kind
    #: The name of the element, in lower case; empty for text.
    name: str
    start: int
    end: int


class Finder:
    """Searches that remember what is nowhere below: nothing is looked for in vain twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._absent: set[str] = set()
        #: Whether ">" within quotes is taken for part of an attribute.
        self.quoting = True

    def after(self, what: str, start: int) -> int | None:
        """Return where the next ``what`` ends, if there is one."""
        if what in self._absent:
            return None
        found = self._text.find(what, start)
        if found < 0:
            self._absent.add(what)
            return None
        return found + len(what)

    def end_tag(self, name: str, start: int) -> int | None:
        """Return where the next end tag of ``name``, in whatever case, begins."""
        if name in self._absent:
            return None
        found = _end_tag(name).search(self._text, start)
        if found is None:
            self._absent.add(name)
            return None
        return found.start()


@cache  # asked for the elements of RAW and HIDDEN only
def _end_tag(name: str) -> re.Pattern[str]:
    """Return the pattern for an end tag."""
    return re.compile(f"</{name}", re.IGNORECASE)


def tokens(html: str) -> Iterator[Token]:
    """
    Yield the tags, the text, the notes and the raw contents of ``html``: all of it, in order.

    >>> [token[:2] for token in tokens("<p>a<br>b<!-- c --></p>")]
    [('open', 'p'), ('text', ''), ('open', 'br'), ('text', ''), ('note', ''), ('close', 'p')]
    """
    finder = Finder(html)
    at = 0
    while found := MARKUP.search(html, at):
        if found.start() > at:
            yield Token("text", "", at, found.start())
        at = _end(html, found, finder)
        kind = _kind(found)
        name = (found["name"] or "").lower()
        yield Token(kind, name, found.start(), at)
        if kind == "open" and name in RAW:
            start, at = at, finder.end_tag(name, at) or at
            yield Token("raw", name, start, at)
    if at < len(html):
        yield Token("text", "", at, len(html))


def _kind(found: re.Match[str]) -> Kind:
    if not found["name"]:
        return "note"
    return "close" if found["close"] else "open"


def _end(html: str, found: re.Match[str], finder: Finder) -> int:
    """Return where a tag, a comment or a declaration ends."""
    if found["done"]:
        return found.end()
    if not found["other"]:
        return _end_of_tag(html, found.end(), finder)
    ending = "-->" if found["other"] == "!--" else ">"
    return finder.after(ending, found.end()) or found.end()


def _end_of_tag(html: str, start: int, finder: Finder) -> int:
    at = start
    while finder.quoting and (stop := STOP.search(html, at)):
        if not stop[1]:
            return stop.end()
        at = finder.after(stop[1], stop.end()) or stop.end()
    finder.quoting = False  # a quote swallowed the rest: from here on, any ">" ends a tag
    return finder.after(">", start) or start
