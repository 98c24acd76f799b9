"""Which blocks of a page are in a text that somebody else made of it."""

import re
from collections.abc import Sequence
from itertools import islice

from textflow_plugins.html.alignment import align
from textflow_plugins.html.blocks import Block

WORD = re.compile(r"\w+")
#: A block is kept if this much of its words is.
MOST = 0.5


def voted(blocks: Sequence[Block], text: str) -> list[bool]:
    """Say for each block whether most of its words are in ``text``, in order."""
    words = [WORD.findall(block.text) for block in blocks]
    votes = iter(align(WORD.findall(text), [word for block in words for word in block]))
    return [sum(islice(votes, len(block))) >= max(MOST * len(block), 1) for block in words]
