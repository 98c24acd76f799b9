"""Cues: the words that say that somebody says something."""

from collections.abc import Iterator
from typing import NamedTuple

from textflow_plugins.speakers.lexicon import Verb, reporting_verbs, word_class
from textflow_plugins.speakers.nouns import capital, finite
from textflow_plugins.speakers.words import QUOTED, Unit


class Cue(NamedTuple):
    """A reporting verb in its place."""

    #: Tokens: where the verb group begins, the verb itself, the first token after it.
    first: int
    at: int
    last: int
    verb: Verb
    negated: bool
    passive: bool
    #: "to say", "will say": nothing has been said yet, or not by this clause's subject.
    open: bool


def cues(unit: Unit, language: str = "en") -> Iterator[Cue]:
    """Yield the reporting verbs of a unit in order."""
    table = reporting_verbs(language)
    for at, word in enumerate(unit.low):
        for verb in table.get(word, ()):
            cue = _cue(unit, at, verb)
            if cue is not None:
                yield cue
                break


def _cue(unit: Unit, at: int, verb: Verb) -> Cue | None:
    last = at + 1
    if verb.particle:
        if last >= len(unit.low) or unit.low[last] != verb.particle:
            return None
        last += 1
    if _noun_use(unit, at, verb):
        return None
    first, helpers = _group(unit, at)
    return _judge(Cue(first, at, last, verb, negated=False, passive=False, open=False), helpers)


def _judge(cue: Cue, helpers: list[str]) -> Cue | None:
    """Read the helping verbs before the verb."""
    words = set(helpers)
    negated = bool(words & word_class("negation") or words & word_class("refusal"))
    passive = bool(words & word_class("be")) and cue.verb.form.endswith("participle")
    if cue.verb.form == "participle" and not words & (word_class("have") | word_class("be")):
        return None
    unreal = "to" in words or bool(words & word_class("modal"))
    unreal = unreal and not words & word_class("aspect")
    return cue._replace(negated=negated, passive=passive, open=unreal)


def _group(unit: Unit, at: int) -> tuple[int, list[str]]:
    """Return where the verb group begins, and the words before the verb."""
    first = at
    low = unit.low
    while first > 0 and _helps(low[first - 1]) and not capital(unit, first - 1):
        first -= 1
    return first, low[first:at]


def _helps(word: str) -> bool:
    return (
        any(word in word_class(name) for name in ("be", "have", "do", "modal", "negation"))
        or word in word_class("adverb") - word_class("time")
        or word.endswith("ly")
        or word in ("to", "both", "all")
        or word in word_class("refusal")
        or word in word_class("aspect")
    )


#: Words up to this length stay small in headlines.
_SMALL = 3
_NOUNISH = frozenset(("base", "third"))


def _noun_use(unit: Unit, at: int, verb: Verb) -> bool:
    """Tell "his claims", "a report", "the proposed law", "State" from the verbs."""
    before = unit.low[at - 1] if at else ""
    if at and capital(unit, at) and before not in (",", QUOTED):
        return verb.form in ("base", "ing") or "noun" in verb.uses or not _headline(unit, at)
    if verb.form in _NOUNISH:
        return not at or _names_thing(unit, at, verb)
    owner = before.endswith(("'s", "s'")) and before not in word_class("contracted")
    if verb.form == "ing":
        return owner or not _participle(unit, at, verb)
    governed = before in word_class("preposition") and before not in word_class("subordinator")
    return owner or governed or before in word_class("before_adjective") or before[:1].isdigit()


def _participle(unit: Unit, at: int, verb: Verb) -> bool:
    """Tell whether an -ing form opens a clause here, rather than name a thing."""
    after = unit.low[at + 1 : at + 3]
    if verb.lemma in ("say", "tell") or after[:1] == [QUOTED]:
        return True
    if after[:1] == ["that"] and not any(map(finite, after[1:])):
        return True
    before = unit.low[at - 1] if at else ","
    return before in word_class("before_participle") or _helps(before)


def _headline(unit: Unit, at: int) -> bool:
    """Tell whether the words around are all in capitals: "Mayor Says Ferry Will Close"."""
    near = [word for word in unit.words[at - 1 : at + 4] if len(word) > _SMALL]
    return all(word[0].isupper() for word in near)


def _names_thing(unit: Unit, at: int, verb: Verb) -> bool:
    before = unit.low[at - 1]
    if verb.lemma == "say":
        return before in word_class("before_say_noun")
    if before in word_class("determiner") - word_class("verbal_determiner"):
        return True
    if before in word_class("preposition"):
        return before != "to"
    owner = before.endswith(("'s", "s'")) and before not in word_class("contracted")
    if verb.form == "base" and at > 1 and unit.low[at - 2] in ("a", "an", "the"):
        return not (before.endswith("s") or before in word_class("plural"))
    return owner or ("noun" in verb.uses and not _verb_place(unit, at, verb))


def _verb_place(unit: Unit, at: int, verb: Verb) -> bool:
    """Tell whether a word that may be noun or verb stands where a verb stands."""
    before, after = unit.low[at - 1], unit.low[at + 1] if at + 1 < len(unit.low) else "."
    if after in ("that", QUOTED) or before in word_class("pronoun") or _helps(before):
        return True
    number = before.endswith("s") == (verb.form == "base") or before == "people"
    kinds = ("determiner", "pronoun", "contracted")
    follows = any(after in word_class(kind) for kind in kinds)
    return number and (follows or (at + 1 < len(unit.low) and capital(unit, at + 1)))
