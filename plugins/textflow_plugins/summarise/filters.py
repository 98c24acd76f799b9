"""Guards: sentences of the story that should not stand, or not stand alone, in a summary."""

from collections.abc import Sequence

from textflow_plugins.summarise.language import Words

_SHORT_WORDS = 8
_FRAGMENT_WORDS = 5
#: A headline has so many words at least, and so much of it is said again below.
_HEADLINE_WORDS = 3
_AGAIN = 0.8
#: A dek has so many sentences at most. Of a lead, less than this share is said again in the
#: sentences below it.
_DEK, _RESUMED = 3, 0.6


def headline(below: Sequence[Sequence[str]], title: Sequence[str] = ()) -> bool:
    """
    Return whether the first of these known of words is a headline that ran into the text.

    It is the title, or one of the others says it again, at greater length.

    >>> headline([["steel", "price", "up"], ["price", "steel", "rise", "up"]])
    True
    """
    first = below[0] if below else ()
    if first and list(first) == list(title):
        return True
    return len(first) >= _HEADLINE_WORDS and any(
        len(other) > len(first) and len(set(first) & set(other)) >= _AGAIN * len(first)
        for other in below[1:]
    )


def repeats(above: Sequence[set[str]], below: Sequence[set[str]]) -> bool:
    """Return whether a few sentences, as their words, are said again by those below them."""
    said = set[str]().union(*above)
    again = said.intersection(*[set[str]().union(*below)])
    return 0 < len(above) <= _DEK and len(again) > _RESUMED * len(said)


def opening(word: str) -> str:
    """
    Return the first word of a sentence without what is joined on to it.

    >>> opening("she'd")
    'she'
    """
    return word.partition("'")[0]


def doubts(said: Sequence[str], known: Words, *, pictured: bool) -> int:
    """Count what speaks against a sentence: a picture, the first person, hardly any words."""
    return (
        pictured
        + (not known.first.isdisjoint(said))
        + (len(said) < _SHORT_WORDS)
        + (len(said) < _FRAGMENT_WORDS)
    )
