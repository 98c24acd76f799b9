"""Names: where people and institutions are named."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from textflow_plugins.languages import Grammar, Remembered, Use
from textflow_plugins.speakers.tokens import DASHES, QUOTED, STOPS, Span, Unit

_LETTERS = 2
_NUMERAL = frozenset("IVX")
_TICKER = frozenset(("<", ">"))


class Name(NamedTuple):
    """A name where it is: tokens of a unit, titles left out."""

    unit: int
    first: int
    last: int
    #: Its words, possessive "'s" cut off.
    words: tuple[str, ...]
    #: Where the titles before it begin.
    titled: int

    @property
    def surname(self) -> str:
        """The last word in small letters."""
        return self.words[-1].lower()


def names(unit: Unit, number: int, span: Span | None = None) -> Iterator[Name]:
    """Yield the runs of capitalised words of a unit, or of a span of it, as names."""
    for run in _runs(unit, span or Span(0, len(unit.low))):
        name = _name(unit, number, run)
        if name is not None:
            yield name


def _runs(unit: Unit, span: Span) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words of a span, with what joins them."""
    begin, size = span
    at = begin
    while (first := unit.names.find(1, at, size)) >= 0:
        at = first + 1
        while at < size and _goes_on(unit, at, size) and not unit.grammar.owner(unit.low[at - 1]):
            at += 1
        yield first, at


def _goes_on(unit: Unit, at: int, size: int) -> bool:
    """Return whether a name goes on with token ``at``."""
    if unit.names[at]:
        return True
    entities = unit.grammar.entities
    if unit.low[at] in entities.particle:
        after = at + 2 if unit.word(at + 1) in entities.second_particle else at + 1
        if after < size and unit.capital(after):
            return not _is_institution(unit, after)
    if unit.low[at] in _TICKER:
        return _is_ticker(unit, at)
    return unit.capital(at) and _is_surname(unit, at)


def _is_surname(unit: Unit, at: int) -> bool:
    """Return whether a word of time is behind a first name: "Doris Day"."""
    calendar, grammar = unit.grammar.calendar, unit.grammar
    if not grammar.fixed_order or unit.low[at - 1] not in grammar.first_names:
        return False
    return unit.low[at] in calendar.part or unit.low[at] in calendar.period


def _is_institution(unit: Unit, at: int) -> bool:
    """Return whether letters of an institution are behind a particle: "Lis de OCDE"."""
    token = unit.tokens[at]
    return not unit.grammar.fixed_order and len(token) > _LETTERS and token.isupper()


def _is_ticker(unit: Unit, at: int) -> bool:
    """Return whether a mark of "Tern <TRN> Corp" is at token ``at``."""
    first = at if unit.low[at] == "<" else at - 2
    if first < 0 or unit.low[first] != "<":
        return False
    return unit.word(first + 2) == ">" and unit.word(first + 3) in unit.grammar.entities.company


def _is_name_word(unit: Unit, at: int) -> bool:
    return bool(unit.names[at])


def _name(unit: Unit, number: int, run: tuple[int, int]) -> Name | None:
    """Return the name that a run of capitalised words is, None where it is no name."""
    first, last = run
    if not first and last > 1 and unit.grammar.fixed_order and _is_announced(unit, last):
        first = 1
    start = _past_origin(unit, first, _past_titles(unit, first, last), last)
    if last - start > _LETTERS:
        start = _past_acronym(unit, start)
    if not unit.grammar.fixed_order:
        start = _past_others(unit, start, last)
    elif last - start > _LETTERS and start == first:
        first = start = _past_office(unit, first, last)
    words = _bare(unit, start, last)
    if last - start == 1 and _is_common(unit, start, titled=start > first):
        return None  # "el Presidente" is nobody's name
    if last - first > 1 and first and _is_office(unit, first, last):
        return None
    if words and all(words) and "/" not in "".join(words):
        return Name(number, start, last, words, first)
    return None


def _is_announced(unit: Unit, last: int) -> bool:
    """Return whether a verb opens the sentence, and no name: "Said Moss:"."""
    speaks = any(Use.FRONT in verb.uses for verb in unit.grammar.reporting.get(unit.low[0], ()))
    return speaks and unit.word(last) in (",", ":") and unit.word(last + 1) == QUOTED


def _is_office(unit: Unit, first: int, last: int) -> bool:
    """Return whether words describe: (the) Attorney General, (the) Ohio Republican."""
    grammar, words = unit.grammar, unit.low[first:last]
    if not grammar.fixed_order or unit.low[first - 1] not in grammar.words.definite:
        return False
    if all(word in grammar.titles for word in words):
        return True
    return words[-1] in grammar.sure_titles and words[-2] in grammar.entities.region


