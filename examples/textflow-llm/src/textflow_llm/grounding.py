"""Where the words that a model quotes are in the text: there, whole, or nowhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator

#: Models write other quotation marks, apostrophes and dashes than they read; else all is the same.
_FOLD = str.maketrans(
    {
        **dict.fromkeys("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '"'),
        "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
        **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "'"),
        **dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}", "-"),
    }
)

#: A letter or digit, but of no script that is written without spaces (Thai to Khmer, and Asia's).
_LETTER = r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\ud7ff\uf900-\ufaff]"
#: Where a quote must not begin: within a word ("agree" of "disagree", "elected" of "re-elected")
#: or a number ("5" of "1.5" and of "-5").
_CUT_BEFORE = re.compile(
    rf"(?: {_LETTER}{{2}} | \w-\w | [0-9][.,:/][0-9] | (?<!\w)[-\N{{MINUS SIGN}}][0-9] ) \Z",
    re.VERBOSE,
)
#: Where it must not end: the same, and "can" of "can't".
_CUT_BEHIND = re.compile(
    rf"{_LETTER}{{2}} | \w-\w | \w['\N{{RIGHT SINGLE QUOTATION MARK}}]t\b | [0-9][.,:/][0-9]",
    re.VERBOSE,
)

Span = tuple[int, int]


class Ground:
    r"""
    A text in which quotes are looked up.

    >>> Ground("He said:  \u201cWe can\u2019t pay 1.5 million.\u201d").spans('"We can\'t pay')
    [(10, 23)]
    >>> Ground("We can't pay 1.5 million.").spans("5 million")
    []
    """

    def __init__(self, text: str) -> None:
        """Fold white space and marks; remember where each word was."""
        words = [(found.start(), found.group()) for found in re.finditer(r"\S+", text)]
        self._text = text
        self._raw = [start for start, _ in words]
        self._folded = " ".join(word for _, word in words).translate(_FOLD)
        self._starts = list(_starts(word for _, word in words))

    def spans(self, quote: str) -> list[Span]:
        """Return every place of the words of ``quote``, where they are whole."""
        wanted = " ".join(quote.split()).translate(_FOLD)
        return [span for span in self._found(wanted) if self._is_whole(*span)] if wanted else []

    def _found(self, wanted: str) -> Iterator[Span]:
        at = self._folded.find(wanted)
        while at >= 0:
            yield self._place(at), self._place(at + len(wanted) - 1) + 1
            at = self._folded.find(wanted, at + len(wanted))

    def _place(self, at: int) -> int:
        word = bisect_right(self._starts, at) - 1
        return self._raw[word] + at - self._starts[word]

    def _is_whole(self, start: int, end: int) -> bool:
        before, behind = self._text[max(start - 2, 0) : start + 1], self._text[end - 1 : end + 2]
        return not (_CUT_BEFORE.search(before) or _CUT_BEHIND.match(behind))


def _starts(words: Iterator[str]) -> Iterator[int]:
    """Yield where each word begins when there is one space between them."""
    at = 0
    for word in words:
        yield at
        at += len(word) + 1


def nearest(spans: list[Span], to: Span) -> Span:
    """Return the one of ``spans`` that is within ``to``, or nearest to it."""
    return min(spans, key=lambda span: (max(to[0] - span[0], span[1] - to[1], 0), span))
