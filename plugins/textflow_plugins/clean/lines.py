"""The lines of a text, and which of them are prose."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from textflow_plugins.languages import ascii_words, letter_table, may_be_far

WORD = re.compile(r"\w+")
# The same in a text of ASCII.
_LETTERS = letter_table("_")
#: The end of a sentence (Armenian, Arabic, Hindi and CJK marks too), and what may close behind it.
STOPS = frozenset(".!?:;,\u2026\u0589\u061f\u06d4\u0964\u3002\uff01\uff1f")
CLOSERS = "\"')]\u2019\u201d\xbb\u203a\uff09\u300d\u300f" + "".join(
    filter(str.isspace, map(chr, range(0x3001)))
)
#: Prose has this many words and ends like a sentence, or has many more.
PROSE = 12
SHOUTED = 25
LONG = 40
#: Hard-wrapped text: no line is longer than MARGIN characters, and of those longer than HALF
#: most break off in mid-sentence.
MARGIN = 100
HALF = 45
MOST = 0.6
LEAST = 3
#: A heading of Markdown, and what code stands between in it.
MARKUP = ("# ", "## ", "### ", "#### ")
FENCE = "```"
#: How lines of programs end; a text with so many of them is one.
CODE = ("{", "}", "[", "]", ";", "(", "):", "},", "],", "),")
CODE_SHARE = 0.3


class Line(NamedTuple):
    """One line of the text, without the white space around it."""

    start: int
    end: int
    text: str
    #: Its words, case-folded: what is looked up in the phrasebook.
    words: tuple[str, ...]
    #: Whether it reads like running text.
    prose: bool
    #: Whether it goes on with the sentence of the line above, in hard-wrapped text.
    goes_on: bool
    #: Whether it is code or a heading of Markdown, of which the words are nobody's furniture.
    markup: bool


class _Layout(NamedTuple):
    """How the lines of a text are set."""

    #: Whether they are cut at a margin, not at ends of paragraphs.
    wrapped: bool
    #: Whether none is longer than a margin allows.
    narrow: bool
    #: How those begin that are code or headings of Markdown; in a program all are.
    markup: tuple[str, ...]

    def goes_on(self, below: str) -> bool:
        """Return whether ``below`` goes on with a sentence that the line above breaks off."""
        return self.wrapped or (self.narrow and below[0].islower())


def _layout(split: list[str]) -> _Layout:
    narrow = max(map(len, split)) <= MARGIN
    return _Layout(_is_wrapped(split), narrow, ("",) if _is_code(split) else MARKUP)


def _shared(split: list[str]) -> list[str]:
    """Return the lines, each once: a page without end says the same again and again."""
    known: dict[str, str] = {}
    return [known.setdefault(line, line) for line in split]


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of ``text`` that are not empty; ``end`` is before the line break."""
    split = _shared(text.split("\n"))
    layout = _layout(split)
    at = 0
    # Whether the sentence may go on across the line break.
    cut = layout.wrapped and bool(split[1].strip())
    cuts = layout.wrapped or layout.narrow
    for whole in split:
        shown = whole.strip()
        if shown:
            markup = shown.startswith(layout.markup)
            words = () if markup else _words(shown)
            goes_on = cut and layout.goes_on(shown)
            prose = goes_on or _is_prose(shown, len(words))
            yield Line(at, at + len(whole), shown, words, prose, goes_on, markup)
        cut = cuts and len(whole) > HALF and not _stop(shown)
        at += len(whole) + 1


def wide(text: str) -> int:
    """Return how many characters of ``text`` are of a script without spaces between words."""
    return sum(1 for _ in _wide().finditer(text)) if may_be_far(text) else 0


@cache
def _wide() -> re.Pattern[str]:
    return re.compile("[\u0e00-\u0fff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def _words(line: str) -> tuple[str, ...]:
    if line.isascii():
        return tuple(ascii_words(line, _LETTERS))
    return tuple(WORD.findall(line.casefold()))


def _stop(line: str) -> str:
    """Return the mark that ends a sentence at the end of ``line``, "" where none does."""
    last = line.rstrip(CLOSERS)[-1:]
    return last if last in STOPS else ""


def _is_code(split: list[str]) -> bool:
    """Return whether many lines end as those of programs do, or are between fences."""
    if sum(line.startswith(FENCE) for line in split) > 1:
        return True
    code = sum(line.endswith(CODE) for line in split)
    return code >= LEAST and code >= CODE_SHARE * sum(map(bool, split))


def _is_wrapped(split: list[str]) -> bool:
    """Return whether the lines of a text are cut at a margin, not at ends of paragraphs."""
    long = [line for line in split if len(line) > HALF]
    if len(long) < LEAST or max(map(len, long)) > MARGIN:
        return False
    cut = sum(not _stop(line) for line in long)
    return cut > MOST * len(long)


def _is_prose(text: str, words: int) -> bool:
    words += wide(text) // 2
    if words >= LONG or words < PROSE:
        return words >= LONG
    stop = _stop(text)
    shouted = stop in ("!", "?")  # so does many a headline end
    return bool(stop) and words >= (SHOUTED if shouted else PROSE)
