"""
Frames: the clauses that say who says something, where the order of words is free.

"Holm a déclaré", "a déclaré hier Anna Holm", "hat Holm am Montag erklärt", "teilte die
Polizei mit": the verb may be parted from what helps it, the subject is on either side,
or left out. What is reported is around the frame, and read elsewhere.
"""

from collections.abc import Iterator
from typing import NamedTuple

from textflow_plugins.languages import Form, Use, VerbForm
from textflow_plugins.speakers.clauses import is_verb
from textflow_plugins.speakers.noun_phrases import phrase_before
from textflow_plugins.speakers.phrases import past_name, phrase_after, segment_start
from textflow_plugins.speakers.subjects import (
    antecedent,
    bearer,
    parted_name,
    parted_subject,
    subject_before,
)
from textflow_plugins.speakers.tokens import DASHES, FULL, QUOTED, STOPS, Span, Unit
from textflow_plugins.speakers.unlisted import UNLISTED, tells_quotation
from textflow_plugins.speakers.verb_groups import (
    goes_on_to,
    is_negated,
    is_passive,
    particle_end,
    verb_group,
)

#: How far a relative clause may reach.
_RELATIVE = 20
#: How far a frame may reach behind its verb and subject.
_LONGEST = 60
_PARTING = frozenset((",", QUOTED)) | DASHES


class Frame(NamedTuple):
    """A reporting clause, in tokens."""

    #: The verb and what helps it.
    cue: Span
    verb: VerbForm
    #: None where it is left out, or shared with the clause before.
    subject: Span | None
    #: All of the clause: what is reported is before or behind it.
    first: int
    #: Behind verb and subject, and behind all that belongs to them.
    core: int
    last: int
    #: The subject is behind its verb; the clause is a comparison: "comme l'a dit Holm".
    inverted: bool
    compared: bool
    #: Nobody is named: "es wurde berichtet, dass".
    passive: bool = False


def frames(unit: Unit) -> Iterator[Frame]:
    """Yield the reporting clauses of a unit in order."""
    floor = 0
    for at in range(len(unit.low)):
        for verb in _verbs(unit, at):
            found = _frame(unit, at, verb, floor) if at >= floor else None
            if found is not None:
                floor = found.cue.last
                yield found
                break


def _verbs(unit: Unit, at: int) -> tuple[VerbForm, ...]:
    """Return the reporting verbs that a token may be."""
    known = unit.grammar.reporting.get(unit.low[at])
    if known is None and unit.quoted and tells_quotation(unit, at):
        return UNLISTED
    return known or ()


def _frame(unit: Unit, at: int, verb: VerbForm, floor: int) -> Frame | None:
    if _is_noun(unit, at):
        return None
    particle = particle_end(unit, at, verb)
    cue = verb_group(unit, at, verb, floor) if particle is not None else None
    if cue is None or particle is None or is_negated(unit, cue):
        return None
    if is_passive(unit, cue):
        last = max(cue.last, particle)
        ends = (cue.first, last, _edge(unit, last))
        return Frame(cue, verb, None, *ends, inverted=False, compared=False, passive=True)
    found = _with_subject(unit, cue, verb, particle)
    return None if _is_denied(unit, found.subject) else found


def _is_denied(unit: Unit, subject: Span | None) -> bool:
    """Return whether nobody says it: "niemand sagt"."""
    if subject is None or subject.last - subject.first > 1:
        return False
    return unit.low[subject.first] in unit.grammar.words.negation


def _is_noun(unit: Unit, at: int) -> bool:
    """Return whether a word that may be a verb is a noun, an adjective or a name here."""
    before = unit.low[at - 1] if at else ""
    if unit.capital(at) and before and before not in STOPS:
        return True
    clauses = unit.grammar.clauses
    if before in clauses.before_adjective and _is_base(unit, at):
        return not (before in clauses.before_participle or goes_on_to(unit, at))
    return before in clauses.before_adjective


def _is_base(unit: Unit, at: int) -> bool:
    """Return whether a word is an infinitive."""
    verbs = unit.grammar.reporting.get(unit.low[at], ())
    return any(Form.BASE in verb.forms for verb in verbs)


