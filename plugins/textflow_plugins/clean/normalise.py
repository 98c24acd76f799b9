"""Normalise a text: one round after another until nothing is left to mend."""

from collections.abc import Callable

from textflow import Edit
from textflow_plugins.clean.characters import odd_characters
from textflow_plugins.clean.edits import apply, compose
from textflow_plugins.clean.hyphens import split_words
from textflow_plugins.clean.mojibake import wrongly_decoded
from textflow_plugins.clean.spaces import spare_spaces

Pass = Callable[[str], list[Edit]]

PASSES: tuple[Pass, ...] = (wrongly_decoded, odd_characters, spare_spaces, split_words)
#: Real texts settle in two rounds; only entities within entities can take more.
ROUNDS = 8


def normalise(text: str) -> tuple[list[Edit], str]:
    r"""
    Return the edits that normalise ``text``, and the normalised text.

    Normalising twice equals normalising once: the passes are repeated until none
    finds anything. A text made to need more rounds than any real one (an entity
    that hides an entity that hides ...) is normalised without the pass that
    decodes entities.

    >>> normalise("Q&amp;A  is fine.\r\n")[1]
    'Q&A is fine.'
    """
    edits, now = _settled(text, PASSES)
    if edits is None:
        edits, now = _settled(text, (spare_spaces,))
    return (edits, now) if edits and now.strip() else ([], text)


def _settled(text: str, passes: tuple[Pass, ...]) -> tuple[list[Edit] | None, str]:
    """Return the edits after which no pass finds anything, or None if that takes too long."""
    edits: list[Edit] = []
    now = text
    for _ in range(ROUNDS):
        before = now
        for find in passes:
            found = find(now)
            edits = compose(edits, now, found)
            now = apply(now, found) if found else now
        if now == before:
            return edits, now
    return None, text
