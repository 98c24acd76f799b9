"""Lists of links to other articles: a heading that says so, and the titles below it."""

from collections.abc import Sequence

from textflow_plugins.clean.language import Phrasebook
from textflow_plugins.clean.lines import Line
from textflow_plugins.clean.prose import LineRules, heading, is_sentence, is_title, prose_of

#: A list that prose follows has more titles than this.
TITLES = 2
#: Titles that each stand above a byline or a date: so many make a list without a heading.
SIGNED = 3


def mark_lists(found: Sequence[Line], marks: LineRules, words: Phrasebook) -> None:
    """Mark the lists of links; those after the prose reach to the end."""
    last = prose_of(found, marks, words).last
    at = 0
    while at < len(found):
        rule = heading(found[at], words, after=at > last)
        at += 1
        if rule:
            at = _mark_list(found, marks, at, rule, last)
    _mark_signed(found, marks, last)


def _mark_list(found: Sequence[Line], marks: LineRules, start: int, rule: str, last: int) -> int:
    """Mark one list and its heading; return where it ends."""
    end = _list_end(found, marks, start, last)
    if start <= last:
        if end - start <= TITLES:
            return start
        end -= 1  # the heading of the prose that follows, perhaps
    elif 2 * sum(map(is_sentence, found[start:end])) > end - start:
        return start  # the story goes on
    for at in range(start - 1, end):
        marks[at] = marks[at] or rule
    return end


def _list_end(found: Sequence[Line], marks: LineRules, start: int, last: int) -> int:
    """Return where the titles and the marked lines end; after the prose it is the end."""
    if start > last:
        return len(found)
    end = start
    while end < len(found) and (marks[end] or is_title(found[end])):
        end += 1
    return end


def _mark_signed(found: Sequence[Line], marks: LineRules, last: int) -> None:
    """Mark titles after the prose that each stand above a byline or a date."""
    signed = [
        at
        for at in range(last + 1, len(found) - 1)
        if not marks[at] and is_title(found[at]) and marks[at + 1] in {"byline", "date"}
    ]
    for at in signed if len(signed) >= SIGNED else ():
        marks[at] = "related"
