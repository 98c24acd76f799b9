"""The words of amounts in one language, and the patterns that find a number."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import attrs

from textflow_plugins.amounts.currencies import Money, currency_words, declined
from textflow_plugins.amounts.digits import RUN
from textflow_plugins.amounts.han import HAN
from textflow_plugins.amounts.tries import locked, one_of, trie
from textflow_plugins.languages import Care, Language, NumberWords, Role, Rule, language, tags

#: Characters that are a fraction: a quarter to three quarters, one seventh to seven eighths.
VULGAR = "\xbc-\xbe\u2150-\u215e"
#: The first letters of Thai and of what follows it, of Ethiopic, and of Chinese and its neighbours.
_THAI, _ETHIOPIC, _EAST = "\u0e00", "\u1200", "\u2e80"
#: What combines with letters; of the scripts of India the letters too, no digit, no sign of money.
_MARKS = (
    r"[\u0300-\u036f\u200b-\u200d\u0900-\u0963\u0980-\u09e3\u0a00-\u0a63\u0a70\u0a71\u0a80-\u0ae3"
    r"\u0b00-\u0b63\u0b80-\u0be3\u0c00-\u0c63\u0c80-\u0ce3\u0d00-\u0d63\u0d80-\u0de3]"
)
#: A word, which is one class of letters in most scripts.
WORD = rf"[^\W\d_]{{1,40}}(?:{_MARKS}{{1,3}}[^\W\d_]{{0,40}}){{0,20}}"
_MARK = re.compile(_MARKS)
#: An article counts these.
COINS = frozenset((Care.COIN, Care.ONE))
#: So many languages are kept.
LANGUAGES = 64
#: Texts of any language use its words of money, and its numbers where they have none of their own.
_LINGUA_FRANCA = "en"
#: Roles of words that begin a number; the others only continue one.
_OPENING = (
    *(Role.UNIT, Role.TEN, Role.HUNDRED, Role.SCALE, Role.PLURAL, Role.PLURAL_OF),
    *(Role.PART, Role.FEW, Role.ORDINAL),
)
_JOINED = (Role.UNIT, Role.TEN, Role.HUNDRED, Role.SCALE, Role.LINK)
_APART = (Role.SUFFIX, Role.PREFIX, Role.PERCENT, Role.POINTS)


class Word(NamedTuple):
    """What a number word means."""

    role: Role
    value: Decimal


class Percent(NamedTuple):
    """A name of percent."""

    name: str
    #: How many of it make one percent: 100 for basis points.
    per: Decimal
    #: It names the difference of two percentages.
    points: bool


@attrs.frozen(eq=False, slots=False)  # made once a language; cached_property writes past frozen
class Lexicon:
    """What the stage knows of one language."""

    tag: str
    #: The language itself, behind the one that is used everywhere.
    spoken: tuple[Language, ...]
    #: The language whose number words are read.
    counted: Language

    def union(self, words: Callable[[Language], Iterable[str]]) -> frozenset[str]:
        """Return the words of one class, of every language that texts in this one use."""
        return frozenset[str]().union(*(words(tables) for tables in self.spoken))

    # Number words
    def entries(self, *roles: Role) -> Iterator[tuple[str, Word]]:
        """Yield the number words of the given roles."""
        for one in self._numbers:
            if one.role in roles:
                yield from ((word, Word(one.role, one.value)) for word in one.words)

    @cached_property
    def _numbers(self) -> tuple[NumberWords, ...]:
        """All number words, those that outrank others last."""
        und, own = language("und"), self.spoken[-1]
        common = (*und.multipliers, *und.numbers)
        declined = [_declined(one, own) for one in own.multipliers]
        if own is self.counted:
            return (*common, *declined, *own.numbers)
        return (*common, *self.counted.numbers, *declined)

    def of_role(self, *roles: Role) -> frozenset[str]:
        """Return the number words of the given roles."""
        return frozenset(word for word, _ in self.entries(*roles))

    @cached_property
    def words(self) -> dict[str, Word]:
        """The number words and those that link them."""
        return dict(self.entries(*(role for role in Role if role not in _APART)))

    @cached_property
    def suffixes(self) -> dict[str, Decimal]:
        """Letters straight after digits: 5m."""
        return {letter.lower(): word.value for letter, word in self.entries(Role.SUFFIX)}

    @cached_property
    def percents(self) -> dict[str, list[Percent]]:
        """Names of percent, longest first, by their first word: percentage points."""
        found = dict(self.entries(Role.PERCENT, Role.POINTS))
        known = {
            name: Percent(name, word.value, word.role is Role.POINTS)
            for name, word in found.items()
        }
        return {first: [known[name] for name in names] for first, names in _by_first(known).items()}

    # Rules
    def says(self, rule: Rule) -> bool:
        """Return whether the language has a rule."""
        return bool(self._abouts.get(rule))

    def about(self, rule: Rule) -> frozenset[str]:
        """Return what a rule of the language is about."""
        return self._abouts.get(rule, frozenset())

    def numbers_of(self, rule: Rule) -> frozenset[Decimal]:
        """Return the numbers that a rule of the language is about."""
        return frozenset(map(Decimal, self.about(rule)))

    @cached_property
    def percent_first(self) -> bool:
        """Whether the sign of percent is before the number."""
        return any(one.rule is Rule.PERCENT_FIRST for one in self.spoken[-1].number_rules)

    @cached_property
    def percents_before(self) -> tuple[tuple[str, Decimal], ...]:
        """The sign of percent and its names, with how many make one, before a number."""
        names = (one for several in self.percents.values() for one in several if not one.points)
        return (("%", Decimal(1)), *((one.name, one.per) for one in names))

    @cached_property
    def _abouts(self) -> dict[Rule, frozenset[str]]:
        found: dict[Rule, frozenset[str]] = {}
        for one in (*language("und").number_rules, *self.counted.number_rules):
            found[one.rule] = found.get(one.rule, frozenset()) | {one.about or ""}
        return found

    # Money
    @cached_property
    def money(self) -> dict[str, Money]:
        """Signs and names of money, in small letters."""
        return currency_words(self.spoken)

    @cached_property
    def phrases(self) -> dict[str, list[str]]:
        """Names of money in several words, longest first, by their first word."""
        return _by_first(name for name in self.money if " " in name or "-" in name)

    @cached_property
    def states(self) -> dict[str, str]:
        """What tells, beside the noun of several currencies, which one is meant."""
        return {one.word: one.code for tables in self.spoken for one in tables.currency_states}

    # Patterns
    @cached_property
    def _opening(self) -> str:
        coins = [name for name, meaning in self.money.items() if meaning.care & COINS]
        opening = self.of_role(*_OPENING)
        words = trie([*opening, *coins])
        if not self.says(Rule.JOINED):
            return words
        more = trie(opening | self.of_role(Role.LINK))
        return f"(?:{words}){locked('joined', f'(?:{more})*')}"

    @cached_property
    def _edges(self) -> tuple[str, str]:
        """What stands before and behind the opening words, which are whole words."""
        marked = _MARK.search(self._opening)
        return (rf"(?<!{_MARKS})\b", rf"(?!\w|{_MARKS})") if marked else (r"\b", r"\b")

    @cached_property
    def scan(self) -> re.Pattern[str]:
        """Finds, fast, where a number begins, in small letters."""
        return re.compile(self._scan)

    @cached_property
    def scan_ascii(self) -> re.Pattern[str]:
        """Finds the same in a text of ASCII, faster."""
        return re.compile(self._scan, re.ASCII)

    @property
    def _scan(self) -> str:
        before, behind = self._edges
        han = f"|{HAN}" if self.says(Rule.HAN) else ""
        return rf"[\d{VULGAR}][\d.,]{{0,40}}|{before}{self._opening}{behind}{han}"

    @cached_property
    def anchor(self) -> re.Pattern[str]:
        """Matches the beginning of a number there."""
        return self._anchor(RUN)

    @cached_property
    def piece(self) -> re.Pattern[str]:
        """Matches one number of a list that was found to be no single number (1,2,3)."""
        return self._anchor(r"\d+")

    def _anchor(self, digits: str) -> re.Pattern[str]:
        han = f"|(?P<han>{HAN})" if self.says(Rule.HAN) else ""
        before, behind = self._edges
        word = rf"{before}(?P<word>{self._opening}){behind}"
        return re.compile(rf"(?P<digits>{digits})|(?P<vulgar>[{VULGAR}])|{word}{han}", re.VERBOSE)

    @cached_property
    def joints(self) -> re.Pattern[str] | None:
        """Cuts a joined word (vierundzwanzig) into number words; None where there are none."""
        if not self.says(Rule.JOINED):
            return None
        last = one_of(self.of_role(Role.PLURAL))  # hunderttausende
        return re.compile(rf"{last}\Z|{trie(self.of_role(*_JOINED, Role.PART))}")

    # Pieces of patterns, of words that may be in any text of the language
    @cached_property
    def unspaced(self) -> re.Pattern[str]:
        """Matches a number word of a script without spaces."""
        return re.compile(one_of(word for word in self.words if is_unspaced(word[0])))

    @cached_property
    def unspaced_money(self) -> re.Pattern[str]:
        """Matches a name of money in a script without spaces."""
        return re.compile(one_of(name for name in self.money if is_unspaced(name[0])))

    @cached_property
    def unspaced_percent(self) -> re.Pattern[str]:
        """Matches a name of percent in a script without spaces."""
        percents = (one.name for several in self.percents.values() for one in several)
        return re.compile(one_of(name for name in percents if is_unspaced(name[0])))

    @cached_property
    def unspaced_counted(self) -> re.Pattern[str]:
        """Matches a number word, or a name of money or percent, in such a script."""
        counted = (self.unspaced, self.unspaced_money, self.unspaced_percent)
        return re.compile("|".join(one.pattern for one in counted))

    @cached_property
    def percent_names(self) -> str:
        """A pattern of the names of percent."""
        return one_of(name.name for names in self.percents.values() for name in names)

    @cached_property
    def articles(self) -> str:
        """A pattern of the articles that count one."""
        return one_of(self.of_role(Role.ARTICLE))

    @cached_property
    def ordinals(self) -> str:
        """A pattern of what ordinals in digits end in; a full stop is rather that of a sentence."""
        endings = self.union(lambda one: one.endings.ordinal)
        return one_of(ending for ending in endings if ending.isalpha())

    @cached_property
    def months(self) -> str:
        """A pattern of months, abbreviated or not, without a full stop."""
        return one_of(self.union(lambda one: one.calendar.month | one.calendar.month_short))


def is_unspaced(letter: str) -> bool:
    """
    Return whether a letter is of a script that runs words together.

    >>> is_unspaced("\u5104"), is_unspaced("\u0444"), is_unspaced("")
    (True, False, False)
    """
    return letter >= _EAST or _THAI <= letter < _ETHIOPIC


def is_joined(letter: str) -> bool:
    """
    Return whether a word goes on with what stands behind it, in a script that parts words.

    >>> is_joined("a"), is_joined(" "), is_joined("\u5104"), is_joined("\u0941")
    (True, False, False, True)
    """
    if letter.isalpha():
        return not is_unspaced(letter)
    return not letter.isascii() and _MARK.match(letter) is not None


def _declined(one: NumberWords, tables: Language) -> NumberWords:
    """Return number words with all that the language joins on to a noun behind a number."""
    return one._replace(words=tuple(form for word in one.words for form in declined(word, tables)))


def _by_first(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        found.setdefault(re.split(r"(?<=%)|[ \-.]", name)[0], []).append(name)
    return found


def known_tag(tag: str) -> str:
    """
    Return the language of a tag, or the one that is used everywhere; documents may name any.

    >>> known_tag("de-AT"), known_tag("no"), known_tag("tlh")
    ('de', 'nb', 'en')
    """
    tag = tag.partition("-")[0].lower()
    tag = _aliases().get(tag, tag)
    return tag if tag in tags() else _LINGUA_FRANCA


@cache
def _aliases() -> dict[str, str]:
    return {one.tag: one.folder for one in language("und").language_aliases}


@lru_cache(maxsize=LANGUAGES)
def lexicon(tag: str) -> Lexicon:
    """Return the words of a language; the number words of English where it has none."""
    own, common = language(tag), language(_LINGUA_FRANCA)
    spoken = (common,) if tag == _LINGUA_FRANCA else (common, own)
    return Lexicon(tag, spoken, own if own.numbers else common)


@cache
def _decimal_marks() -> dict[str, str]:
    return {one.tag: one.mark for one in language("und").decimal_marks}


def decimal_mark(tag: str) -> str:
    """
    Return the decimal mark of a language tag.

    >>> decimal_mark("es"), decimal_mark("es-MX"), decimal_mark("tlh")
    (',', '.', '.')
    """
    marks = _decimal_marks()
    tag = tag.replace("_", "-").lower()
    return marks.get(tag) or marks.get(tag.partition("-")[0], ".")
