"""Roles: the titles and descriptions beside a name."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.names import Name
from textflow_plugins.speakers.noun_phrases import walk_left
from textflow_plugins.speakers.tokens import DASHES, QUOTED, Span, Unit

_LONGEST_ROLE, _BESIDE, _BEFORE, _APART, _NOUN_NEAR = 16, 8, 3, 12, 4
_NONE: frozenset[str] = frozenset()
_ROLE_ENDS = frozenset((",", ".", ";", QUOTED)) | DASHES


def title_words(unit: Unit, name: Name) -> AbstractSet[str]:
    """Return the titles beside a name: "Senator", "spokeswoman", "Mr"."""
    grammar, beside = unit.grammar, _words_beside(unit, name)
    if grammar.titles.isdisjoint(beside):
        return _NONE
    titles = grammar.titles.intersection(beside)
    return {*titles, *(grammar.long_titles.get(title, title) for title in titles)}


def _words_beside(unit: Unit, name: Name) -> list[str]:
    """Return the titles right before a name, and the words of the appositions around it."""
    low, grammar = unit.low, unit.grammar
    first, lowest = name.titled, max(0, name.titled - _BEFORE)
    while first > lowest and low[first - 1] in grammar.titles:
        first -= 1
    beside = low[first : name.first]
    if not grammar.fixed_order and first and low[first - 1] == ",":
        beside = beside + low[max(0, first - _APART) : first]
    if unit.word(name.last) == ",":
        beside = beside + low[name.last + 1 : name.last + _BESIDE]
    return beside


def role(unit: Unit, text: str, phrase: Span, name: Name) -> str | None:
    """Return what is said of somebody beside the name: a title before it or an apposition."""
    address, first = unit.grammar.forms_of_address, phrase.first
    while first < name.first and unit.low[first] in address:
        first += 1
    if first < name.first and unit.low[name.first - 1] != ",":
        return _before(unit, text, Span(first, name.first))
    if _ends_in_role(unit, phrase, name):
        return " ".join(unit.text(text, name.last + 1, phrase.last).split())
    apposed = _apposition(unit, text, name.last)
    if apposed is None and _describes(unit, Span(first, name.first - 1)):
        return _before(unit, text, Span(first, name.first - 1))
    return apposed


def role_before(unit: Unit, text: str, name: Name) -> str | None:
    """Return the role that a comma parts from the name behind it: "el director del mar, Lis"."""
    comma = name.titled - 1
    if unit.grammar.fixed_order or comma < 1 or unit.low[comma] != ",":
        return None
    first = next(_role_starts(unit, comma), comma)
    described = _describes(unit, Span(first, comma))
    return _before(unit, text, Span(first, comma)) if described else None


def _role_starts(unit: Unit, comma: int) -> Iterator[int]:
    """Yield the tokens before a comma at which a noun of people is behind an article."""
    grammar, low = unit.grammar, unit.low
    for at in range(walk_left(unit, comma, 0), comma - 1):
        if low[at] in grammar.articles and low[at + 1] in grammar.person_nouns:
            yield at + 1


def _before(unit: Unit, text: str, words: Span) -> str | None:
    """Return the role that is before a name, a form of address between them left out."""
    first, last = words
    while last > first and unit.low[last - 1] in unit.grammar.forms_of_address:
        last -= 1
    if not _is_plain(unit, first, last):
        return None
    return " ".join(unit.text(text, first, last).split())


def _describes(unit: Unit, words: Span) -> bool:
    """Return whether words before a comma and a name describe it: "El director del mar, Lis"."""
    grammar, (first, last) = unit.grammar, words
    if grammar.fixed_order or grammar.capital_nouns or not 0 < last - first <= _LONGEST_ROLE:
        return False
    opens = first > 0 and unit.low[first - 1] in grammar.articles
    return opens and unit.low[last] == "," and _is_of_one(grammar, unit.low[first:last])


def _is_of_one(grammar: Grammar, low: list[str]) -> bool:
    """Return whether one person is described: not so by "la esposa del presidente"."""
    owner = next((at for at, word in enumerate(low) if word in grammar.words.genitive), len(low))
    if not grammar.person_nouns.isdisjoint(low[owner:]):
        return False
    return not grammar.person_nouns.isdisjoint(low[:owner])


def _ends_in_role(unit: Unit, phrase: Span, name: Name) -> bool:
    """Return whether a phrase is all of "Ann Lee, a spokesman for the port"."""
    if not unit.grammar.fixed_order or phrase.last <= name.last + 1:
        return False
    return unit.low[name.last] == "," and _opens_role(unit, name.last + 1)


def _is_plain(unit: Unit, first: int, last: int) -> bool:
    """Return whether words before a name can be a role: no age, no mark, no other one."""
    low, grammar = unit.low[first:last], unit.grammar
    if not low or not all(word[0].isalpha() for word in low):
        return False
    if last - first == 1 and unit.tokens[first].isupper() and low[0] not in grammar.titles:
        return False  # "NFL" is where somebody plays
    return not _is_cut(low, grammar) and not _has_clause(low, grammar)


def _is_cut(low: list[str], grammar: Grammar) -> bool:
    """Return whether words are part of a phrase: "of mayor", "mismo", "Lee's", "MPs", "old"."""
    if low[0] in grammar.words.preposition or low[-1] in grammar.frames:
        return True
    if low[-1] in grammar.entities.quality:
        return True
    alone = len(low[-1]) == 1 or grammar.words.determiner.issuperset(low)
    several = grammar.fixed_order and low[-1] in grammar.people
    return alone or several or grammar.owner(low[-1])


def _has_clause(low: list[str], grammar: Grammar) -> bool:
    """Return whether words tell something: a subject, a verb, a time or a document is there."""
    others = (grammar.subjects, grammar.finite, grammar.sure_times, grammar.entities.document)
    if not all(one.isdisjoint(low) for one in others):
        return True
    if not grammar.verb_second and not grammar.fixed_order and any(map(grammar.seems_finite, low)):
        return True
    return any(grammar.past(word) for word in low[1:] if word not in grammar.titles)


def _is_thing(unit: Unit, first: int) -> bool:
    """Return whether no noun of people is near behind an article: ", el papel de la mujer"."""
    grammar = unit.grammar
    if grammar.fixed_order or unit.low[first] not in grammar.articles:
        return False
    near = unit.low[first + 1 : first + 1 + _NOUN_NEAR]
    return not any(grammar.titled(word) or word in grammar.speaking for word in near)


def _is_listed(unit: Unit, first: int) -> bool:
    """Return whether another name is told beside one: "la Turquie, la Suède"."""
    grammar, after = unit.grammar, first + 1
    if grammar.fixed_order or grammar.capital_nouns or after >= len(unit.low):
        return False
    determined = unit.low[first] in grammar.articles
    return determined and unit.capital(after) and unit.low[after] not in grammar.person_nouns


def _opens_role(unit: Unit, at: int) -> bool:
    """Return whether a role may begin here: "the head", "director", "representante legal"."""
    word, grammar = unit.low[at], unit.grammar
    return word in grammar.roles or (not grammar.fixed_order and word in grammar.person_nouns)


def _apposition(unit: Unit, text: str, after: int) -> str | None:
    """Return the role in ", head of the office," behind a name."""
    low, first = unit.low, after + 1
    if first + 1 >= len(low) or low[after] != ",":
        return None
    if not _opens_role(unit, first) or _is_listed(unit, first):
        return None
    if _is_thing(unit, first):
        return None
    for last in range(first, min(len(low), first + _LONGEST_ROLE)):
        if low[last] in unit.grammar.finite:
            return None  # a clause
        if low[last] in _ROLE_ENDS or low[last] in unit.grammar.words.relative:
            return " ".join(unit.text(text, first, last).split())
    return None
