"""The text of the article as the page itself states it, in its structured data."""

import re
from collections.abc import Sequence

from textflow_plugins.html.blocks import Block
from textflow_plugins.html.notes import Notes, texts
from textflow_plugins.html.recovery import recovered
from textflow_plugins.html.rules import is_linked, prose_words
from textflow_plugins.html.votes import WORD, voted

TAG = re.compile(r"<[^<>]{0,1000}>")
#: A stated text has as many words, so much of them is shown by the page in order, and they are so
#: much of its running text: what is less is a teaser, or says something else.
WORDS, SHOWN, ENOUGH = 50, 0.9, 0.35


def by_statement(blocks: Sequence[Block], said: Notes) -> list[bool] | None:
    """Return which blocks to keep by the text that the page states; None where it states none."""
    text = _text(said)
    size = _words(text)
    if size < WORDS:
        return None
    kept = voted(blocks, text)
    shown = 0
    for at, block in enumerate(blocks):
        kept[at] = kept[at] and not is_linked(block)
        shown += kept[at] and _words(block.text)
    enough = max(SHOWN * size, ENOUGH * prose_words(blocks))
    return recovered(blocks, kept) if shown >= enough else None


def _text(said: Notes) -> str:
    stated = (text for item in said.articles() for text in texts(item.get("articleBody")))
    return TAG.sub(" ", next(stated, ""))


def _words(text: str) -> int:
    return len(WORD.findall(text))
