"""Ends: where indirect speech is over and the writer speaks again."""

from functools import cache

from textflow_plugins.speakers.clauses import past_adjuncts
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.nouns import REACH, capital, finite
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.words import DASHES, QUOTED

_FULL = frozenset((".", "?", "!"))
_SKIPPED = frozenset(("and", "but", "while", "though", "although", "then", "also", "later", ","))
#: Commas that part the members of a list stand closer than this.
_LIST, _INSERTION, _CUE_NEAR = 3, 25, 6


def content_end(scene: Scene, first: int, cue: Cue | None = None) -> int:
    """
    Return the token at which the clause that begins at ``first`` ends.

    Where nothing tells, it runs to the end of the sentence: three in four do.
    """
    nested = cue is not None and _nested(scene, cue)
    related = cue is not None and _related(scene, cue)
    for at in range(first + 1, len(scene.unit.low)):
        word = scene.word(at)
        if word in _FULL:
            return at
        if not _pause(word):
            continue
        if _stops(scene, at) or (nested and _main_clause(scene, at)):
            return at
        if related and word == "," and _predicate(scene, at + 1):
            return at
    return len(scene.unit.low)


@cache
def _pause(word: str) -> bool:
    return word in (",", ":", ";", "and", "but", "while") or word in DASHES


def _stops(scene: Scene, at: int) -> bool:
    """Tell whether what follows a comma, a dash or a conjunction is the writer's again."""
    after = at + 1
    while after < at + 4 and scene.word(after) in _SKIPPED:
        after += 1
    word = scene.word(after)
    if not word or after in scene.opens:
        return True
    pause = scene.word(at)
    if pause == ";":
        return word in word_class("pronoun") or word.isdigit() or capital(scene.unit, after)
    if pause == ":" or _own_report(scene, after):
        return pause != ":"
    return pause not in ("and", "but", "while") and _aside(scene, at)


def _aside(scene: Scene, at: int) -> bool:
    """Tell whether a comma or a dash begins words of the writer."""
    word = scene.word(at + 1)
    if word in word_class("writer_comments") or _names_words(scene, at + 1):
        return True
    if scene.word(at) in DASHES:
        return word in ("a", "an", "but", "then") and not _paired(scene, at)
    if word in ("though", "although"):
        return _begins_group(scene, at + 2)
    if word in ("who", "which", "whom"):
        return _related_aside(scene, at)
    return word == "but" and _new_clause(scene, at + 2)


def _names_words(scene: Scene, at: int) -> bool:
    """Tell whether the words before are given a name: ", a claim that nobody believes"."""
    if scene.word(at) not in ("a", "an"):
        return False
    return any(word in word_class("writer_again") for word in scene.unit.low[at + 1 : at + 4])


def _related_aside(scene: Scene, at: int) -> bool:
    """Tell whether ", who" or ", which" adds what only the writer says."""
    if scene.word(at + 1) == "who":
        return capital(scene.unit, at - 1) and "," not in scene.unit.low[at + 2 : at + REACH]
    return any(_claims(scene, near) for near in range(at + 3, at + _CUE_NEAR))


def _begins_group(scene: Scene, at: int) -> bool:
    word = scene.word(at)
    if not word:
        return False
    return (
        word in word_class("determiner") or word in word_class("pronoun") or capital(scene.unit, at)
    )


def _claims(scene: Scene, at: int) -> bool:
    """Tell whether somebody says or names something at ``at``: ", which he called"."""
    cue = scene.cues.get(at)
    return cue is not None and bool(cue.verb.uses & {"zero", "predicate"})


def _paired(scene: Scene, at: int) -> bool:
    """Tell whether a second dash ends the insertion that the dash at ``at`` begins."""
    return any(word in DASHES for word in scene.unit.low[at + 1 : at + _INSERTION])


def _new_clause(scene: Scene, at: int) -> bool:
    """Tell whether "but" begins a clause of its own: "but he gave", not "but not women"."""
    word = scene.word(at)
    if not word or not word.isalpha() or word in word_class("but_goes_on"):
        return False
    if word.endswith("ed") and not capital(scene.unit, at):
        return True
    return word in ("he", "she", "they", "did") or capital(scene.unit, at) or word.endswith("s")


def _own_report(scene: Scene, at: int) -> bool:
    """Tell whether the same speaker goes on, as in "and urged that"."""
    cue = scene.cues.get(at)
    cue = cue or scene.cues.get(at + 1)
    if cue is None or cue.first > at or cue.negated or cue.passive or cue.verb.form == "base":
        return False
    if cue.verb.lemma == "call":
        return True
    following = scene.word(_past_hearer(scene, past_adjuncts(scene.unit, cue.last)))
    if cue.verb.form == "ing":
        return (
            cue.verb.lemma != "ask" and bool(cue.verb.uses & {"that", "addressee"})
        ) or following == QUOTED
    return (
        following in word_class("clause_opener")
        or following in (QUOTED, ",", ":")
        or ("zero" in cue.verb.uses and _begins_clause(scene, cue))
    )


def _past_hearer(scene: Scene, at: int) -> int:
    """Return the token behind "to Anna Lund", or ``at`` where nobody is named."""
    if scene.word(at) != "to" or not capital(scene.unit, at + 1):
        return at
    at += 1
    while at < len(scene.unit.low) and capital(scene.unit, at):
        at += 1
    return at


def _begins_clause(scene: Scene, cue: Cue) -> bool:
    word = scene.word(cue.last)
    if "addressee" in cue.verb.uses or not word or cue.verb.lemma == "say":
        return True
    return word in word_class("contracted") or _begins_group(scene, cue.last)


def _nested(scene: Scene, cue: Cue) -> bool:
    """Tell whether the cue stands in a clause like "While Smith says ..."."""
    group = scene.subjects.get(cue.at)
    first = cue.first if group is None else group.first
    before = scene.word(first - 1) if first else scene.word(cue.at)
    early = first - 1 == 0 or scene.word(first - 2) in (",", "and", "but", ".", "even")
    return early and before in word_class("nesting")


def _main_clause(scene: Scene, at: int) -> bool:
    """Tell whether the main clause begins after the comma at ``at``."""
    word = scene.word(at + 1)
    if scene.word(at) != "," or not word or word in word_class("no_main_clause"):
        return False
    if "," in scene.unit.low[at + 1 : at + 1 + _LIST]:
        return False
    return not word.endswith(("ing", "ed")) or capital(scene.unit, at + 1)


def _related(scene: Scene, cue: Cue) -> bool:
    """Tell whether the cue stands in a clause like ", who said ..., "."""
    group = scene.subjects.get(cue.at)
    if group is None or scene.word(group.first) not in ("who", "which") or group.first == 0:
        return False
    return scene.word(group.first - 1) == ","


def _predicate(scene: Scene, at: int) -> bool:
    return finite(scene.word(at)) or (
        scene.word(at) in word_class("adverb") and finite(scene.word(at + 1))
    )
