"""Subjects: who is named before or after a reporting verb."""

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.noun_phrases import REACH, bounds, phrase_before, walk_left
from textflow_plugins.speakers.tokens import DASHES, FULL, STOPS, Span, Unit

_CLOSERS = {",": ",", ")": "(", "]": "["}
_LONGEST_NAME, _TWO = 4, 2
#: How far "who" may be before the last noun of its clause.
_RELATIVE = 8
#: Tokens of "Holm, (dijo)", and of "el viejo alcalde".
_LEAST_PARTED, _NOUN_NEAR = 2, 4


def subject_before(unit: Unit, upto: int, floor: int = 0) -> Span | None:
    """Return the noun phrase that ends just before ``upto``, without its apposition."""
    if upto <= floor:
        return None
    if unit.low[upto - 1] in unit.grammar.sure_times:
        upto = _before_time(unit, upto, floor)
    last = unit.low[upto - 1]
    if last in unit.grammar.clauses.verb_joint:
        return None
    if last in _CLOSERS or last in DASHES:
        return _before_apposition(unit, upto - 1, floor)
    found = phrase_before(unit, upto, floor)
    return _with_bearer(unit, found, floor) if found is not None else None


def _with_bearer(unit: Unit, phrase: Span, floor: int) -> Span:
    """Return "Ann Lee, a spokesman for the port" where no comma ends the apposition."""
    grammar, comma = unit.grammar, phrase.first - 1
    if not grammar.fixed_order or not 1 < comma - floor <= _LONGEST_NAME:
        return phrase
    if unit.low[comma] != "," or unit.low[phrase.first] not in grammar.words.indefinite:
        return phrase
    person = unit.low[_noun(unit, phrase)] in grammar.person_nouns
    return Span(floor, phrase.last) if person and all(unit.names[floor:comma]) else phrase


def _before_time(unit: Unit, upto: int, floor: int) -> int:
    """Return where "last week" or "published Monday" begins before a verb, else ``upto``."""
    low, grammar = unit.low, unit.grammar
    at = upto - 2
    if not grammar.fixed_order or at <= floor:
        return upto
    if low[at] in grammar.words.preposition:
        return at  # "made on Friday (says)"
    if low[at] in grammar.which_time:
        at, upto = at - 1, at
    return at if at > floor and grammar.past(low[at]) and not unit.capital(at) else upto


#: How far the verb before may be that has the subject of "and said".
_JOINED = 14


def joined_subject(unit: Unit, at: int) -> Span | None:
    """Return the subject of a later clause in "I went in and the nurse looked up and said"."""
    coordinator = unit.grammar.words.coordinator
    if not at or unit.low[at - 1] not in coordinator:
        return None
    right = at > 1 and unit.grammar.past(unit.low[at - 2])  # "frowned and said"
    phrase = subject_before(unit, at - 2) if right else subject_of_verb(unit, at)
    if phrase is None or not phrase.first:
        return None
    before = unit.low[phrase.first - 1]
    return phrase if before in coordinator or before == "," else None


def subject_of_verb(unit: Unit, upto: int) -> Span | None:
    """Return the subject of the verb before token ``upto``: "when she rose and crowed"."""
    for at in range(upto - 1, max(0, upto - _JOINED), -1):
        if unit.low[at] in unit.grammar.finite:
            return subject_before(unit, at)
    return None


def antecedent(unit: Unit, at: int, floor: int = 0) -> Span | None:
    """Return whom the "who", "which" or "that" at ``at`` stands for."""
    if at > floor and unit.low[at - 1] == ",":
        found = _before_apposition(unit, at - 1, floor)
        if found is not None:
            return found
        at -= 1
    elif at > floor and unit.low[at - 1] == "(":
        at -= 1
    first = walk_left(unit, at, floor)
    return phrase_before(unit, at, floor) if first < at else None


def _before_apposition(unit: Unit, close: int, floor: int) -> Span | None:
    """Return the name before ", an apposition," that ends at token ``close``."""
    low = unit.low
    opener = _CLOSERS.get(low[close], low[close])
    fallback: Span | None = None
    for at in range(close - 1, max(floor, close - REACH), -1):
        if low[at] != opener:
            continue
        if low[at - 1] in unit.grammar.clauses.verb_joint:
            return None
        phrase = phrase_before(unit, _past_brackets(unit, at, floor), floor)
        if phrase is None:
            continue
        named = _named_there(unit, phrase, Span(at, close), floor)
        if named is not None:
            return named
        fallback = fallback or _unnamed(unit, phrase, floor)
        if opener != ",":
            break
    return fallback