def _with_subject(unit: Unit, cue: Span, verb: VerbForm, particle: int) -> Frame:
    start = segment_start(unit, cue.first)
    opener = unit.word(start) if start < cue.first else ""
    compared = opener in unit.grammar.words.comparison
    alone = _is_alone(unit, cue, start, verb)
    subject = None if alone else _speaker(unit, cue, start, compared=compared)
    inverted = subject is not None and subject.first > cue.first
    last = max(cue.last, particle, subject.last if subject is not None else 0)
    first = cue.first if subject is None else min(cue.first, subject.first)
    first = start if compared or _is_frame_start(unit, start, first) else first
    return Frame(cue, verb, subject, first, last, _edge(unit, last), inverted, compared)


def _is_alone(unit: Unit, cue: Span, start: int, verb: VerbForm) -> bool:
    """Return whether a verb has no subject of its own: ", ajoutant que", "para decir que"."""
    if cue.first and unit.low[cue.first - 1] in unit.grammar.clauses.before_participle:
        return True
    if start != cue.first:
        return False
    if Form.GERUND in verb.forms:
        return True
    return unit.grammar.null_subject and _closes_sentence(unit, cue)


def _closes_sentence(unit: Unit, cue: Span) -> bool:
    """Return whether nothing but a verb is between a comma and the end: ", dijo."."""
    comma = cue.first - 1
    if comma < 0 or unit.low[comma] != ",":
        return False
    if unit.word(cue.last) == ",":
        return _is_interposed(unit, segment_start(unit, comma), comma, cue.last + 1)
    return unit.word(cue.last) in ("", ".")


def _is_interposed(unit: Unit, first: int, comma: int, after: int) -> bool:
    """Return whether a verb parts an adjunct, or a thing, from its clause: "El fin, dijo, es"."""
    if unit.grammar.opens_adjunct(unit.low[first]):
        return True
    return (
        after < len(unit.low) and is_verb(unit, after) and not may_speak(unit, Span(first, comma))
    )


def _speaker(unit: Unit, cue: Span, start: int, *, compared: bool) -> Span | None:
    """Return who speaks, or for "es heißt" where it is written."""
    begin = start + 1 if compared else start
    subject = _inner(unit, cue) or _subject(unit, cue, begin, compared=compared)
    if subject is not None and unit.low[subject.first] in unit.grammar.words.expletive:
        if _names_subject(unit, begin, cue.first):
            return _subject(unit, cue, begin, compared=compared)
        return _in_document(unit, start, cue) or subject
    return subject


def _names_subject(unit: Unit, first: int, upto: int) -> bool:
    """Return whether a name opens a clause, so that "es" is its object: "Holm erklärt es"."""
    word, words = unit.low[first], unit.grammar.words
    if first >= upto or word in words.question or word in words.expletive:
        return False
    return unit.names[first] == 1 or word in unit.grammar.subjects


def _in_document(unit: Unit, start: int, cue: Span) -> Span | None:
    """Return where it is written: "In dem Bericht heißt es", "hieß es im Bericht"."""
    words = unit.grammar.words
    for at in (start, cue.last, cue.last + 1):
        if unit.word(at) in words.preposition:
            last = at + 1
            limit = min(len(unit.low), at + _LONGEST)
            while last < limit and last != cue.first and unit.low[last] not in STOPS:
                last += 1
            return Span(at, last)
    return None


def _is_frame_start(unit: Unit, start: int, first: int) -> bool:
    """Return whether only an adjunct is before the clause: "Am Montag sagte Holm"."""
    return start < first and unit.grammar.opens_adjunct(unit.low[start])


def _inner(unit: Unit, cue: Span) -> Span | None:
    """Return the pronoun within the verb group or right behind it."""
    subjects = unit.grammar.subjects
    for at in range(cue.first, min(cue.last + 1, len(unit.low))):
        if unit.low[at] in subjects:
            return Span(at, at + 1)
    return None


