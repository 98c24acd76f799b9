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

from textflow_plugins.html.tokens import Finder, Token, tokens

# Elements that begin a block of their own (HTML standard, 15.3: display other than inline).
BLOCK = frozenset(
    [
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
        ),
        *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *(
            "frameset",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
            "hr",
            "html",
            "legend",
        ),
        *("li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "button", "label"),
    ]
)
#: Elements of which nothing is shown as text.
HIDDEN = frozenset(
    [
        "head",
        "noscript",
        "svg",
        "math",
        "template",
        "select",
        "object",
        "audio",
        "video",
        "rt",
        "rp",
    ]
)
#: A block within one of these means that its end tag was forgotten (HTML standard, 13.2.6).
LEFT_BY_BLOCKS = frozenset(["head", "svg", "math"])
VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(VOID_NAMES.split())
#: Blocks that follow one another line by line, not as paragraphs.
LINES = frozenset(["li", "tr", "dt", "dd", "option"])

SPACES = frozenset([" ", "\n"])
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


class Page(NamedTuple):
    """What is shown of a page, how deep its elements are nested, and how many tags it has."""

    blocks: list[Block]
    depth: int
    tags: int


def page(html: str) -> Page:
    """
    Return the blocks of ``html``.

    >>> [block.text for block in page("<p>a &amp; <b>b</b><p> c").blocks]
    ['a & b', 'c']
    """
    builder = _Builder(html)
    for token in tokens(html):
        builder.take(token)
    return Page([*builder.blocks, *builder.rest()], builder.deepest, builder.tags)


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
        self._open: list[str] = []
        self._count: dict[str, int] = {}
        self._hidden: str | None = None
        self._hiding = 0
        #: How many tags the page has.
        self.tags = 0

    def take(self, token: Token) -> None:
        """Take the next token."""
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
            yield block

    def _opened(self, token: Token) -> None:
        name = token.name
        if name in HIDDEN and self._finder.end_tag(name, token.end):
            self._hidden, self._hiding = name, 1
        elif name in BLOCK or name == "br":
            self._break(name)
        if name not in VOID and name not in HIDDEN:
            self._close_implied(name)
            self._open.append(name)
            self._count[name] = self._count.get(name, 0) + 1
            self.deepest = max(self.deepest, len(self._open))

    def _close_implied(self, name: str) -> None:
        """Close a paragraph or an item that a new block ends without a tag of its own."""
        top = self._open[-1] if self._open else ""
        if (top == "p" and name in BLOCK) or (top == name and name in LINES):
            self._count[self._open.pop()] -= 1

    def _closed(self, name: str) -> None:
        if name in BLOCK:
            self._break("p" if name in {"br", "p"} else "div")
        if self._count.get(name):
            last = ""
            while last != name:
                last = self._open.pop()
                self._count[last] -= 1

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