def _past_titles(unit: Unit, first: int, last: int) -> int:
    start, titled = first, unit.grammar.titled
    for at in range(first, last - 1):
        if titled(unit.low[at]) and not is_generation(unit.tokens[at + 1], unit.grammar):
            start = at + 1
    return start + 1 if last - start > _LETTERS and _is_noun_before(unit, start) else start


def _is_noun_before(unit: Unit, at: int) -> bool:
    """Return whether a noun of people is before a first name: "Musician Ann Lee"."""
    grammar = unit.grammar
    if not grammar.fixed_order or unit.low[at] in grammar.first_names:
        return False
    return unit.low[at] in grammar.person_nouns and unit.low[at + 1] in grammar.first_names


def _past_origin(unit: Unit, first: int, start: int, last: int) -> int:
    """Return where the name begins behind "Bath-based": a word whose end is a small one."""
    if not unit.grammar.fixed_order:
        return start
    for at in range(start, last - 1):
        end = unit.tokens[at].rpartition("-")[2]
        if at >= first and end.islower() and end != unit.tokens[at]:
            return at + 1
    return start


def is_generation(word: str, grammar: Grammar) -> bool:
    """Return whether a word behind a surname says which of two bears it: "Jr", "III"."""
    return word.lower() in grammar.entities.generation or _NUMERAL.issuperset(word)


def _past_acronym(unit: Unit, start: int) -> int:
    """Return where the name begins behind letters of an institution: "NFL Pat Lee"."""
    token = unit.tokens[start]
    named = token.isupper() and len(token) >= _LETTERS
    return start + 1 if named and unit.low[start + 1] in unit.grammar.first_names else start


def _past_owner(unit: Unit, start: int, last: int) -> int:
    """Return where the name begins behind whose one is: "el alcalde de Lobos Ana Lis"."""
    known, genitive = unit.grammar.first_names, unit.grammar.words.genitive
    owner = start + 1 if unit.low[start] in genitive else start
    if last - owner <= _LETTERS or not owner or unit.low[owner] in known:
        return start
    owned = unit.low[owner - 1] in genitive
    return owner + 1 if owned and unit.low[owner + 1] in known else start


def _past_others(unit: Unit, start: int, last: int) -> int:
    """Return where the name begins behind nouns with a capital, or behind an owner."""
    past = _past_nouns if unit.grammar.capital_nouns else _past_owner
    return past(unit, start, last)


def _past_nouns(unit: Unit, start: int, last: int) -> int:
    """Return where the name begins behind nouns that have a capital too: "Forscher Jan Holm"."""
    known = unit.grammar.first_names
    return next((at for at in range(start, last) if unit.low[at] in known), start)


def _past_office(unit: Unit, first: int, last: int) -> int:
    """Return where the name begins behind a title and its office: "secretary of State Pat Lee"."""
    known = unit.grammar.first_names
    begin = next((at for at in range(first + 1, last - 1) if unit.low[at] in known), first)
    if begin == first or unit.low[first] in known or not _is_held(unit, first):
        return first
    return begin if is_person(unit.tokens[begin:last], unit.grammar) else first


#: Tokens of "curator of art at" before a name.
_OFFICE = 6


def _is_held(unit: Unit, upto: int) -> bool:
    """Return whether a title and what it is of are before token ``upto``."""
    grammar = unit.grammar
    for at in range(upto - 1, max(-1, upto - 1 - _OFFICE), -1):
        word = unit.low[at]
        if word in grammar.person_nouns:
            return at < upto - 1
        if word in STOPS or word in grammar.finite:
            return False
    return False


def _is_common(unit: Unit, first: int, *, titled: bool) -> bool:
    """Return whether a single word with a capital is a title, or a noun behind its article."""
    word, grammar = unit.low[first], unit.grammar
    if not grammar.fixed_order and len(word.rstrip("'")) == 1:
        return True  # "C'(est)"
    if word in grammar.sure_titles and (titled or _is_determined(unit, first)):
        return True
    if _is_opening_noun(unit, first):
        return True
    if grammar.fixed_order:
        return False
    return grammar.titled(word) or (grammar.capital_nouns and _is_capital_noun(unit, first))


def _is_opening_noun(unit: Unit, at: int) -> bool:
    """Return whether a noun has a capital because a clause begins with it: "Police"."""
    word, grammar = unit.low[at], unit.grammar
    begins = not at or unit.low[at - 1] in STOPS
    known = (grammar.people, grammar.entities.human, grammar.entities.document)
    return begins and any(word in one for one in known)