def _subject(unit: Unit, cue: Span, start: int, *, compared: bool) -> Span | None:
    """Return who speaks, before the verb or behind it."""
    if compared and start < cue.first and unit.grammar.verb_second:
        return phrase_after(unit, start)
    finite = cue.first + 1 if unit.grammar.verb_second else cue.last
    behind = phrase_after(unit, finite)
    if behind is not None and _may_invert(unit, cue, start, behind):
        return behind
    if start == cue.first and _tells_quotation(unit, start):
        return _past_manner(unit, finite)
    return _before(unit, cue, start)


def _tells_quotation(unit: Unit, start: int) -> bool:
    """Return whether a verb that needs no subject is right behind quoted words."""
    before = unit.low[max(0, start - 2) : start]
    return unit.grammar.null_subject and before[-1:] == [","] and before[0] == QUOTED


def _past_manner(unit: Unit, at: int) -> Span | None:
    """Return who speaks behind a word of manner: "(concluyó) sonriente don Luis"."""
    word, grammar = unit.word(at), unit.grammar
    if not word.isalpha() or unit.capital(at) or word in grammar.frames:
        return None
    phrase = phrase_after(unit, at + 1)
    return phrase if phrase is not None and may_speak(unit, phrase) else None


def _may_invert(unit: Unit, cue: Span, start: int, behind: Span) -> bool:
    """Return whether the noun phrase behind a verb may be its subject."""
    grammar = unit.grammar
    if start == cue.first:
        return _opens_clause(unit, cue, behind)
    if unit.low[start] in grammar.words.comparison or unit.low[start] in grammar.words.oblique:
        return True
    fronted = grammar.opens_adjunct(unit.low[start]) or unit.low[start] in grammar.words.comparison
    if not (grammar.capital_nouns or may_speak(unit, behind)):
        return False
    return fronted and _whole_adjunct(unit, start, cue.first)


def _is_taken(unit: Unit, cue: Span, behind: Span) -> bool:
    """Return whether a verb that follows no report has an object: "aceptó el uso de «haiga»"."""
    grammar, noun = unit.grammar, behind.first + 1
    if grammar.verb_second or any(Use.FRONT in verb.uses for verb in _verbs(unit, cue.last - 1)):
        return False
    if unit.low[behind.first] not in grammar.articles:
        return False
    owned = unit.word(noun + 1) in grammar.words.genitive
    return owned and not (unit.capital(noun) or unit.low[noun] in grammar.speaking)


def _opens_clause(unit: Unit, cue: Span, behind: Span) -> bool:
    """
    Return whether a verb that opens its clause has its subject behind it.

    What is behind is no object where another clause or a stop follows, and no apposition
    parts the verb from a subject before it: "Holm, Leiter der Werft, sagte der Zeitung".
    """
    start = cue.first
    if _is_taken(unit, cue, behind):
        return False
    if start == 0:
        return True
    if _ends_apposition(unit, start, behind) or _is_object(unit, start, behind):
        return False
    if unit.low[start - 1] in _PARTING:
        return True
    ends = unit.word(behind.last)
    return ends in unit.grammar.clauses.clause_opener or ends in STOPS or not ends


def _is_object(unit: Unit, start: int, behind: Span) -> bool:
    """Return whether what is behind a verb is its object: ", (puis) demanda un délai"."""
    quoted = QUOTED in unit.low[max(0, start - 2) : start]
    return not (quoted or unit.grammar.capital_nouns or may_speak(unit, behind))


