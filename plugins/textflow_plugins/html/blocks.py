"""
The blocks of a page: its paragraphs, headings, items and rows, in order.

A block is told by the tags around its text, and keeps the place of each of its
characters in the HTML: it is a list of atoms, stretches of the HTML that are
shown as they are or that mean something else (an entity, white space).
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from textflow_plugins.html.elements import (
    BLOCK,
    HIDDEN,
    LEAVES,
    LEFT_BY_BLOCKS,
    LINES,
    NOTES,
    PLACES,
    VOID,
)
from textflow_plugins.html.tokens import Finder, Token, tokens

SPACES = frozenset([" ", "\n"])
CLASS = re.compile(r"""\sclass=(?:"([^"]*)"|([^\s>]+))""", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
SPECIAL = re.compile(
    r"[ \t\n\r\f]+|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?"
)


class Atom(NamedTuple):
    """A stretch of the HTML: shown verbatim where ``new`` is None, else as ``new``."""

    start: int
    end: int
    new: str | None = None


class Block(NamedTuple):
    """A paragraph, heading, item or line of the page."""

    atoms: tuple[Atom, ...]
    #: What is shown, with entities decoded and white space folded.
    text: str
    #: The element that began it.
    tag: str
    #: How many characters of the text are in links.
    linked: int
    #: The number of the container that it is in. Containers of one name and class within one
    #: have one number: many a page wraps each paragraph by itself.
    home: int = 0
    #: The innermost of the PLACES that it is in; empty where there is none.
    place: str = ""


class Page(NamedTuple):
    """What is shown of a page, how deep its elements are nested, and how many tags it has."""

    blocks: list[Block]
    depth: int
    tags: int
    #: The tags and scripts in which the page says something about itself.
    notes: list[Token]


def page(html: str) -> Page:
    """
    Return the blocks of ``html``.

    >>> [block.text for block in page("<p>a &amp; <b>b</b><p> c").blocks]
    ['a & b', 'c']
    """
    builder = _Builder(html)
    for token in tokens(html):
        builder.take(token)
    blocks = [*builder.blocks, *builder.rest()]
    return Page(blocks, builder.deepest, builder.tags, builder.notes)


class _Open(NamedTuple):
    """An element that is open, the container that its text is in, and the innermost of PLACES."""

    name: str
    home: int
    place: str


class _Builder:
    """Takes tokens one by one and collects blocks."""

    def __init__(self, html: str) -> None:
        self.blocks: list[Block] = []
        self.deepest = 0
        self._html = html
        self._finder = Finder(html)
        self._atoms: list[Atom] = []
        self._tag = "body"
        self._linked = 0
        self._open: list[_Open] = []
        self._top = self._where = _Open("", 0, "")
        self._homes: dict[tuple[int, str, str], int] = {}
        self._count: dict[str, int] = {}
        self._hidden: str | None = None
        self._hiding = 0
        #: How many tags the page has.
        self.tags = 0
        self.notes: list[Token] = []

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.name in NOTES:
            self.notes.append(token)
        if token.kind == "text":
            if self._hidden is None:
                self._text(token)
        elif token.name and token.kind != "raw":
            self.tags += 1
            self._tag_taken(token)

    def _tag_taken(self, token: Token) -> None:
        if self._hidden:
            self._in_hidden(token)
        elif token.kind == "open":
            self._opened(token)
        else:
            self._closed(token.name)

    def rest(self) -> Iterator[Block]:
        """Yield the block that is still open."""
        block = _block(self._html, self._atoms, self._tag, self._linked)
        if block:
            yield block._replace(home=self._where.home, place=self._where.place)

    def _opened(self, token: Token) -> None:
        name = token.name
        if name in HIDDEN and self._finder.end_tag(name, token.end):
            self._hidden, self._hiding = name, 1
        elif name in BLOCK or name == "br":
            self._break(name)
        if name not in VOID and name not in HIDDEN:
            self._close_implied(name)
            self._push(token)

    def _push(self, token: Token) -> None:
        name, home, place = token.name, self._top.home, self._top.place
        if name in BLOCK and name not in LEAVES:
            likeness = home, name, _class_of(self._html[token.start : token.end])
            home = self._homes.setdefault(likeness, len(self._homes) + 1)
        self._top = _Open(name, home, name if name in PLACES else place)
        self._open.append(self._top)
        self._count[name] = self._count.get(name, 0) + 1
        self.deepest = max(self.deepest, len(self._open))

    def _pop(self) -> str:
        left = self._open.pop()
        self._top = self._open[-1] if self._open else _Open("", 0, "")
        self._count[left.name] -= 1
        return left.name

    def _close_implied(self, name: str) -> None:
        """Close a paragraph or an item that a new block ends without a tag of its own."""
        top = self._top.name
        if (top == "p" and name in BLOCK) or (top == name and name in LINES):
            self._pop()

    def _closed(self, name: str) -> None:
        if name in BLOCK:
            self._break("p" if name in {"br", "p"} else "div")
        if self._count.get(name):
            while self._pop() != name:
                pass

    def _in_hidden(self, token: Token) -> None:
        if self._hidden in LEFT_BY_BLOCKS and token.kind == "open" and token.name in BLOCK:
            self._hidden = None
            self._opened(token)
        elif token.name == self._hidden:
            self._hiding += 1 if token.kind == "open" else -1
            self._hidden = self._hidden if self._hiding else None

    def _break(self, tag: str) -> None:
        """End the block, and begin one; of tags with no text between, the telling one counts."""
        ended = list(self.rest())
        self.blocks += ended
        if not ended and tag == self._tag == "br":
            tag = "p"  # two line breaks make a paragraph
        elif not ended and self._tag in LINES and tag not in LINES and self._open:
            tag = self._tag
        self._atoms, self._tag, self._linked = [], tag, 0

    def _text(self, token: Token) -> None:
        self._where = self._top
        self._atoms += _atoms(self._html, token, pre=bool(self._count.get("pre")))
        if self._count.get("a"):
            self._linked += token.end - token.start


def _atoms(html: str, token: Token, *, pre: bool) -> Iterator[Atom]:
    """Yield the atoms of a stretch of text."""
    at = token.start
    for found in SPECIAL.finditer(html, token.start, token.end):
        new = _meaning(found[0], pre=pre)
        at_edge = found.start() == token.start or found.end() == token.end
        if new == found[0] and not (at_edge and new == " "):
            continue
        if found.start() > at:
            yield Atom(at, found.start())
        yield Atom(found.start(), found.end(), new)
        at = found.end()
    if at < token.end:
        yield Atom(at, token.end)


def _meaning(special: str, *, pre: bool) -> str:
    if special.startswith("&"):
        return unescape(special)
    return "\n" if pre and "\n" in special else " "


def _class_of(tag: str) -> str:
    """Return the class of a tag, without the numbers in it."""
    found = CLASS.search(tag)
    return DIGITS.sub("", found[1] or found[2] or "") if found else ""


def _block(html: str, atoms: list[Atom], tag: str, linked: int) -> Block | None:
    folded = tuple(_folded(atoms))
    text = "".join(html[atom.start : atom.end] if atom.new is None else atom.new for atom in folded)
    return Block(folded, text, tag, linked) if text else None


def _folded(atoms: list[Atom]) -> Iterator[Atom]:
    """Yield the atoms without white space at the ends, or twice where elements meet."""
    space: Atom | None = None
    shown = False
    for atom in atoms:
        if atom.new in SPACES:
            space = space or atom
            continue
        if space and shown:
            yield space
        yield atom
        space, shown = None, True