def _named_there(unit: Unit, phrase: Span, marks: Span, floor: int) -> Span | None:
    """Return the name before or behind the first of two marks, or before the role there."""
    return bearer(unit, phrase, floor) or _named(unit, phrase, marks.first, marks.last)


def bearer(unit: Unit, phrase: Span, floor: int) -> Span | None:
    """Return "Ann Lee" for the role behind it: "Ann Lee, portavoz de la sala —que abre— (dijo)"."""
    low, comma = unit.low, phrase.first - 1
    if unit.grammar.fixed_order or comma <= floor or low[comma] != ",":
        return None
    if low[phrase.first] not in unit.grammar.person_nouns or unit.capital(phrase.first):
        return None
    found = phrase_before(unit, comma, floor)
    return found if found is not None and _names_somebody(unit, found) else None


def parted_subject(unit: Unit, at: int) -> Span | None:
    """Return the subject that nothing but a comma parts from its verb: "El alcalde, dijo"."""
    if at < _LEAST_PARTED or unit.low[at - 1] != ",":
        return None
    phrase = phrase_before(unit, _past_brackets(unit, at - 1, 0), 0)
    return phrase if phrase is not None and _is_subject(unit, phrase) else None


def _is_subject(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase before a comma opens its clause, or is a title and a name."""
    before, grammar = unit.low[phrase.first - 1] if phrase.first else ".", unit.grammar
    if before == ",":
        return _is_titled_name(unit, phrase)
    opens = before in FULL or before in grammar.words.subordinator
    return opens and unit.low[phrase.first] not in grammar.times and _is_noun_phrase(unit, phrase)


def parted_name(unit: Unit, at: int) -> Span | None:
    """Return the name between commas right before a verb, of which nothing else is read."""
    if at < _LEAST_PARTED or unit.low[at - 1] != ",":
        return None
    first = at - 1
    while first and unit.names[first - 1]:
        first -= 1
    known = unit.low[first] in unit.grammar.first_names and unit.low[first - 1] == ","
    return Span(first, at - 1) if known and at - 1 - first >= _LEAST_PARTED else None


def _is_noun_phrase(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase is a name, or an article and a noun of those who speak."""
    grammar, words = unit.grammar, unit.low[phrase.first : phrase.last]
    if words[0] in grammar.articles:
        named = any(unit.names[phrase.first + 1 : phrase.last])
        return named or not grammar.speaking.isdisjoint(words[:_NOUN_NEAR])
    return all(unit.names[phrase.first : phrase.last])


def _is_titled_name(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase is a title and a name: "el alcalde Luis Mora"."""
    grammar, (first, last) = unit.grammar, phrase
    words = unit.low[first : last - 1]
    titled = len(words) > 1 and words[0] in grammar.articles and unit.names[last - 1] == 1
    return titled and not grammar.person_nouns.isdisjoint(words)


def _past_brackets(unit: Unit, at: int, floor: int) -> int:
    """Return where the brackets begin that end before token ``at``: "the board (HB), Lee"."""
    if unit.low[at - 1] != ")":
        return at
    opener = at - 1
    while opener > floor and at - opener <= _LONGEST_NAME and unit.low[opener] != "(":
        opener -= 1
    return opener if unit.low[opener] == "(" else at


def _named(unit: Unit, phrase: Span, at: int, close: int) -> Span | None:
    """Return the phrase before the comma ``at``, up to ``close`` where the name is there."""
    grammar = unit.grammar
    words = unit.low[phrase.first : at]
    person = not grammar.person_nouns.isdisjoint(words)
    place = unit.low[close - 1] in grammar.entities.region
    described = words[0] in grammar.articles and person and not place
    small = described or not unit.capital(phrase.last - 1) or _is_of(unit, phrase, at, close)
    if _is_name(unit, at + 1, close) and small:
        return Span(phrase.first, close)
    return phrase if _names_somebody(unit, phrase) else None


def _is_of(unit: Unit, phrase: Span, at: int, close: int) -> bool:
    """Return whether two words or more, and no place, name "the rival of Moss, Ann Lee"."""
    grammar = unit.grammar
    if not grammar.fixed_order or close - at <= _TWO or unit.capital(_noun(unit, phrase)):
        return False
    return unit.low[close - 1] not in grammar.entities.region | grammar.entities.place


def _noun(unit: Unit, phrase: Span) -> int:
    """Return the token that is the noun of a phrase: "the rival of Moss" is a rival."""
    prepositions = unit.grammar.words.preposition
    ends = (at for at in range(phrase.first + 1, phrase.last) if unit.low[at] in prepositions)
    return next(ends, phrase.last) - 1


def _related(unit: Unit, phrase: Span, floor: int) -> Span | None:
    """Return "Ann Lee" for the case in "Ann Lee, who led the case - with Moss - (said)"."""
    low, grammar = unit.low, unit.grammar
    near = range(phrase.first - 1, max(floor + 1, phrase.first - _RELATIVE), -1)
    who = next((at for at in near if low[at] in grammar.words.personal_relative), 0)
    if not grammar.fixed_order or not who or low[who - 1] != ",":
        return None
    found = phrase_before(unit, who - 1, floor)
    return found if found is not None and _names_somebody(unit, found) else None


def _unnamed(unit: Unit, phrase: Span, floor: int) -> Span | None:
    """Return who is meant by a phrase without a name."""
    return _related(unit, phrase, floor) or _plain(unit, phrase)


def _plain(unit: Unit, phrase: Span) -> Span | None:
    """Return a phrase that begins like a noun phrase: "the man", "he"."""
    word = unit.low[phrase.first]
    return phrase if word in unit.grammar.noun_openers else None


def _is_name(unit: Unit, first: int, last: int) -> bool:
    """Return whether all words from ``first`` on are capitalised: "his lawyer, Ann Lee,"."""
    return 0 < last - first <= _LONGEST_NAME and all(unit.capital(at) for at in range(first, last))


def _names_somebody(unit: Unit, phrase: Span) -> bool:
    first, last = phrase
    grammar = unit.grammar
    word = unit.low[last - 1]
    if not unit.capital(last - 1) or word in grammar.times or word in grammar.words.adverb:
        return False
    if _is_place(unit, phrase, unit.low[first - 1] if first else ""):
        return False
    return last - first > 1 or word.partition("-")[0] not in grammar.entities.party


def _is_place(unit: Unit, phrase: Span, before: str) -> bool:
    """Return whether a phrase is within an apposition, or a state behind its town."""
    grammar = unit.grammar
    region = unit.low[phrase.last - 1] in grammar.entities.region
    if region and before in grammar.words.preposition:
        return True
    return before == "," and (region or unit.low[phrase.first] in grammar.articles)


def subject_after(unit: Unit, first: int) -> Span | None:
    """Return the noun phrase that begins at ``first``: "said Toner", "said an aide for X"."""
    at, low, size = first, unit.low, len(unit.low)
    if at < size and low[at] in unit.grammar.subjects:
        return Span(at, at + 1)
    while at < size and not _ends_right(unit, at):
        at += 1
    while at > first and low[at - 1] in unit.grammar.clauses.name_glue:
        at -= 1
    return Span(first, _past_name(unit, at)) if at > first else None


def _past_name(unit: Unit, at: int) -> int:
    """Pass over ", Ann Lee" after "his lawyer"."""
    low = unit.low
    if unit.word(at) != "," or unit.capital(at - 1):
        return at
    end = at + 1
    while end < len(low) and end - at <= _LONGEST_NAME and unit.capital(end):
        end += 1
    return end if end > at + 1 and unit.word(end) in ("", ",", ".") else at


def _ends_right(unit: Unit, at: int) -> bool:
    """Return whether no name behind its verb runs across token ``at``."""
    word, grammar = unit.low[at], unit.grammar
    if word in grammar.clauses.name_glue:
        return False
    if word in grammar.sure_times and unit.capital(at):
        return not is_first_name(unit, at)
    named = unit.capital(at - 1) or grammar.entities.tells_gender(unit.low[at - 1])
    if named and not unit.capital(at) and grammar.adverb(word):
        return True  # "said Beth quietly", "said her aunt gently"
    if unit.capital(at - 1) and not unit.capital(at) and grammar.adverb(unit.word(at + 1)):
        return True  # "said Beth more quietly"
    return bounds(unit, at) or word in grammar.right_edges


def main_subject(unit: Unit, floor: int, upto: int) -> Span | None:
    """Return the subject of the first clause of ``unit.low[floor:upto]``."""
    opens = not floor and not unit.tokens[0].islower() and unit.grammar.fixed_order
    at = past_dateline(unit) if opens else floor
    while at < upto and _opens_chunk(unit, at):
        at = _past_chunk(unit, at, upto)
    end = at
    if at + 1 < upto and unit.low[at] in unit.grammar.articles and unit.grammar.fixed_order:
        end = at + 1 if unit.low[at + 1] in STOPS else at + 2  # "the accused"
    while end < upto and not bounds(unit, end) and not _turns_verb(unit, end, at):
        end += 1
    if end - 1 > at and unit.grammar.adverb(unit.low[end - 1]) and not unit.capital(end - 1):
        end -= 1
    return Span(at, end) if end > at else None


#: Tokens of "A few days later,", and one more.
_LONGEST_TIME = 6
#: Tokens of a dateline: "LA CROSSE, Wis. (AP) -".
_DATELINE = 9


def past_dateline(unit: Unit) -> int:
    """Return the token behind the place or the time and the dash that a report opens with."""
    first = unit.tokens[0]
    if not (first[0].isdigit() or (first.isupper() and len(first) > 1)):
        return 0
    dashes = (at for at in range(1, min(_DATELINE, len(unit.low))) if unit.low[at] in DASHES)
    behind = next(dashes, -1) + 1
    return 0 if unit.tokens[behind : behind + 1] and unit.tokens[behind].islower() else behind


def _is_time_before(unit: Unit, at: int) -> bool:
    """Return whether "Minutes later," or "A few days later," is here."""
    end = _adverb_end(unit, at)
    if end <= at or unit.word(end + 1) != "," or unit.low[end] not in unit.grammar.words.adverb:
        return False
    noun = unit.low[end - 1]
    return unit.grammar.plural(noun) or (noun in unit.grammar.times and end - 1 > at)


def _adverb_end(unit: Unit, at: int) -> int:
    """Return the token that would be "later" in a time that begins here."""
    words = unit.grammar.words
    if unit.low[at] not in words.determiner and unit.low[at] not in words.numeral:
        return at + 1
    commas = (end for end in range(at + 2, at + _LONGEST_TIME) if unit.word(end) == ",")
    return next(commas, 0) - 1


def _opens_chunk(unit: Unit, at: int) -> bool:
    """Return whether an adjunct (and no subject) begins here."""
    word, grammar = unit.low[at], unit.grammar
    named = grammar.participle(word) and unit.word(at + 1) in grammar.finite
    if named or is_first_name(unit, at):
        return False  # "Durning did"
    if grammar.opens_adjunct(word) or word in STOPS:
        return True
    if _is_time_before(unit, at):
        return True
    if word in grammar.entities.region and at and unit.low[at - 1] == ",":
        return True  # "in Ellery, Ohio, the board"
    if word in grammar.words.subordinator:
        return word not in grammar.words.complementizer
    return grammar.past(word) and not unit.capital(at)


def is_first_name(unit: Unit, at: int) -> bool:
    """Return whether a word that may be a time is a first name: "April Moss"."""
    months = unit.grammar.calendar.month_name
    if unit.low[at] not in months or at + 1 >= len(unit.low):
        return False
    return bool(unit.names[at] and unit.names[at + 1])


def _past_chunk(unit: Unit, at: int, upto: int) -> int:
    words, low = unit.grammar.words, unit.low
    if low[at] in words.coordinator or low[at] in STOPS or low[at] in words.adverb:
        return at + 1
    while at < upto and low[at] not in STOPS:
        at += 1
    return at


def _tells(unit: Unit, at: int) -> bool:
    """Return whether a verb says that somebody speaks, and is no gerund: "the team says"."""
    known = unit.grammar.reporting.get(unit.low[at], ())
    return any(Use.PLAIN in verb.uses and Form.GERUND not in verb.forms for verb in known)


def _turns_verb(unit: Unit, at: int, first: int) -> bool:
    """Return whether the verb begins: after a name, any word in "-s" is taken for it."""
    if at == first:
        return False
    word, grammar = unit.low[at], unit.grammar
    if unit.low[at - 1] in grammar.subjects or _tells(unit, at):
        return True
    if grammar.past(word) or word in grammar.words.adverb:
        return True
    named = unit.capital(at - 1) and unit.low[at - 1] not in grammar.words.determiner
    return named and unit.tokens[at].islower() and grammar.seems_finite(word)
