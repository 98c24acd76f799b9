"""Clitics: words that are joined on to others, "qu'elle", "dit-il", as tokens of their own."""

import re
from collections.abc import Iterator

from textflow_plugins.languages import late

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
#: What is joined on before a word, and what behind one.
_Clitics = tuple[re.Pattern[str], re.Pattern[str]]
#: Tokens, where they begin, and where they end.
Located = tuple[list[str], list[int], list[int]]
#: A full stop between two sentences that no space parts.
_JOINED = late(r"(?<=[^\W\dA-Z_]{2})\.(?=[A-Z\u00c0-\u00de])")
#: A word in which something is joined on has one of these, see `Endings`.
_JOINT = late(f".[.'{_APOSTROPHE}-]", re.DOTALL)


def parted(text: str, clitics: _Clitics, row: Located) -> Located:
    """Return the tokens of a row, each without what is joined on to it."""
    spans: list[tuple[int, int]] = []
    for token, start, end in zip(*row, strict=True):
        if _JOINT.search(token):
            spans.extend(_sentence_parts(text, clitics, (start, end)))
        else:
            spans.append((start, end))
    starts, ends = map(list, zip(*spans, strict=True))
    return [text[start:end] for start, end in spans], starts, ends


def _sentence_parts(
    text: str, clitics: _Clitics, span: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the parts of a word, or of two words where a sentence ends within: "fin.Le"."""
    at, end = span
    while (stop := _JOINED.search(text, at, end)) is not None:
        yield from _word_parts(text, clitics, (at, stop.start()))
        yield stop.span()
        at = stop.end()
    yield from _word_parts(text, clitics, (at, end))


def _word_parts(text: str, clitics: _Clitics, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield a word without what is joined on: "qu'elle" is two tokens, "dit-il" too."""
    start, end = span
    before, behind = clitics
    while (found := before.match(text, start, end)) is not None:
        yield found.span()
        start = found.end()
    joined = behind.search(text, start, end)
    if joined is None:
        yield start, end
    else:
        yield start, joined.start()
        yield joined.span(1)
