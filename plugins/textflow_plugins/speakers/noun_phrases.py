"""Noun phrases: groups of words that name somebody or something."""

from textflow_plugins.languages import Form
from textflow_plugins.speakers.tokens import STOPS, Span, Unit

#: How far, in tokens, a noun phrase may reach.
REACH = 60
#: "them and" before another noun phrase.
_OBJECT = 2


def bounds(unit: Unit, at: int) -> bool:
    """Return whether no noun phrase runs across token ``at``, read from its end."""
    word = unit.low[at]
    return word in STOPS or word in unit.grammar.group_breaks


def phrase_before(unit: Unit, upto: int, floor: int) -> Span | None:
    """Return the noun phrase that ends just before ``upto``, adjuncts before it cut off."""
    first = walk_left(unit, upto, floor)
    if first == upto:
        return _relative(unit, upto, floor)
    described = _with_relative(unit, Span(first, upto), floor)
    if described is not None:
        return described
    return _without_adjunct(unit, Span(_past_object(unit, first, upto), upto))


def _past_object(unit: Unit, first: int, upto: int) -> int:
    """Return where a subject begins behind the object of another verb and "and"."""
    low, grammar = unit.low, unit.grammar
    if not grammar.fixed_order or not first or low[first - 1] not in grammar.words.be:
        return first
    joints = (at for at in range(first + 1, upto - 1) if low[at] in grammar.words.coordinator)
    joint = next(joints, -1)
    return joint + 1 if joint > 0 and unit.capital(upto - 1) else first


def _with_relative(unit: Unit, phrase: Span, floor: int) -> Span | None:
    """Return "the man who filmed the crash", of which only the end is a phrase."""
    if not unit.grammar.fixed_order:
        return None
    who = _who(unit, phrase.first, floor)
    if who is None:
        return None
    start = walk_left(unit, who, floor)
    plain = start < who and unit.low[start] in unit.grammar.noun_openers
    return Span(start, phrase.last) if plain else None


def _who(unit: Unit, first: int, floor: int) -> int | None:
    """Return the "who" whose verb is at token ``first`` or just before it."""
    low, grammar = unit.low, unit.grammar
    verb = first - 1 if low[first - 1] in grammar.finite else first
    if verb <= floor + 1 or low[verb - 1] not in grammar.words.personal_relative:
        return None
    return verb - 1 if verb < first or grammar.past(low[first]) else None


def walk_left(unit: Unit, upto: int, floor: int) -> int:
    """Return where the words begin that no verb and no pause parts from ``upto``."""
    at = upto
    floor = max(floor, upto - REACH)
    if at - 1 > floor and unit.low[at - 1] in unit.grammar.words.verb:
        at -= _is_verbal_noun(unit, at - 1)
    low, breaks = unit.low, unit.grammar.group_breaks
    while at > floor:
        word = low[at - 1]
        if (word in STOPS or word in breaks) and not _in_name(unit, at - 1):
            break
        at -= 1
    return at if unit.grammar.fixed_order else _past_participle(unit, at, upto)


def _past_participle(unit: Unit, at: int, upto: int) -> int:
    """Return where a phrase behind a compound verb begins: "han dicho (los vecinos)"."""
    grammar = unit.grammar
    if not at or at + 1 >= upto or unit.low[at - 1] not in grammar.auxiliaries:
        return at
    verbs = grammar.reporting.get(unit.low[at], ())
    return at + any(Form.PARTICIPLE in verb.forms for verb in verbs)


def _is_verbal_noun(unit: Unit, at: int) -> bool:
    """Return whether a verb is the noun before another verb: "recent work (shows)"."""
    words, before, after = unit.grammar.words, unit.low[at - 1], unit.word(at + 1)
    bare = unit.low[at] + "s" in words.verb and unit.grammar.fixed_order
    if not bare or before in unit.grammar.subjects or before in STOPS:
        return False
    return after in unit.grammar.reporting and before not in words.relative | words.infinitive


def _in_name(unit: Unit, at: int) -> bool:
    """Return whether a verb is part of a name or a noun here: "Mark Grant", "the accused"."""
    if not at or unit.low[at - 1] in STOPS:
        return False
    if unit.grammar.fixed_order and _is_determined(unit, at):
        return True
    return unit.capital(at) and unit.low[at] not in unit.grammar.speaker


def _is_determined(unit: Unit, at: int) -> bool:
    """Return whether a participle is a noun, or goes with one: "the accused"."""
    return unit.low[at - 1] in unit.grammar.articles and unit.grammar.past(unit.low[at])


def _relative(unit: Unit, upto: int, floor: int) -> Span | None:
    """Return "who", "which" or "that", if it stands for somebody."""
    if upto - 1 <= floor or unit.low[upto - 1] not in unit.grammar.words.relative:
        return None
    return Span(upto - 1, upto)


