"""
Quotation marks: where quoted words begin and end.

A small state machine reads the marks of a paragraph from left to right, whatever
their shape: straight, curly, low-high, guillemets, TeX marks, single ones. It never
gives up on a text: a mark that fits nowhere is passed over, one that is never closed
holds to the end of its paragraph.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

_DOUBLE = (
    '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}'
)
_GUILLEMETS = (
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
_SINGLE = (
    "'`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
)
_OPENING = (
    "\N{LEFT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}`"
)
_CURLY = (
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
)
#: From here on, scripts have no spaces around their marks: Chinese, Japanese, Korean.
_DENSE = "\u2e80"
_CORNERS = (
    "\N{LEFT CORNER BRACKET}\N{RIGHT CORNER BRACKET}"
    "\N{LEFT WHITE CORNER BRACKET}\N{RIGHT WHITE CORNER BRACKET}"
)
#: What the shape of a mark says: these only open, these only close.
_OPENERS = "\N{DOUBLE LOW-9 QUOTATION MARK}" + _CORNERS[::2]
_CLOSERS = _CORNERS[1::2]
_TWO = ("``", "''", 2 * "\N{LEFT SINGLE QUOTATION MARK}", 2 * "\N{RIGHT SINGLE QUOTATION MARK}")
_SENTENCE_ENDS = frozenset(".!?")
#: So many paragraphs of a quotation may be without a mark.
_MOST_UNMARKED = 4
_BEFORE_OPENING = "([:\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}-"
#: A set of characters first, which is looked for fastest; then the other half of two.
MARK = re.compile(
    f"[{_DOUBLE}{_GUILLEMETS}{_CORNERS}{_SINGLE}]"
    f"(?:{'|'.join(f'(?<={two[0]}){two[1]}' for two in _TWO)})?"
)


class Quotation(NamedTuple):
    """Quoted words with their marks, within one paragraph."""

    start: int
    end: int
    #: Within the marks.
    inner_start: int
    inner_end: int
    #: The first and the last character within the marks.
    beginning: str
    ending: str
    single: bool
    closed: bool
    #: Goes on from the paragraph before, whose mark was never closed.
    continues: bool
    #: A turn or a block of its own, without marks: who speaks is named before it.
    turn: bool = False
    #: Only one word is within the marks.
    word: bool = False
    #: A turn below a line in capitals that names who speaks.
    headed: bool = False

    @property
    def known(self) -> bool:
        """Whether it is a turn whose speaker is named above it."""
        return self.headed or self.continues

    @property
    def size(self) -> int:
        """How many characters are within the marks."""
        return self.inner_end - self.inner_start


class _Mark(NamedTuple):
    start: int
    end: int
    family: str
    #: May open, may close, by what stands on either side.
    opens: bool
    closes: bool


def _family(sign: str) -> str:
    if sign in _GUILLEMETS:
        return "guillemet"
    if sign in _CORNERS:
        return "corner" if sign in _CORNERS[:2] else "white corner"
    if sign in _TWO or sign in _DOUBLE:
        return "double"
    return "single"


def _opening_side(before: str, after: str) -> bool:
    return not after.isspace() and (not before.isalnum()) and before not in ".,!?;%"


def _closing_side(before: str, after: str) -> bool:
    return not before.isspace() and not after.isalnum()


def _guillemet_opens(sign: str, before: str, after: str) -> bool:
    """
    Return whether a guillemet opens: its shape counts more than the space beside it.

    French has spaces within the marks, German has them the other way round, Swedish has
    the same mark on both sides.
    """
    if sign == _GUILLEMETS[0]:
        return _free(before) or (not after.isspace() and not before.isalnum())
    return _free(before) and not after.isspace() and after.isalnum()


def _free(before: str) -> bool:
    """Return whether a quotation may begin behind ``before``."""
    return before.isspace() or before in _BEFORE_OPENING


@lru_cache(maxsize=64)
def _elided(beginnings: frozenset[str]) -> re.Pattern[str]:
    """Match what follows a mark that stands for letters left out: 'em, '90s."""
    words = "|".join(sorted(map(re.escape, beginnings)))
    return re.compile(rf"(?:{words}|\d\ds?)\b" if words else r"\d\ds?\b", re.IGNORECASE)


def _mark(found: re.Match[str], before: str, after: str) -> _Mark:
    """Return the mark found, by what is on either side of it."""
    family, sign = _family(found.group()), found.group()
    if sign in _OPENERS or sign in _CLOSERS:
        return _Mark(*found.span(), family, sign in _OPENERS, sign in _CLOSERS)
    if family == "guillemet":
        opens = _guillemet_opens(sign, before, after)
        return _Mark(*found.span(), family, opens, not opens)
    return _Mark(*found.span(), family, *_sides(sign[0], before, after))


def _sides(sign: str, before: str, after: str) -> tuple[bool, bool]:
    """Return whether a mark may open, and may close, by its sides and its shape."""
    if max(before, after) >= _DENSE and sign in _CURLY:
        return sign in _OPENING, sign not in _OPENING  # no spaces are around the marks
    opens, closes = _opening_side(before, after), _closing_side(before, after)
    if opens and closes and sign in _OPENING:
        return True, False  # ("No") or "-": the shape of the mark decides where it has one
    return opens, closes


#: What there is to know of a mark beside its place: length, family, opens, closes.
_KINDS = tuple(
    product(
        (1, 2),
        ("double", "guillemet", "corner", "white corner", "single"),
        (False, True),
        (False, True),
    )
)
_NUMBERS: dict[tuple[int, str, bool, bool], int] = {
    kind: number for number, kind in enumerate(_KINDS)
}


class _Marks:
    """The marks of a paragraph, in a few bytes each: a text may hold millions."""

    def __init__(self, marks: Iterable[_Mark]) -> None:
        self._starts = array("i")
        self._kinds = bytearray()
        for start, end, family, opens, closes in marks:
            self._starts.append(start)
            self._kinds.append(_NUMBERS[end - start, family, opens, closes])

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: int) -> _Mark:
        start = self._starts[index]
        length, family, opens, closes = _KINDS[self._kinds[index]]
        return _Mark(start, start + length, family, opens, closes)


_NO_MARKS = _Marks(())


class _Reader:
    """The state: what has been closed, and what the paragraph before left open."""

    def __init__(self, text: str, elided: re.Pattern[str], *, restarts: bool) -> None:
        self.text = text
        self.restarts = restarts
        self.elided = elided
        self.found: list[Quotation] = []
        self.pending = ""
        #: Paragraphs without a mark since a quotation was left open.
        self._unmarked: list[tuple[int, int]] = []
        #: Where the paragraph begins, white space left out.
        self._first = 0

    def paragraph(self, low: int, high: int) -> None:
        """Read the paragraph ``text[low:high]``."""
        marks = self._marks_of(low, high)
        left_open = self.restarts and self.pending != ""
        if not len(marks) and not left_open:
            self.pending, self._unmarked = "", []
            return
        self._first = low
        while self._first < high and self.text[self._first].isspace():
            self._first += 1
        if not (left_open and self._waits(marks, high)):
            self._finish(self._read(marks, low), high)

    def _marks_of(self, low: int, high: int) -> _Marks:
        """Return the marks of a paragraph; most have none."""
        some = MARK.search(self.text, low, high)
        return _Marks(self._marks(low, high)) if some else _NO_MARKS

    def _read(self, marks: _Marks, low: int) -> _Mark | None:
        """Add the quotations that marks end, and return the mark that is still open."""
        opened = self._resumed(marks)
        whole = _whole_singles(marks)
        for index in range(len(marks)):
            mark = marks[index]
            if opened is None:
                opened = mark if whole[index] or self._opens(mark, low) else None
            elif opened.family == mark.family:
                opened = self._ended(opened, mark)
        return opened

    def _ended(self, opened: _Mark, mark: _Mark) -> _Mark | None:
        """Add the quotation if a mark of its family ends it, and return what is open then."""
        if mark.closes or not mark.opens:
            self._add(opened, mark.start, mark.end)
            return None
        if mark.family == "double" and self._begins_again(mark):
            self._add(opened, mark.start, mark.start)
            return mark
        return opened

    def _waits(self, marks: _Marks, high: int) -> bool:
        """Return whether a paragraph without marks may be in a quotation that was left open."""
        if len(marks) or len(self._unmarked) == _MOST_UNMARKED:
            return False
        if self._first < high:
            self._unmarked.append((self._first, high))
        return True

    def _resumed(self, marks: _Marks) -> _Mark | None:
        """Return the mark that is left out where a paragraph goes on with a quotation."""
        waiting, self._unmarked = self._unmarked, []
        if not (self.restarts and self.pending and len(marks)):
            return None
        mark = marks[0]
        if mark.family != self.pending or mark.opens or not mark.closes:
            self.pending = "" if waiting else self.pending
            return None
        self._add_unmarked(waiting)
        return _Mark(self._first, self._first, self.pending, opens=True, closes=False)

    def _add_unmarked(self, paragraphs: Iterable[tuple[int, int]]) -> None:
        """Add whole paragraphs that are within a quotation."""
        for low, high in paragraphs:
            edges = (self.text[low], self.text[high - 1])
            self.found.append(Quotation(low, high, low, high, *edges, False, False, True))  # noqa: FBT003

    def _begins_again(self, mark: _Mark) -> bool:
        """Return whether a mark opens the next sentence of a quotation that was not closed."""
        text, at = self.text, mark.start
        sentence = text[at - 1 : at].isspace() and text[at - 2 : at - 1] in _SENTENCE_ENDS
        return self.restarts and mark.opens and sentence and text[mark.end : mark.end + 1].isupper()

    def _marks(self, low: int, high: int) -> Iterator[_Mark]:
        for found in MARK.finditer(self.text, low, high):
            start, end = found.span()
            before = self.text[start - 1] if start > low else " "
            after = self.text[end] if end < high else " "
            if found.group() in _SINGLE and self._is_apostrophe(before, after, end):
                continue
            yield _mark(found, before, after)

    def _is_apostrophe(self, before: str, after: str, end: int) -> bool:
        if before.isalnum() and after.isalnum():
            return True
        return not before.isalnum() and self.elided.match(self.text, end) is not None

    def _opens(self, mark: _Mark, low: int) -> bool:
        if mark.family == "single":
            return False
        if mark.opens or mark.closes:
            return mark.opens
        # Neither: at the beginning, or between two sentences that no space parts.
        before = self.text[max(low, mark.start - 1) : mark.start]
        joined = before == "." or (self.restarts and before.islower())
        capital = self.text[mark.end : mark.end + 1].isupper()
        return (joined and capital) or mark.start <= self._first

    def _add(self, opened: _Mark, inner_end: int, end: int) -> None:
        first = self.pending == opened.family and opened.start <= self._first
        while inner_end > opened.end and end == inner_end and self.text[end - 1].isspace():
            end = inner_end = end - 1
        if inner_end > opened.end:
            span = (opened.start, end, opened.end, inner_end)
            edges = self._edges(opened.end, inner_end)
            kinds = (opened.family == "single", end > inner_end, first)
            word = self.text.find(" ", opened.end, inner_end) < 0
            self.found.append(Quotation(*span, *edges, *kinds, word=word))
        self.pending = ""

    def _edges(self, first: int, last: int) -> tuple[str, str]:
        """Return the first and the last character of quoted words: « a » has spaces within."""
        begin, end = first, last
        while begin < last - 1 and self.text[begin].isspace():
            begin += 1
        while end > begin + 1 and self.text[end - 1].isspace():
            end -= 1
        return self.text[begin], self.text[end - 1]

    def _finish(self, opened: _Mark | None, high: int) -> None:
        end = high
        while opened is not None and end > opened.end and self.text[end - 1].isspace():
            end -= 1
        if opened is not None and opened.family != "single":
            self._add(opened, end, end)
        self.pending = opened.family if opened is not None else ""


def _whole_singles(marks: _Marks) -> bytearray:
    """
    Return 1 for each single mark that opens a quotation: a partner follows in the paragraph.

    Doubles between the two must be paired, or the single mark is an apostrophe.
    """
    whole = bytearray(len(marks))
    closer, doubles_at_closer, doubles = -1, 0, 0
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        if mark.family != "single":
            doubles += 1
        elif mark.closes:
            closer, doubles_at_closer = index, doubles
        elif mark.opens and closer > index and (doubles - doubles_at_closer) % 2 == 0:
            whole[index] = 1
    return whole


def quotations(
    text: str,
    paragraphs: Iterable[tuple[int, int]],
    elisions: frozenset[str] = frozenset(),
    *,
    restarts: bool = False,
) -> list[Quotation]:
    """
    Return the outermost quotations of ``text`` in order, none across paragraphs.

    An apostrophe before one of ``elisions`` opens nothing: 'twas. With ``restarts``, a mark
    that opens a sentence ends a quotation that was never closed.

    >>> quotations("Ann said 'No.'", [(0, 14)])[0][:4]
    (9, 14, 10, 13)
    """
    reader = _Reader(text, _elided(elisions), restarts=restarts)
    for low, high in paragraphs:
        reader.paragraph(low, high)
    return reader.found