def _is_capital_noun(unit: Unit, at: int) -> bool:
    """Return whether a word is a noun where all nouns have a capital: "das Rathaus"."""
    if unit.tokens[at].isupper():
        return False
    grammar, entities = unit.grammar, unit.grammar.entities
    if at and unit.low[at - 1] in grammar.words.determiner:
        return True
    if at > 1 and _is_described(unit, at):
        return True
    word = unit.low[at]
    if word in grammar.people or word in entities.human or word.endswith(grammar.common_ends):
        return True
    return word in entities.body | entities.document | grammar.clauses.source_noun


def _is_described(unit: Unit, at: int) -> bool:
    """Return whether an adjective behind an article is before a noun: "das neue Rathaus"."""
    before = unit.low[at - 1]
    plain = before.isalpha() and not unit.capital(at - 1) and before not in unit.grammar.frames
    return plain and unit.low[at - 2] in unit.grammar.words.determiner


def _is_determined(unit: Unit, at: int) -> bool:
    """Return whether a title is the noun of a phrase: "the President", "Minister for Health"."""
    grammar, before = unit.grammar, unit.low[at - 1] if at else ""
    determined = before in grammar.words.determiner or grammar.owner(before)
    return determined or unit.word(at + 1) in grammar.clauses.name_link


def _bare(unit: Unit, first: int, last: int) -> tuple[str, ...]:
    tokens = unit.tokens[first:last]
    if "<" in tokens:
        at = tokens.index("<")
        tokens = tokens[:at] + tokens[at + 3 :]
    elif len(tokens) > 1 and any(len(token) <= _LETTERS or "." in token for token in tokens):
        tokens = [_with_stop(unit, at) for at in range(first, last)]
    return tuple(_bare_words(unit.grammar).each(tokens))


def _with_stop(unit: Unit, at: int) -> str:
    """Return a token, an initial with the full stop that no token is: "John F. Kerry"."""
    token, short = unit.tokens[at], unit.grammar.entities.generation
    long = len(token.rpartition(".")[2]) > 1 and token.lower() not in short
    if long or at + 1 >= len(unit.tokens):
        return token
    return token + "." if unit.starts[at + 1] - unit.ends[at] == _LETTERS else token


@lru_cache(maxsize=64)
def _bare_words(grammar: Grammar) -> Remembered[str]:
    """Return, for each token as written, the token without the ending of one who owns."""
    return Remembered(grammar.bare)


def head_name(unit: Unit, number: int, phrase: Span) -> Name | None:
    """Return the name that heads a noun phrase, None if a common noun does."""
    end, ends = phrase.first, unit.grammar.clauses.head_end
    while end < phrase.last and unit.low[end] != "," and not _ends_head(unit, end, ends):
        end += 1
    found = _ending_name(unit, number, Span(phrase.first, end))
    if (
        found is not None
        and kind_word(found.words, unit.grammar) in unit.grammar.entities.organisation
    ):
        return _with_genitive(unit, found, phrase.last)
    if found is None and end < phrase.last:
        rest = Span(end, phrase.last)
        found = _apposed_name(unit, number, rest)
        body = unit.low[end - 1] in unit.grammar.institutions if end else False
        found = found or _office_holder(unit, number, phrase, end)
        return found or _first_name_in(unit, number, rest, body=body)
    return found or _opening_name(unit, number, Span(phrase.first, end))


def _ends_head(unit: Unit, at: int, ends: AbstractSet[str]) -> bool:
    """Return whether what a head is of follows: "of the firm", but not in "el cura Al Mora"."""
    if unit.low[at] not in ends:
        return False
    named = not unit.grammar.fixed_order and unit.capital(at)
    return not (named and at + 1 < len(unit.low) and unit.capital(at + 1))


def _opening_name(unit: Unit, number: int, span: Span) -> Name | None:
    """Return the name behind a form of address: "Mr. Moss next door", "Ann Lee herself"."""
    if not unit.grammar.fixed_order or not unit.names[span.first]:
        return None
    run = next(_runs(unit, span))
    name = _name(unit, number, run)
    if name is None or unit.grammar.owner(unit.low[run[1] - 1]):
        return None
    addressed = unit.low[span.first] in unit.grammar.forms_of_address
    alone = all(
        unit.grammar.adverb(word) or word in unit.grammar.objects
        for word in unit.low[run[1] : span.last]
    )
    return name if addressed or alone else None


