"""
Menus: runs of short lines around the article, and short lines that come again and again.

Their words say nothing, since every site has its own. They are told by the company
they keep: only in a text that is a page, with lines enough that are furniture by
their words, and only in a run with some of these. A table, a poem, a list or code has
none, so nothing of it goes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from textflow_plugins.clean.lines import Line, wide
from textflow_plugins.clean.prose import LineRules
from textflow_plugins.languages import late

#: A text with so many different lines that are furniture by their words is a page.
PAGE = 12
#: A menu has so many lines, of which so many, and such a share, are furniture by their words.
RUN = 8
KNOWN, SHARE = 4, 0.12
#: An entry of a menu has no more words; nor has what is repeated on a page, so often.
ENTRY = 5
LABEL, AGAIN = 8, 4
#: Of the lines before an article, so many last ones may be its title and what belongs to it.
TITLE = 5
#: Of those behind prose, so many first ones may belong to it.
CLOSE = 2
#: Between lines that are known, so many others are entries too; beyond the last one, so many.
GAP, EDGE = 40, 5
DIGIT = late(r"\d")
LETTER = late(r"[^\W\d_]")
NUMBERS = 0.2
#: An entry has no more characters, those of scripts without spaces counted double.
WIDTH = 40
#: Which rule a line of a menu goes by, and one that is repeated.
MENU, REPEATED = "navigation", "repeated"
ENDED = (".", "!", "?", ":", ";", ",", "\N{HORIZONTAL ELLIPSIS}")


def mark_menus(found: Sequence[Line], marks: LineRules) -> None:
    """Mark the lines of menus, and the labels that are repeated, if the text is a page."""
    if not _is_page(found, marks):
        return
    _mark_labels(found, marks)
    for start, end in _runs(found):
        if _is_menu(marks[start:end]) and not _is_table(found[start:end]):
            _mark_run(found, marks, start, end)


def _mark_labels(found: Sequence[Line], marks: LineRules) -> None:
    labels = _labels(found)
    for at, line in enumerate(found):
        if line.words in labels and not line.goes_on:
            marks[at] = marks[at] or REPEATED


def _is_page(found: Sequence[Line], marks: LineRules) -> bool:
    known = {line.words for line, mark in zip(found, marks, strict=True) if mark}
    return len(known) >= PAGE


def _is_menu(marks: LineRules) -> bool:
    known = len(marks) - marks.count(None)
    return len(marks) >= RUN and known >= max(KNOWN, SHARE * len(marks))


def _is_table(run: Sequence[Line]) -> bool:
    """Return whether many of the lines are numbers, as where each cell of a table is a line."""
    return sum(not LETTER.search(line.text) for line in run) >= NUMBERS * len(run)


def _runs(found: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield from where to where no line is prose."""
    start = 0
    for at, line in enumerate(found):
        if line.prose:
            yield start, at
            start = at + 1
    yield start, len(found)


def _mark_run(found: Sequence[Line], marks: LineRules, start: int, end: int) -> None:
    """Mark the entries of a menu that are near known ones."""
    first, last = _apart(start, end, len(found))
    known = [at for at in range(start, end) if marks[at]]
    for before, after in pairwise([start - 1, *known, end]):
        for at in _near(before, after):
            if first <= at < last and _is_entry(found[at]):
                marks[at] = marks[at] or MENU


def _apart(start: int, end: int, size: int) -> tuple[int, int]:
    """Return which part of a run is no close of the prose above and no title of that below."""
    first = start + CLOSE if start else start
    last = end - TITLE if end < size else end
    return first, last


def _near(before: int, after: int) -> Iterator[int]:
    """Yield what is between two known lines, or near to one of them where they are far apart."""
    if after - before <= GAP + 1:
        yield from range(before + 1, after)
    else:
        yield from range(before + 1, before + 1 + EDGE)
        yield from range(after - EDGE, after)


def _is_entry(line: Line) -> bool:
    """Return whether a line may be the entry of a menu: a few words, no number, no sentence."""
    few = 0 < len(line.words) <= ENTRY
    if not few or line.text.endswith(ENDED) or DIGIT.search(line.text):
        return False
    return len(line.text) + 2 * wide(line.text) <= WIDTH


def _labels(found: Sequence[Line]) -> frozenset[tuple[str, ...]]:
    """Return the words of short lines that come again and again."""
    short = (line.words for line in found if _is_label(line))
    return frozenset(words for words, often in Counter(short).items() if often >= AGAIN)


def _is_label(line: Line) -> bool:
    return 0 < len(line.words) <= LABEL and not line.prose and LETTER.search(line.text) is not None
