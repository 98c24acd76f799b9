"""Blocks: a paragraph without marks that a reporting clause with a colon announces."""

import re
from collections.abc import Iterator, Sequence

from textflow_plugins.languages import Grammar, Use
from textflow_plugins.speakers.quotation_marks import Quotation

_REACH = 120
_WORD = re.compile(r"\w+")


def blocks(
    text: str, paragraphs: Sequence[tuple[int, int]], grammar: Grammar
) -> Iterator[Quotation]:
    """Yield the paragraphs that are announced: "Holm wrote:" and then her words."""
    for number in range(1, len(paragraphs)):
        start, end = paragraphs[number]
        before = paragraphs[number - 1]
        first = text[start : start + 1]
        if first.isalpha() and first.isupper() and _announces(text, before, grammar):
            if text[start:end].isupper():
                continue  # a heading
            edges = (text[start], text[end - 1])
            yield Quotation(start, end, start, end, *edges, False, True, False, turn=True)  # noqa: FBT003


def _announces(text: str, paragraph: tuple[int, int], grammar: Grammar) -> bool:
    """Return whether a paragraph ends in a colon behind a verb of saying."""
    start, end = paragraph
    if text[end - 1] != ":":
        return False
    words = _WORD.findall(text[max(start, end - _REACH) : end].lower())
    last = max((at for at, word in enumerate(words) if _quotes(word, grammar)), default=-1)
    return last > 0 and len(words) - last <= _NEAR


#: How many words may be between the verb and the colon: "wrote in a letter on Monday:".
_NEAR = 8


def _quotes(word: str, grammar: Grammar) -> bool:
    verbs = grammar.reporting.get(word, ())
    return word in grammar.finite and any(Use.QUOTE in verb.uses for verb in verbs)
