"""Where the running text of a page begins and ends."""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from textflow_plugins.clean.language import Phrasebook, holding, opening
from textflow_plugins.clean.lines import Line
from textflow_plugins.languages import late

LineRules = list[str | None]
#: A title is no longer than this, in words; nor is the heading of a list of titles.
TITLE, HEADING = 30, 7
#: A sentence has so many words, and ends in a full stop or a mark of speech.
SENTENCE = 3
SPEECH = '"\N{RIGHT DOUBLE QUOTATION MARK}\xab\xbb'
SENTENCE_STOP = late(rf"(?: (?<![.])[.] [{SPEECH})]? | [,!?] [{SPEECH}] )\Z", re.VERBOSE)
#: Words of the longest box about an author.
BOX = 80
#: A list of teasers has so many titles and summaries at least, and no longer summaries; so much
#: of the prose stands before it.
TEASERS, SUMMARIES = 3, 2
SUMMARY = 30
#: After a list of so many titles, even one summary at the end is one of theirs.
MANY_TITLES = 5
BEFORE = 0.6


class Prose(NamedTuple):
    """The first and the last line of the running text, as indices."""

    first: int
    last: int


def prose_of(found: Sequence[Line], marks: LineRules, words: Phrasebook) -> Prose:
    """Return where the running text is; a text without any (verse, say) counts as such."""
    prose = _running(found, marks, words)
    if not prose:
        return Prose(0, len(found) - 1)
    teasers = _teasers(found, prose, words)
    body = [at for at in prose if at < teasers] or prose
    return Prose(body[0], body[-1])


def _running(found: Sequence[Line], marks: LineRules, words: Phrasebook) -> list[int]:
    """Return the lines of running text, without those that stand only after it."""
    return [
        at
        for at, line in enumerate(found)
        if line.prose and not marks[at] and not closing(line, words)
    ]


def heading(line: Line, words: Phrasebook, *, after: bool = True) -> str | None:
    """Return the rule if a line heads a list of links, ``after`` the prose or within it."""
    rule = words.heads.get(line.words)
    if rule or len(line.words) > HEADING or line.text.endswith("."):
        return rule
    rule = opening(line.words, words.starts)
    return rule or (opening(line.words, words.begins) if after else None)


def closing(line: Line, words: Phrasebook) -> str | None:
    """Return the rule for what stands only after the prose: a box about the author, tags."""
    if len(line.words) > BOX:
        return None
    rule = None if line.text.endswith(".") else opening(line.words, words.closes)
    return rule or holding(line.words, words.ends)


def is_title(line: Line) -> bool:
    """Return whether a line could be the title of another article."""
    return not line.prose and len(line.words) <= TITLE and not is_sentence(line)


def is_sentence(line: Line) -> bool:
    """Return whether a line is a sentence, or something that is said."""
    return len(line.words) >= SENTENCE and SENTENCE_STOP.search(line.text) is not None


def _teasers(found: Sequence[Line], prose: list[int], words: Phrasebook) -> int:
    """
    Return where titles with a line of summary each begin, to the end of the page.

    Such summaries read like prose. They are told by a heading, by titles in
    between, and by being the smaller part of the page.
    """
    lead = max(_summaries(found, prose), math.ceil(BEFORE * len(prose)))
    for number in range(max(lead, 1), len(prose)):
        between = range(prose[number - 1] + 1, prose[number])
        start = next((at for at in between if heading(found[at], words)), None)
        if start and _are_teasers(found, start, prose[number:]):
            return start
    return len(found)


def _are_teasers(found: Sequence[Line], start: int, prose: list[int]) -> bool:
    """Return whether there are titles enough below the heading at ``start``, for all its prose."""
    if prose[0] - start > MANY_TITLES:
        return True
    titles = len(found) - start - len(prose)
    many = len(prose) >= SUMMARIES and titles >= max(TEASERS, len(prose))
    return many and prose[-1] < len(found) - 1


def _summaries(found: Sequence[Line], prose: list[int]) -> int:
    """Return from which line of prose on each is short and apart from the next."""
    number = len(prose) - 1
    while number >= 0 and len(found[prose[number]].words) <= SUMMARY:
        if number + 1 < len(prose) and prose[number + 1] - prose[number] == 1:
            break
        number -= 1
    return number + 1