def _without_adjunct(unit: Unit, phrase: Span) -> Span | None:
    """Cut "On Monday" off "On Monday the company", "and" off "and Smith"."""
    first, last = _past_coordinator(unit, phrase), phrase.last
    if first == last:
        return None
    if last - first == 1:
        return None if _is_adverb(unit, first) else Span(first, last)
    if _is_pronoun_alone(unit, phrase):
        return Span(last - 1, last)  # "Tell him I said"
    if _opens_adjunct(unit, first):
        first = _last_head(unit, first, last)
    if unit.grammar.fixed_order:
        first = _past_time(unit, first, last)
    return Span(first, last) if first < last else None


def _opens_adjunct(unit: Unit, at: int) -> bool:
    """Return whether an adjunct begins here, and no title."""
    return unit.grammar.opens_adjunct(unit.low[at]) and not _is_office(unit, at)


def _is_office(unit: Unit, at: int) -> bool:
    """Return whether a word in "-ing" is of a title, by its capital: "Housing Secretary"."""
    if not at or not unit.capital(at) or unit.word(at + 1) not in unit.grammar.titles:
        return False
    return unit.grammar.participle(unit.low[at]) and unit.capital(at + 1)


def _is_pronoun_alone(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase ends in a pronoun that nothing joins to what is before it."""
    word, grammar = unit.low[phrase.last - 1], unit.grammar
    if word in grammar.partners:
        return True
    joined = unit.low[phrase.last - 2] in grammar.words.coordinator
    return grammar.fixed_order and word in grammar.subjects and not joined


def _past_time(unit: Unit, first: int, last: int) -> int:
    """Return where the noun phrase behind a time begins: "Years later (the heir)"."""
    grammar, low = unit.grammar, unit.low
    openers = grammar.owning
    if openers.isdisjoint(low[first + 1 : last]):
        return first
    for at in range(last - 1, first, -1):
        if low[at] in openers and _is_apart(unit, at - 1):
            return at
    return first


def _is_apart(unit: Unit, at: int) -> bool:
    """Return whether no noun phrase goes on behind the word at ``at``."""
    word, grammar = unit.low[at], unit.grammar
    if word in grammar.noun_expecting or unit.capital(at) or not word.isalpha():
        return False
    return not (grammar.participle(word) or grammar.past(word))


def _past_coordinator(unit: Unit, phrase: Span) -> int:
    """Return where a phrase begins behind "and", or behind the object that it joins."""
    first, last = phrase
    coordinator = unit.grammar.words.coordinator
    if last - first > _OBJECT and unit.low[first + 1] in coordinator and _is_object(unit, first):
        first += 1  # "I called them and the lady said"
    while first < last and unit.low[first] in coordinator:
        first += 1
    return first


def _is_adverb(unit: Unit, at: int) -> bool:
    """Return whether a word alone is an adverb, and names nobody: "Please note"."""
    word, grammar = unit.low[at], unit.grammar
    return word in grammar.words.adverb and word not in grammar.noun_openers


def _is_object(unit: Unit, at: int) -> bool:
    grammar = unit.grammar
    return unit.low[at] in grammar.objects and unit.low[at] not in grammar.words.determiner


def _last_head(unit: Unit, first: int, last: int) -> int:
    """Return where the last noun phrase of a stretch begins."""
    low, determiner = unit.low, unit.grammar.words.determiner
    at = last - 1
    if low[at] in unit.grammar.subjects:
        return at
    if unit.capital(at):
        return _owned_start(unit, first, _name_start(unit, first, at))
    while at > first and low[at] not in determiner:
        at -= 1
    return at if at > first else _first_noun(unit, first, last)


def _owned_start(unit: Unit, first: int, at: int) -> int:
    """Return where "the director of" begins before a name: "En la sala el director del INE"."""
    grammar, words = unit.grammar, unit.grammar.words
    if grammar.fixed_order or at - 1 <= first or unit.low[at - 1] not in words.genitive:
        return at
    head = at - 2
    while head > first and unit.low[head] not in words.determiner:
        head -= 1
    owners = grammar.person_nouns | grammar.institutions
    known = not owners.isdisjoint(unit.low[head:at])
    return head if head > first and known else at


def _name_start(unit: Unit, first: int, at: int) -> int:
    """Return where the name that ends with token ``at`` begins, its determiner included."""
    while at > first + 1 and unit.capital(at - 1):
        at -= 1
    determined = at - 1 > first and unit.low[at - 1] in unit.grammar.words.determiner
    return at - 1 if determined else at


def _first_noun(unit: Unit, first: int, last: int) -> int:
    while first < last - 1 and unit.grammar.opens_adjunct(unit.low[first]):
        first += 1
    return first
