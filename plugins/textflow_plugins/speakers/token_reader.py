"""Token reader: the words and marks of a text, with what is known of each by itself."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import accumulate, compress

from textflow_plugins.languages import Grammar, Remembered
from textflow_plugins.speakers.clitics import Located, parted
from textflow_plugins.speakers.tokens import Row

_TOKEN = re.compile(r"(\w+(?:[.'\u2019&@/-]\w+|,\d{3}(?!\d))*|\.\.+|-+|[^\w\s])")
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
#: Marks of quotation are no tokens of a unit, nor are some full stops.
_MARKS = frozenset(
    ".\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
)
#: Characters that are read at once, and where no token goes on behind them.
_PIECE = 4_000
_CUT = re.compile(r"\s|(?<=\s)|(?<=[^\w\s.,'\u2019&@/-])|(?<=[^\w\s])(?=[^\w\s.-])")


class TokenReader:
    """
    Reads a text ahead, and gives the tokens of one span of it after the other.

    Sentences are short: to read each by itself takes longer than the words in it. A span
    that begins or ends within a token is read by itself all the same.
    """

    def __init__(self, text: str, final: AbstractSet[int], grammar: Grammar) -> None:
        self.text = text
        #: The places where sentences end.
        self._final = final
        self._grammar = grammar
        #: What was read last, and from where to where.
        self._row = _nothing()
        self._start = self._end = 0

    def rows(self, start: int, end: int) -> Iterator[Row]:
        """Yield the tokens of a span, in pieces: a long one would cost its memory several times."""
        while start < end:
            if not self._start <= start < self._end:
                self._read_on(start)
            upto = min(end, self._end)
            yield self._between(start, upto)
            start = upto

    def _read_on(self, start: int) -> None:
        cut = _CUT.search(self.text, start + _PIECE)
        self._start, self._end = start, cut.start() if cut else len(self.text)
        self._row = self._read(start, self._end)

    def _between(self, start: int, end: int) -> Row:
        """Return the tokens of a span of what was read."""
        if not (self._is_edge(start) and self._is_edge(end)):
            return self._read(start, end)
        tokens, low, names, starts, ends = self._row
        first = bisect_left(starts, start)
        last = bisect_left(starts, end, first)
        return Row(
            tokens[first:last],
            low[first:last],
            names[first:last],
            starts[first:last],
            ends[first:last],
        )

    def _is_edge(self, at: int) -> bool:
        """Return whether surely no token that was read goes across a place."""
        return at in (self._start, self._end) or _CUT.match(self.text, at) is not None

    def _read(self, start: int, end: int) -> Row:
        parts = _TOKEN.split(self.text[start:end])  # every second one is a token
        places = array("i", accumulate(map(len, parts), initial=start))
        row = self._without_marks(parts[1::2], places[1:-1:2], places[2::2])
        if row[0] and self._grammar.clitics is not None:
            row = parted(self.text, self._grammar.clitics, row)
        tokens, starts, ends = row
        if not tokens:
            return _nothing()
        written, low, names = zip(*_known(self._grammar).each(tokens), strict=True)
        return Row(list(written), list(low), bytearray(names), starts, ends)

    def _without_marks(
        self, tokens: list[str], starts: "array[int]", ends: "array[int]"
    ) -> Located:
        """Return tokens without marks of quotation, and full stops that end no sentence."""
        marks = [at for at, token in enumerate(tokens) if token in _MARKS]
        gone = [at for at in marks if not (tokens[at] == "." and self._is_final(ends[at]))]
        if not gone:
            return tokens, starts, ends
        kept = bytearray(b"\1") * len(tokens)
        for at in gone:
            kept[at] = 0
        starts, ends = (array("i", compress(column, kept)) for column in (starts, ends))
        return list(compress(tokens, kept)), starts, ends

    def _is_final(self, end: int) -> bool:
        """Return whether a full stop that ends here ends a sentence, and no abbreviation."""
        return end in self._final or end + 1 in self._final


def _nothing() -> Row:
    return Row([], [], bytearray(), array("i"), array("i"))


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
