"""Cues: the words that say that somebody says something."""

from collections.abc import Iterator
from typing import NamedTuple

from textflow_plugins.languages import Form, Use, VerbForm
from textflow_plugins.speakers.noun_phrases import phrase_before
from textflow_plugins.speakers.tokens import DASHES, QUOTED, Unit
from textflow_plugins.speakers.unlisted import TAG, tags


class Cue(NamedTuple):
    """A reporting verb in its place."""

    #: Tokens: where the verb group begins, the verb itself, the first token after it.
    first: int
    at: int
    last: int
    verb: VerbForm
    negated: bool
    passive: bool
    #: "to say", "will say": nothing has been said yet, or not by this clause's subject.
    open: bool

    @property
    def denied(self) -> bool:
        """Whether the subject of the verb is not the one who says something."""
        return self.negated or self.passive


def cues(unit: Unit) -> Iterator[Cue]:
    """Yield the reporting verbs of a unit in order."""
    known = unit.grammar.reporting
    for at in tags(unit):
        yield Cue(at, at, at + 1, TAG, negated=False, passive=False, open=False)
    if known.keys().isdisjoint(unit.low):
        return
    for at in [at for at, word in enumerate(unit.low) if word in known]:
        for verb in known[unit.low[at]]:
            cue = _cue(unit, at, verb)
            if cue is not None:
                yield cue
                break


def _cue(unit: Unit, at: int, verb: VerbForm) -> Cue | None:
    last = at + 1
    if verb.particle:
        if unit.word(last) != verb.particle:
            return None
        last += 1
    if _is_noun(unit, at, verb):
        return None
    first = _verb_group(unit, at)
    cue = Cue(first, at, last, verb, negated=False, passive=False, open=False)
    if first == at:
        if verb.forms == _PARTICIPLE or (Form.GERUND in verb.forms and _is_worth(unit, at)):
            return None
        return cue
    return _with_helpers(unit, cue, frozenset(unit.low[first:at]))


def _is_worth(unit: Unit, at: int) -> bool:
    """Return whether nobody in particular speaks: "It is worth noting"."""
    alone = at > 1 and unit.low[at - 1].isalpha()
    return alone and _is_impersonal(unit, at) and not unit.grammar.helps(unit.low[at - 1])


def _verb_group(unit: Unit, at: int) -> int:
    """Return where the verb group begins."""
    title = unit.capital(at)  # "Mayor Just Said"
    while at > 0 and unit.grammar.helps(unit.low[at - 1]) and (title or not unit.capital(at - 1)):
        at -= 1
    purpose = at == 1 and unit.low[0] in unit.grammar.words.infinitive  # "To forecast"
    return 0 if purpose else at


def _with_helpers(unit: Unit, cue: Cue, helpers: frozenset[str]) -> Cue | None:
    """Read the helping verbs before the verb; a participle alone is no cue."""
    words, clauses, forms = unit.grammar.words, unit.grammar.clauses, cue.verb.forms
    is_participle = Form.PARTICIPLE in forms
    if is_participle and len(forms) == 1 and not helpers & (words.have | words.be):
        return None
    negated = bool(helpers & words.negation or helpers & clauses.refusal)
    passive = is_participle and bool(helpers & words.be)
    is_open = _is_unreal(unit, helpers)
    if is_open and _is_impersonal(unit, cue.first):
        return None
    return cue._replace(negated=negated, passive=passive, open=is_open)


def _is_unreal(unit: Unit, helpers: frozenset[str]) -> bool:
    """Return whether helping verbs tell of what is yet to be said: "to say", "will say"."""
    words = unit.grammar.words
    unreal = bool(helpers & words.infinitive or helpers & words.modal)
    return unreal and not helpers & unit.grammar.clauses.aspect


def _is_impersonal(unit: Unit, first: int) -> bool:
    """Return whether nobody in particular speaks: "It is safe to say"."""
    words, neuter = unit.grammar.words, unit.grammar.neuter
    near = range(max(1, first - _ADJECTIVE), first)
    if any(unit.low[at] in words.be and unit.low[at - 1] in neuter for at in near):
        return True
    joined = (word for word in unit.low[max(0, first - _ADJECTIVE) : first] if "'" in word)
    return any(unit.grammar.pronoun(word) in neuter for word in joined)


#: How far "it is" may be before "to say".
_ADJECTIVE = 4
#: Words up to this length stay small in headlines.
_SMALL = 3
#: What may be behind a verb at the end of its sentence, and before its subject there.
_AFTER_CLOSING = frozenset((".", ",", ":", QUOTED))
#: Marks behind which a participle may open a clause.
_BEFORE_PARTICIPLE = frozenset((",", "(", ";", ":", QUOTED)) | DASHES
#: Forms that may be nouns, and those that are in names.
_NOUN_FORMS: frozenset[Form] = frozenset((Form.BASE, Form.THIRD))
_NAME_FORMS: frozenset[Form] = frozenset((Form.BASE, Form.GERUND))
_PARTICIPLE: frozenset[Form] = frozenset((Form.PARTICIPLE,))


