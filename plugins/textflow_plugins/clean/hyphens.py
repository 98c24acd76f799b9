"""Words that a hard line break cut in two."""

import re
from collections import Counter
from collections.abc import Iterator

from textflow import Edit
from textflow_plugins.languages import late

BREAK = late(
    r"""
    (?<! [^\W\d_] ) (?P<head> [^\W\d_]{2,24} )
    (?P<cut> [-\N{HYPHEN}] \n [ \t]{0,8} )
    (?P<tail> [^\W\d_]{2,24} ) (?! [^\W\d_] )
    """,
    re.VERBOSE,
)
#: What ends the word with the marks behind it, which are no more than this.
SPACE = late(r"\s")
REACH = 24
WORD = late(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: Cut words come in numbers, or the hyphen belongs to the word ("five-" / "year").
SHARE = 0.04
LEAST = 3


def split_words(text: str) -> list[Edit]:
    r"""
    Return the edits that join the words of ``text`` that were cut at line ends.

    A word is joined where the document itself shows how it is written: in one
    piece elsewhere, or, where many lines end in a hyphen, in two pieces nowhere.
    A hyphen too many is the smaller error, so in doubt the cut stays. The line break
    goes behind the word: the text is as wide as before, and its wrapping can be seen.

    >>> [edit[:3] for edit in split_words("the govern-\nment; a government")]
    [(10, 12, ''), (17, 18, '\n')]
    """
    if "-\n" not in text and "\N{HYPHEN}\n" not in text:
        return []
    cuts = [found for found in BREAK.finditer(text) if found["tail"].islower()]
    return list(_joints(text, cuts)) if cuts else []


def _joints(text: str, cuts: list[re.Match[str]]) -> Iterator[Edit]:
    words = Counter(WORD.findall(text.lower()))
    typeset = len(cuts) >= max(LEAST, SHARE * text.count("\n"))
    for cut in cuts:
        head, tail = cut["head"].lower(), cut["tail"]
        known = words[head + tail] > 0
        apart = words[f"{head}-{tail}"] > 0 or (words[head] > 1 and words[tail] > 1)
        if known or (typeset and not apart):
            yield Edit(cut.start("cut"), cut.end("cut"))
            yield from moved_break(text, cut.end())


def moved_break(text: str, at: int) -> Iterator[Edit]:
    """Yield the edit that makes a line break of the space behind a joined word, if there is one."""
    space = SPACE.search(text, at, at + REACH)
    if space and space[0] == " ":
        yield Edit(space.start(), space.end(), "\n")
