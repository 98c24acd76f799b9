"""Token reader: the words and marks of a text, and what is known of each by itself."""

import re
from array import array
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import accumulate, compress
from typing import NamedTuple

from textflow_plugins.languages import Grammar, Remembered, late
from textflow_plugins.speakers.clitics import Located, parted

_TOKEN = re.compile(r"(\w+(?:[.'\u2019&@/-]\w+|,\d{3}(?!\d))*|\.\.+|-+|[^\w\s])")
# The same for text of ASCII, faster; its `\s` leaves out four separators.
_ASCII_TOKEN = re.compile(r"(\w+(?:[.'&@/-]\w+|,\d{3}(?!\d))*|\.\.+|-+|[^\w\s\x1c-\x1f])", re.ASCII)
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
#: Marks of quotation are no tokens of a unit, nor are some full stops.
_MARKS = frozenset(
    ".\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
)
#: Characters that are read at once, and where no token goes on behind them.
_PIECE = 4_000
_CUT = late(r"\s|(?<=[^\w\s.,'\u2019&@/-])|(?<=[^\w\s])(?=[^\w\s.-])")


class Row(NamedTuple):
    """Tokens side by side: see ``Unit``."""

    tokens: list[str]
    low: list[str]
    names: bytearray
    starts: "array[int]"
    ends: "array[int]"

    def append(self, token: str, start: int, end: int) -> None:
        """Add a token that names nobody."""
        self.tokens.append(token)
        self.low.append(token)
        self.names.append(0)
        self.starts.append(start)
        self.ends.append(end)

    def extend(self, other: "Row") -> None:
        """Add the tokens of another row behind."""
        self.tokens.extend(other.tokens)
        self.low.extend(other.low)
        self.names.extend(other.names)
        self.starts.extend(other.starts)
        self.ends.extend(other.ends)


def no_tokens() -> Row:
    """Return a row without a token."""
    return Row([], [], bytearray(), array("i"), array("i"))


def read(text: str, span: tuple[int, int], final: AbstractSet[int], rules: Grammar) -> Row:
    """
    Return the tokens of a span.

    ``final`` are the places where sentences end: other full stops are no tokens. A long span
    is read in pieces, or it would cost its memory several times.
    """
    start, end = span
    if end - start <= _PIECE:
        return _read(text, span, final, rules)
    whole = no_tokens()
    while start < end:
        cut = _CUT.search(text, start + _PIECE, end)
        upto = cut.start() if cut else end
        whole.extend(_read(text, (start, upto), final, rules))
        start = upto
    return whole


def _read(text: str, span: tuple[int, int], final: AbstractSet[int], rules: Grammar) -> Row:
    row = _tokens(text, span, final)
    if row[0] and rules.clitics is not None:
        row = parted(text, rules.clitics, row)
    tokens, starts, ends = row
    if not tokens:
        return no_tokens()
    written, low, names = zip(*_known(rules).each(tokens), strict=True)
    places = array("i", starts), array("i", ends)
    return Row(list(written), list(low), bytearray(names), *places)


def _tokens(text: str, span: tuple[int, int], final: AbstractSet[int]) -> Located:
    """Return the tokens of a span; a full stop that ends no sentence (an abbreviation) is none."""
    start, end = span
    whole = text[start:end]
    pattern = _ASCII_TOKEN if whole.isascii() else _TOKEN
    parts = pattern.split(whole)  # every second one is a token
    places = list(accumulate(map(len, parts), initial=start))
    tokens, starts, ends = parts[1::2], places[1:-1:2], places[2::2]
    inner = tokens[:-1]  # nearly every sentence ends in a full stop that is kept
    if _MARKS.isdisjoint(inner) and (not tokens or _is_kept(tokens[-1], ends[-1], final)):
        return tokens, starts, ends
    kept = [_is_kept(written, at, final) for written, at in zip(tokens, ends, strict=True)]
    starts, ends = list(compress(starts, kept)), list(compress(ends, kept))
    return list(compress(tokens, kept)), starts, ends


def _is_kept(written: str, end: int, final: AbstractSet[int]) -> bool:
    return written not in _MARKS or (written == "." and (end in final or end + 1 in final))


@lru_cache(maxsize=64)
def _known(grammar: Grammar) -> Remembered[tuple[str, str, bool]]:
    """
    Return, for each token, what it is as written, in small letters, and whether it may name.

    The same words come again and again: each is there once, and its small letters too.
    """

    def facts(token: str) -> tuple[str, str, bool]:
        low = small(token)
        capital = token[0].isupper() or ("-" in token and grammar.capital(token))
        return token, token if low == token else low, capital and low not in grammar.no_names

    return Remembered(facts)


def small(token: str) -> str:
    """Return a token in small letters, with straight apostrophes."""
    return token.lower().replace(_APOSTROPHE, "'")
