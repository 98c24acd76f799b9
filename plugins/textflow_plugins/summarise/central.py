"""Central: a text without a lead, whose gist is anywhere in it."""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

from textflow_plugins.summarise.language import Words

#: A text in which somebody speaks for so many sentences has no lead: a call, minutes, a speech;
#: if it quotes nobody, and nobody says "I" in it, for so many: the summary of a paper.
_SENTENCES, _PAPER = 40, range(4, 13)
#: In so many of its sentences the speakers name themselves; in news they do in few.
_SPOKEN = 0.35


def has_no_lead(sentences: Sequence[Sequence[str]], known: Words, *, quotes: bool) -> bool:
    """
    Return whether sentences, each as its words, are those of somebody who speaks at length.

    `quotes` says whether anybody is quoted in them; what is quoted comes without words.

    News tells the most important first. Who speaks begins with a greeting, goes on to
    what was agreed, and comes to the figures in between.
    """
    if len(sentences) < _SENTENCES and (quotes or not _may_be_paper(sentences, known)):
        return False
    spoken = sum(not known.first.isdisjoint(said) for said in sentences)
    return spoken >= _SPOKEN * len(sentences)


def _may_be_paper(sentences: Sequence[Sequence[str]], known: Words) -> bool:
    alone = any(not known.alone.isdisjoint(said) for said in sentences)
    return len(sentences) in _PAPER and not alone


def centrality(sentences: Sequence[Sequence[str]]) -> list[float]:
    """
    Return how much each sentence, as its content words, has in common with all of them.

    It is the sum of its cosines with the others, rare words counting more. Since
    the sum can be taken word by word, it takes time in proportion to the words.

    >>> [round(one, 1) for one in centrality([["steel", "up"], ["steel", "down"], ["rain"]])]
    [1.1, 1.1, 1.0]
    """
    rare = _rarity(sentences)
    lengths = [sqrt(sum(rare[word] ** 2 for word in said)) or 1.0 for said in sentences]
    common: dict[str, float] = dict.fromkeys(rare, 0.0)
    for said, length in zip(sentences, lengths, strict=True):
        for word in said:
            common[word] += rare[word] / length
    return [
        sum(rare[word] * common[word] for word in said) / length
        for said, length in zip(sentences, lengths, strict=True)
    ]


def _rarity(sentences: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how much each word counts: the more, the fewer sentences have it."""
    often = Counter(word for said in sentences for word in said)
    return {word: log(len(sentences) / count) for word, count in often.items()}