def _apposed_name(unit: Unit, number: int, rest: Span) -> Name | None:
    """Return the name that is the apposition: "the company's president, Ann Lee"."""
    comma = next((at for at in range(*rest) if unit.low[at] == ","), rest.last)
    return _ending_name(unit, number, Span(comma + 1, rest.last))


def _office_holder(unit: Unit, number: int, phrase: Span, end: int) -> Name | None:
    """Return who holds an office without an article: "director of rugby Ann Lee"."""
    grammar = unit.grammar
    if not grammar.fixed_order or unit.low[end - 1] not in grammar.person_nouns:
        return None
    joined = grammar.words.coordinator.intersection(unit.low[end : phrase.last])
    if joined or not grammar.words.determiner.isdisjoint(unit.low[phrase.first : end]):
        return None
    found = _ending_name(unit, number, Span(end, phrase.last))
    return found if found is not None and is_person(found.words, grammar) else None


def _first_name_in(unit: Unit, number: int, rest: Span, *, body: bool) -> Name | None:
    """Return the name that ends a phrase: "la dama de Norte Ana Lis", "l'agence de presse AFP"."""
    if unit.grammar.fixed_order or unit.grammar.capital_nouns:
        return None
    known, first = unit.grammar.first_names, rest.last
    while first > rest.first and _is_name_word(unit, first - 1):
        first -= 1
    places = unit.grammar.entities.region
    if rest.last - first == 1:
        short = body and unit.tokens[first].isupper() and len(unit.tokens[first]) >= _LETTERS
        return _ending_name(unit, number, Span(first, rest.last)) if short else None
    opens = (
        at
        for at in range(first, rest.last - 1)
        if unit.low[at] in known or (at > first and unit.low[at - 1] in places)
    )
    start = next(opens, None)
    return _ending_name(unit, number, Span(start, rest.last)) if start is not None else None


def _with_genitive(unit: Unit, name: Name, end: int) -> Name:
    """Return "Ministry of Fisheries and Food" for "Ministry"."""
    last = name.last
    while last < end and (first := _past_link(unit, last)) > last:
        after = first
        while after < end and _is_name_word(unit, after):
            after += 1
        if after == first:
            break
        last = after
    return (
        name._replace(last=last, words=_bare(unit, name.first, last)) if last > name.last else name
    )


def _past_link(unit: Unit, at: int) -> int:
    """Return the token behind "of the" or "and", or ``at`` where no such word is."""
    if unit.word(at) not in unit.grammar.clauses.name_link:
        return at
    return at + (2 if unit.word(at + 1) in unit.grammar.words.definite else 1)


def _ending_name(unit: Unit, number: int, span: Span) -> Name | None:
    if span.last <= span.first or not _is_name_word(unit, span.last - 1):
        return None
    run = next((run for run in _runs(unit, span) if run[1] == span.last), None)
    return _name(unit, number, run) if run is not None else None


def signed(unit: Unit, at: int) -> Span | None:
    """Return who signs what is before token ``at``: "- Ann Lee, mayor", all of it a name."""
    phrase = signature(unit, at)
    if phrase is None:
        return None
    particles = unit.grammar.entities.particle
    whole = all(unit.capital(one) or unit.low[one] in particles for one in range(*phrase))
    return phrase if whole else None


def signature(unit: Unit, at: int) -> Span | None:
    """Return the words behind a dash at token ``at``, the first with a capital, up to a stop."""
    if unit.word(at) not in DASHES or at + 1 >= len(unit.low) or not unit.capital(at + 1):
        return None
    stops = (end for end in range(at + 1, len(unit.low)) if unit.low[end] in STOPS)
    return Span(at + 1, next(stops, len(unit.low)))


def kind_word(words: Sequence[str], grammar: Grammar) -> str:
    """Return the word that says what a name is of: Pier Commission, Centro de Pesca."""
    first = not (grammar.fixed_order or grammar.verb_second)
    return words[0 if first else -1].lower()


def is_person(words: Sequence[str], grammar: Grammar) -> bool:
    """Return whether the words look like a person's name."""
    if len(words) < 2 or words[0].lower() not in grammar.first_names:  # noqa: PLR2004 - first and last name
        return False
    last, entities = words[-1].lower(), grammar.entities
    if last in entities.region or last in entities.place:
        return False
    return entities.organisation.isdisjoint(word.lower() for word in words)


def gender(words: Sequence[str], grammar: Grammar) -> str:
    """Return ``m``, ``f``, ``u`` or, of several, ``p``: by the first name or the article."""
    first = words[0].lower()
    return grammar.first_names.get(first) or grammar.article_genders.get(first, "u")
