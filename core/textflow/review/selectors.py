"""
Selectors: where words are in the raw text, and what is around them.

They are those of the W3C Web Annotation Data Model: a TextPositionSelector counts
raw characters, which no later cleaner or version can shift; a TextQuoteSelector
repeats the words with what is before and behind them, for when the raw text
itself has changed. A record does not contain the raw text, so the words are those of
the clean text; they are compared without regard to white space and punctuation.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import attrs

from textflow.review.folding import Folded, folded
from textflow.review.ground import Ground, Span

#: Characters of context on either side.
CONTEXT = 40


@attrs.frozen
class Selector:
    """Where words stand, and which they are."""

    #: In characters of the raw text.
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, ground: Ground, span: Span) -> "Selector":
        """Return what selects ``span``; the page's script makes the same."""
        start, end = span
        text = ground.text
        return cls(
            *ground.to_raw(span),
            exact=text[start:end],
            prefix=text[max(start - CONTEXT, 0) : start],
            suffix=text[end : end + CONTEXT],
        )

    @classmethod
    def from_json(cls, place: Mapping[str, Any]) -> "Selector":
        """Read what fits ``correction.json``."""
        position, quote = place["selector"]
        around = {key: quote.get(key, "") for key in ("prefix", "suffix")}
        return cls(position["start"], position["end"], quote["exact"], **around)

    @cached_property
    def words(self) -> Folded:
        """The words as they are compared."""
        return folded(self.exact)

    @cached_property
    def before(self) -> str:
        """What is before them, as it is compared."""
        return folded(self.prefix).text

    @cached_property
    def behind(self) -> str:
        """What is behind them, as it is compared."""
        return folded(self.suffix).text

    def to_json(self) -> dict[str, Any]:
        """Return the place as the page writes it."""
        position = {"type": "TextPositionSelector", "start": self.start, "end": self.end}
        quote = {
            "type": "TextQuoteSelector",
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
        }
        return {"selector": [position, quote]}
