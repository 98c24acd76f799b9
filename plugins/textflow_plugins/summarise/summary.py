"""Summary: the whole way from a text and its layers to the chosen sentences."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from textflow_plugins.summarise.central import centrality, has_no_lead
from textflow_plugins.summarise.dependencies import anchors
from textflow_plugins.summarise.filters import doubts, headline, repeats
from textflow_plugins.summarise.furniture import junk, pictures, speaks
from textflow_plugins.summarise.headings import captions, headings, standfirst
from textflow_plugins.summarise.hints import parts
from textflow_plugins.summarise.language import Words
from textflow_plugins.summarise.reasons import CENTRAL, Facts, standing, topics
from textflow_plugins.summarise.rules import Rules
from textflow_plugins.summarise.selection import Summary, Weighed, improve
from textflow_plugins.summarise.spans import Row, SentenceSpans
from textflow_plugins.summarise.term_weights import Unit, single, units, weigh
from textflow_plugins.summarise.tokens import FOLDED, words, written

#: For each sentence asked for, so many from the start of the text are looked at.
_REACH = 5
#: A headline is said again in one of the sentences below it, of these so many first.
_BELOW = 3
#: A dek stands above so many sentences at least, which are in more paragraphs than that.
_TOLD = 8
#: In a text without a lead, a sentence with a sum of money or a share says so much more.
_STATED = 1.5


class Story(NamedTuple):
    """A document as the choice sees it."""

    text: str
    layers: Mapping[str, Sequence[Row]]
    known: Words
    weighed: list[Weighed]
    weights: dict[Unit, float]
    #: The sentences that belong to the story; all others are junk.
    fit: list[int]
    #: Whether it tells the most important first.
    lead: bool
    #: What holds the sentences that cannot stand alone.
    held: dict[int, tuple[int, ...]]


class Chosen(NamedTuple):
    """One sentence of a summary."""

    #: Its place among the sentences of the document.
    number: int
    #: How much of what the summary says stands in it: 0 to 1.
    score: float
    #: 1 for the sentence that says most.
    rank: int
    why: list[str]


def read(text: str, layers: Mapping[str, Sequence[Row]], title: str, known: Words) -> Story:
    """Weigh the sentences of a text."""
    sentences = layers["sentences"]
    texts = [text[row["start"] : row["end"]] for row in sentences]
    spoken = SentenceSpans(sentences).spoken(layers.get("quotes", ()))
    said = [tuple(words(sentence)) for sentence in texts]  # smaller than lists
    weighed = [
        _weighed(sentence, found, known, spoken=number in spoken)
        for number, (sentence, found) in enumerate(zip(texts, said, strict=True))
    ]
    _drop_titles(weighed, sentences, texts)
    fit = [number for number, one in enumerate(weighed) if one.size]
    named = units(known.content(words(title)))
    _drop_headline(weighed, fit, named)
    quoted = {number for number, sentence in enumerate(texts) if speaks(sentence)}
    own = [() if number in quoted or number in spoken else said[number] for number in fit]
    lead = not has_no_lead(own, known, quotes=bool(quoted))
    if lead and known.opener:  # else words of grammar are said again too
        _drop_dek(weighed, fit, sentences)
    weights = weigh([weighed[number].units for number in fit], named)
    held = anchors([said[number][0] for number in fit], fit, layers, known)
    return Story(text, layers, known, weighed, weights, fit, lead, held)


def _drop_titles(weighed: list[Weighed], sentences: Sequence[Row], texts: list[str]) -> None:
    """Make junk of the headings, the standfirst and what else a caption says."""
    titles = headings(sentences, texts, [one.size for one in weighed])
    junk = [number for number, one in enumerate(weighed) if not one.size]
    for number in titles.union(standfirst(texts), captions(sentences, texts, junk)):
        weighed[number] = _junk(weighed[number].cost)


def _drop_headline(weighed: list[Weighed], fit: list[int], named: Sequence[Unit]) -> None:
    """Make junk of the first sentence that fits if it is a headline, said again below."""
    if headline([single(weighed[number].units) for number in fit[:_BELOW]], single(named)):
        first = fit.pop(0)
        weighed[first] = _junk(weighed[first].cost)


def _drop_dek(weighed: list[Weighed], fit: list[int], sentences: Sequence[Row]) -> None:
    """Make junk of a short first paragraph that sums up those below it, and is said again there."""
    paragraphs = [sentences[number].get("paragraph") for number in fit[:_TOLD]]
    if len(paragraphs) < _TOLD or len(set(paragraphs)) <= _BELOW:
        return
    size = paragraphs.count(paragraphs[0])
    said = [set(single(weighed[number].units)) for number in fit[: size + _BELOW]]
    if repeats(said[:size], said[size:]):
        for number in fit[:size]:
            weighed[number] = _junk(weighed[number].cost)
        del fit[:size]


def _weighed(sentence: str, said: Sequence[str], known: Words, *, spoken: bool) -> Weighed:
    cost = _cost(sentence, said)
    if not said:
        return _junk(cost)
    known_parts = parts(sentence, said)
    pictured = pictures(sentence, known_parts)
    if junk(sentence, known_parts, len(said), pictured=pictured):
        return _junk(cost)
    content = units(known.content(said))
    return Weighed(content, len(said), doubts(said, known, pictured=pictured) + spoken, cost)


def _cost(sentence: str, said: Sequence[str]) -> int:
    """Return how many words a sentence has by either way to count: "U.S." is two, "-" is one."""
    if sentence.isprintable() and sentence.count(" ") < len(said):
        return len(said)  # no other white space parts it
    return max(len(said), len(sentence.split()))


def _junk(cost: int) -> Weighed:
    """Return what is no sentence of the story: nothing of it counts but its words."""
    return Weighed((), 0, 0, cost)


def choose(story: Story, count: int, max_words: int | None) -> list[Chosen]:
    """Choose ``count`` sentences of a story, or all it has, within ``max_words``."""
    rules = Rules(story.weighed, story.held, max_words)
    order = story.fit if story.lead else _by_centrality(story)
    summary = Summary(story.weighed, story.weights, rules.lead(order, count))
    if story.lead:
        near = story.fit[: _REACH * count]
        rest = [number for number in near if number not in summary.chosen]
        rest.sort(key=lambda number: -summary.density(number))
        improve(summary, rest, partial(rules.swap, summary))
    scores = {one: round(summary.share(one), 4) for one in sorted(summary.chosen)}
    order = sorted(scores, key=lambda number: (-scores[number], number))
    ranks = {number: rank for rank, number in enumerate(order, start=1)}
    why = _reasons(story, summary)
    return [Chosen(number, score, ranks[number], why[number]) for number, score in scores.items()]


def _by_centrality(story: Story) -> list[int]:
    """Return the sentences of a story without a lead, the most central first."""
    central = centrality([single(story.weighed[number].units) for number in story.fit])
    stated = SentenceSpans(story.layers["sentences"]).stating(story.layers.get("amounts", ()))
    worth = {
        number: score * (_STATED if number in stated else 1)
        for number, score in zip(story.fit, central, strict=True)
    }
    return sorted(story.fit, key=lambda number: (-worth[number], number))


def _reasons(story: Story, summary: Summary) -> dict[int, list[str]]:
    facts = Facts(story.layers)
    return {
        number: [
            _standing(story, summary, number),
            *topics(_said(story, number)),
            *facts.of(number),
        ]
        for number in summary.chosen
    }


def _standing(story: Story, summary: Summary, number: int) -> str:
    if not story.lead and story.weighed[number].size:
        return CENTRAL
    return standing(number, story.fit[:1], summary.instead, junk=not story.weighed[number].size)


def _said(story: Story, number: int) -> dict[str, tuple[str, float]]:
    """Return the words of a sentence that say what it is about, as written, with their weights."""
    row = story.layers["sentences"][number]
    said: dict[str, tuple[str, float]] = {}
    forms = written(story.text[row["start"] : row["end"]])
    for form, word in zip(forms, FOLDED.each(forms), strict=True):
        if word in story.weights:
            said.setdefault(word, (form, story.weights[word]))
    return said