def _is_noun(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Tell "his claims", "a report", "the proposed law", "State" from the verbs."""
    before = unit.low[at - 1] if at else ""
    if at and unit.capital(at) and before not in (",", QUOTED):
        return _is_name(unit, at, verb)
    if not verb.forms.isdisjoint(_NOUN_FORMS):
        return not at or _names_thing(unit, at, verb)
    return _owns(unit, before) or _is_adjective(unit, at, verb)


def _is_adjective(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Return whether a participle goes with a noun, or an -ing form is one."""
    before = unit.low[at - 1] if at else ""
    if Form.GERUND in verb.forms:
        return not _opens_clause(unit, at, verb)
    return before in unit.grammar.adjective_expecting or before[:1].isdigit()


def _is_name(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Return whether a form with a capital is part of a name, not of a headline."""
    if Use.NOUN in verb.uses or not verb.forms.isdisjoint(_NAME_FORMS):
        return True
    return not _headline(unit, at)


def _owns(unit: Unit, word: str) -> bool:
    """Return whether a word is one who owns: "Anna's", not "she's"."""
    return unit.grammar.owner(word) and word not in unit.grammar.words.contracted


def _opens_clause(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Return whether an -ing form opens a clause here, rather than name a thing."""
    grammar = unit.grammar
    after = unit.word(at + 1)
    if Use.OPENS in verb.uses or after == QUOTED:
        return True
    if after in grammar.words.complementizer and unit.word(at + 2) not in grammar.finite:
        return True
    before = unit.low[at - 1] if at else ","
    opens = before in _BEFORE_PARTICIPLE or before in grammar.clauses.before_participle
    return opens or grammar.helps(before)


def _headline(unit: Unit, at: int) -> bool:
    """Return whether the words around are all in capitals: "Mayor Says Ferry Will Close"."""
    near = [word for word in unit.tokens[at - 1 : at + 4] if len(word) > _SMALL]
    return all(word[0].isupper() for word in near)


def _names_thing(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Return whether a word that may be noun or verb is the noun."""
    grammar, before = unit.grammar, unit.low[at - 1]
    if Use.PLAIN in verb.uses:
        return before in grammar.clauses.before_bare_noun
    if before in grammar.sure_determiners:
        return True
    if before in grammar.words.preposition:
        return before not in grammar.words.infinitive
    if Form.BASE in verb.forms and _has_article(unit, at - 1):
        return not grammar.is_plural(before)
    return _owns(unit, before) or (Use.NOUN in verb.uses and not _verb_place(unit, at, verb))


def _has_article(unit: Unit, at: int) -> bool:
    """Return whether an article is right before a token."""
    return at > 0 and unit.low[at - 1] in unit.grammar.articles


def _verb_place(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Return whether a word that may be noun or verb is where a verb would be."""
    grammar = unit.grammar
    before, after = unit.low[at - 1], unit.word(at + 1) or "."
    if _follows_verb(unit, at, verb):
        return False
    if after in _AFTER_CLOSING and _closes_report(unit, at):
        return True
    if after == QUOTED or after in grammar.words.complementizer:
        return True
    if before in grammar.subjects or grammar.helps(before):
        return True
    return grammar.agrees(before, verb) and _object_follows(unit, at + 1, verb)


def _closes_report(unit: Unit, at: int) -> bool:
    """Return whether who speaks is all before a verb at the end: "..., the ad states"."""
    phrase = phrase_before(unit, at, 0)
    if phrase is None or not phrase.first:
        return False
    before = unit.low[phrase.first - 1]
    if before != ",":
        return before == QUOTED
    named = unit.capital(at - 1) and unit.word(at + 1) == "."
    return named or unit.low[max(0, phrase.first - 2)] == QUOTED


def _follows_verb(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Return whether a noun is the object of a verb: "they broke rules that", "denied reports"."""
    low, grammar = unit.low, unit.grammar
    if at > 1 and low[at - 2] in grammar.subjects and _is_other_verb(unit, at - 1):
        return True
    several = Form.THIRD in verb.forms and grammar.fixed_order
    if several and grammar.past(low[at - 1]) and not _has_article(unit, at - 1):
        return True
    return _is_kept(unit, at)


def _is_kept(unit: Unit, at: int) -> bool:
    """Return whether "to", a verb and another word are before a noun: "to keep old promises"."""
    words = unit.grammar.words
    if at < _ADJECTIVE or unit.low[at - 3] not in words.infinitive or unit.capital(at - 1):
        return False
    return unit.low[at - 2] not in words.determiner and not unit.capital(at - 2)


def _is_other_verb(unit: Unit, at: int) -> bool:
    """Return whether the word behind a pronoun is its verb, and not one that helps."""
    word, grammar = unit.low[at], unit.grammar
    return word.isalpha() and not grammar.helps(word) and word not in grammar.objects


def _object_follows(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Return whether a clause begins at ``at``, or "to" behind a name: "Moss promises to"."""
    promises = Use.INFINITIVE in verb.uses and unit.word(at) in unit.grammar.words.infinitive
    return _clause_follows(unit, at) or (promises and unit.capital(at - 2))


def _clause_follows(unit: Unit, at: int) -> bool:
    """Return whether a noun phrase begins at ``at``."""
    grammar, word = unit.grammar, unit.word(at)
    if word in grammar.phrase_openers:
        return True
    return at < len(unit.low) and unit.capital(at)