def may_speak(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase is of one who speaks: a name, a person, an institution, a text."""
    grammar = unit.grammar
    named = any(map(unit.capital, range(*phrase))) and not _is_shouted(unit, phrase)
    if named or unit.low[phrase.first] in grammar.subjects:
        return True
    return not grammar.speaking.isdisjoint(unit.low[phrase.first : phrase.last])


def _is_shouted(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase is in a line of capitals, which tell no name: "VENDEN LOS BARCOS"."""
    first = phrase.first
    if not first or unit.low[first] not in unit.grammar.articles:
        return False
    verb, article = unit.tokens[first - 1 : first + 1]
    return len(verb) > 1 and verb.isupper() and article.isupper()


def _ends_apposition(unit: Unit, start: int, behind: Span) -> bool:
    """Return whether the comma before a verb ends what is said of a subject before it."""
    if unit.low[start - 1] != "," or unit.word(start - 2) == QUOTED:
        return False
    edge = _edge(unit, behind.last)
    return _announces(unit, edge) and subject_before(unit, start, 0) is not None


def _announces(unit: Unit, at: int) -> bool:
    """Return whether what is reported follows here: a colon, or "that", behind a comma too."""
    word, openers = unit.word(at), unit.grammar.clauses.clause_opener
    return word == ":" or word in openers or (word == "," and unit.word(at + 1) in openers)


def _whole_adjunct(unit: Unit, first: int, last: int) -> bool:
    """Return whether all before a verb is one adjunct, without a subject in it."""
    if unit.grammar.verb_second:
        return True
    return phrase_before(unit, last, first) is None


def _before(unit: Unit, cue: Span, start: int) -> Span | None:
    """Return the subject before a verb, or whom its relative pronoun stands for."""
    grammar, at = unit.grammar, cue.first
    if _is_relative(unit, start, at):
        return _within_relative(unit, start, at) or Span(start, start + 1)
    found = _subject_of_clause(unit, start, at)
    if found is not None and found.first and unit.low[found.first - 1] in grammar.auxiliaries:
        found = _past_relative(unit, found.first)
    if found is None or _is_no_subject(unit, found, at):
        return None
    return _whole_subject(unit, _agreeing(unit, found, cue))


def _whole_subject(unit: Unit, found: Span) -> Span | None:
    """Return a subject with its name before or behind it, or whom the adjunct goes with."""
    named = bearer(unit, found, 0)
    if named is not None:
        return named
    return _before_adjunct(unit, found) if _is_adjunct(unit, found) else past_name(unit, found)


def _subject_of_clause(unit: Unit, start: int, at: int) -> Span | None:
    """Return what is before a verb, or parted from it by a comma."""
    found = _within_subordinate(unit, start, at) or _subject_left(unit, at)
    if unit.grammar.verb_second:
        return found
    return parted_subject(unit, at) or found or parted_name(unit, at)


def _is_no_subject(unit: Unit, phrase: Span, at: int) -> bool:
    """Return whether a phrase before the verb at ``at`` is an adjunct, or a part of one."""
    grammar = unit.grammar
    if grammar.opens_adjunct(unit.low[phrase.first]):
        return True
    return (grammar.verb_second and _is_oblique(unit, phrase)) or _is_governed(unit, phrase, at)


def _agreeing(unit: Unit, phrase: Span, cue: Span) -> Span:
    """Return the last of those whom "and" joins where the verb is one's: "y el alcalde dice"."""
    grammar, low = unit.grammar, unit.low
    if not grammar.null_subject or _is_several(unit, cue):
        return phrase
    joined = (
        at + 1
        for at in range(phrase.last - 1, phrase.first, -1)
        if low[at] in grammar.words.coordinator and unit.word(at + 1) in grammar.articles
    )
    return Span(next(joined, phrase.first), phrase.last)


def _is_several(unit: Unit, cue: Span) -> bool:
    return any(unit.grammar.several_verb(word) for word in unit.low[cue.first : cue.last])


def _is_oblique(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase is in no case of subjects: "des Weiteren", "auf der Landebahn"."""
    words, first = unit.grammar.words, phrase.first
    if unit.low[first] in words.oblique:
        return True
    governed = first > 0 and unit.low[first - 1] in words.preposition
    return governed and unit.low[first] in words.determiner


def _before_adjunct(unit: Unit, adjunct: Span) -> Span | None:
    """Return who is meant before an adjunct: "ese vecino que a diario (dice)"."""
    relative = adjunct.first - 2
    if relative < 1 or unit.low[relative] not in unit.grammar.words.relative:
        return None
    found = antecedent(unit, relative)
    if found is None:
        return None
    pointing = unit.grammar.words.demonstrative
    first = (at for at in range(*found) if unit.low[at] in pointing)
    return Span(next(first, found.first), found.last)


def _is_adjunct(unit: Unit, phrase: Span) -> bool:
    """Return whether a preposition is before what nobody is: "Por otra parte (dijo)"."""
    grammar, first = unit.grammar, phrase.first
    if grammar.capital_nouns or not first:
        return False
    bare = phrase.last - first == 1 and not unit.capital(first)  # "a diario (repite)"
    if may_speak(unit, phrase) and not (bare and unit.low[first] not in grammar.subjects):
        return False
    return unit.low[first - 1] in grammar.words.preposition


def _is_governed(unit: Unit, phrase: Span, upto: int) -> bool:
    """Return whether a phrase before a comma is a part of an adjunct: "En el caso de un menor,"."""
    parted = unit.low[upto - 1] == "," and phrase.first > 0
    if not parted or any(map(unit.capital, range(*phrase))):
        return False
    if unit.low[phrase.first - 1] not in unit.grammar.words.preposition:
        return False
    return unit.grammar.opens_adjunct(unit.low[segment_start(unit, phrase.first)])


def _is_relative(unit: Unit, start: int, at: int) -> bool:
    """Return whether a verb is that of a relative clause, which begins at ``start``."""
    if not 0 < start < at or unit.low[start - 1] != ",":
        return False
    return unit.grammar.relates(unit.low[start:at])


def _within_subordinate(unit: Unit, start: int, at: int) -> Span | None:
    """Return the pronoun that opens a clause with its verb at the end: "als er gestern (sagte)"."""
    grammar = unit.grammar
    if not grammar.verb_second or start + 2 >= at:
        return None
    opens = unit.low[start] in grammar.words.subordinator
    return Span(start + 1, start + 2) if opens and unit.low[start + 1] in grammar.subjects else None


def _within_relative(unit: Unit, start: int, at: int) -> Span | None:
    """Return the subject that is in a relative clause: ", que el alcalde (anunció)"."""
    grammar = unit.grammar
    if grammar.verb_second or unit.low[start] not in grammar.words.complementizer:
        return None
    found = phrase_before(unit, at, start + 1)
    if found is None or unit.low[found.first - 1] in grammar.words.preposition:
        return None
    return found if unit.low[found.first] in grammar.words.determiner else None


def _subject_left(unit: Unit, at: int) -> Span | None:
    """Return the subject before a verb: across a full stop only what a comma parts from it."""
    found = subject_before(unit, at, 0)
    if found is None or FULL.isdisjoint(unit.low[found.last : at]):
        return found
    return phrase_before(unit, at - 1, 0) if unit.low[at - 1] == "," else None


def _past_relative(unit: Unit, at: int) -> Span | None:
    """Return whom a relative clause goes with: "un témoin qui a vu le feu (a dit)"."""
    words = unit.grammar.words
    for back in range(at - 1, max(0, at - _RELATIVE), -1):
        if unit.low[back] in words.relative:
            return antecedent(unit, back)
        if unit.low[back] in STOPS:
            break
    return None


def _edge(unit: Unit, at: int) -> int:
    """Return where what is reported may begin: at a stop, at quoted words, at "that"."""
    openers, low = unit.grammar.clauses.clause_opener, unit.low
    end, limit = at, min(len(low), at + _LONGEST)
    while end < limit and not (low[end] in openers or _stops(unit, end) or _is_told(unit, end)):
        end += 1
    return end


def _is_told(unit: Unit, at: int) -> bool:
    """Return whether a reported infinitive begins here: "(dit) avoir vu", not "doit avoir vu"."""
    grammar = unit.grammar
    if unit.low[at] not in grammar.bare_infinitives:
        return False
    before = unit.low[at - 1]
    return before not in grammar.auxiliaries and not grammar.seems_finite(before)


def _stops(unit: Unit, at: int) -> bool:
    return unit.low[at] in STOPS and unit.low[at] not in ("(", ")")
