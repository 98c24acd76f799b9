"""Tell numbers that count something from dates, times, scores, names and codes."""

from functools import lru_cache

from textflow_plugins.amounts.language import LANGUAGES, Lexicon, lexicon
from textflow_plugins.amounts.number_builder import Numeral, Shape
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.languages import Role, Rule, late

_LIST_ITEM = late(r"[.)][ ][A-Z]")
_LINE = late(r"(?:\A|\n)[ ]*\Z")
_CLOCK_BEFORE = late(r"\d:\Z")
_YEAR = late(r"1[5-9]\d\d|20\d\d")
_JOINED_AFTER = late(r"[^\W_]|[-\u2013/:.]\d|[-'\u2019]s\b")
_JOINED_BEFORE = late(r"(?:\w|[#\xa7/@_:]|\d[-\u2013.]|[^\W\d_]-)\Z")
#: A capitalised word just before: Section 38, Boeing 747, Local 802.
_NAMED = late(r"(?:\A|[^\W]|[,;)\"])[ ](?P<name>[^\W\d_a-z][^\W\d_]*\.?)[ ]\Z")
_AGE_APPOSED = late(r"[^\W\d_a-z][\w.'\u2019-]*[^\W\d_],[ ]\Z")
_AGE_CLOSED = late(r"[,;.)](?!\d)")
_COMPOUND = late(r"-[^\W\d_]")
_HOURS = 12
_BACK = 28
_OLDEST = 105


class _Patterns:
    """What stands beside numbers that count nothing, in one language."""

    def __init__(self, words: Lexicon) -> None:
        month = rf"{words.months}\b\.?"
        day = rf"{words.ordinals}?"
        of = one_of(words.of_role(Role.OF))
        clock = one_of(words.union(lambda one: one.counting.clock))
        half_day = rf"[ ]?{one_of(words.union(lambda one: one.counting.half_day))}\b"
        self.date_before = late(
            rf"\b{month}[ ,]{{1,3}}(?:\d{{1,2}}{day},?[ ])?(?:\d{{1,2}}[-\u2013])?\Z"
        )
        self.date_after = late(rf"{day}(?:[ ]{of})?[ -]{month}|[-\u2013]\d{{1,2}}[ ]{month}")
        self.clock_after = late(rf"[:.]\d\d(?:{half_day}|\b(?![.,]?\d))|{half_day}|[ ]{clock}\b")
        self.label = late(rf"\b{one_of(words.union(lambda one: one.counting.label))}\.?[ ]\Z")
        self.age = late(rf"\b{one_of(words.union(lambda one: one.measures.age_before))}[ ]\Z")
        self.share = late(rf"[ ]{of}\b|[.?!]?\s?\Z")
        self._words(words)

    def _words(self, words: Lexicon) -> None:
        """Set what is said of numbers in words."""
        after = one_of(words.union(lambda one: one.counting.after_pronoun))
        before = one_of(words.union(lambda one: one.counting.before_pronoun))
        half = one_of(words.union(lambda one: one.counting.before_half))
        self.after_pronoun = late(rf"[ ]?(?:{after}\b|-)")
        self.before_pronoun = late(rf"\b(?:{before}|{words.articles}[ ]\w+)[ -]\Z")
        self.before_half = late(rf"\b{half}[ ]\Z")
        self.article = late(rf"{words.articles}[ ]")
        self.pronouns = words.union(lambda one: one.counting.pronoun)
        self.halves = words.union(lambda one: one.counting.half)
        self.quarters = words.union(lambda one: one.counting.quarter)
        self.definite = words.union(lambda one: one.words.definite)
        period = one_of(words.union(lambda one: one.measures.period))
        self.half_of = late(rf"[ ]{words.articles}[ ]{period}\b")
        self.makes_measures = words.says(Rule.MEASURES)
        self.articles = words.counted.counting.article


class CountFilter:
    """Knows, in one language, which numbers count something."""

    def __init__(self, words: Lexicon) -> None:
        self.patterns = _Patterns(words)

    def is_time(self, low: str, numeral: Numeral) -> bool:
        """Return whether a number is of a clock: 2 pm."""
        small = numeral.value is not None and numeral.value <= _HOURS
        if numeral.shape is not Shape.DIGITS or not small:
            return False
        return bool(self.patterns.clock_after.match(low, numeral.end))

    def is_age(self, text: str, low: str, numeral: Numeral) -> bool:
        """Return whether a number is an age: aged 45; Ann Lee, 45, said."""
        start = max(0, numeral.start - _BACK)
        if numeral.shape is not Shape.DIGITS or numeral.end - numeral.start > len(str(_OLDEST)):
            return False
        if self.patterns.age.search(low[start : numeral.start]):
            return True
        apposed = _AGE_APPOSED.search(text[start : numeral.start])
        return bool(apposed and _AGE_CLOSED.match(text, numeral.end))

    def counts(self, text: str, low: str, numeral: Numeral) -> bool:
        """
        Return whether a number counts something.

        Dates, years, times, scores, versions and the numbers of things (Section 38)
        do not; nor does the pronoun (no one, the one), nor a plain ordinal within a
        sentence (the first game), which ranks.
        """
        before = text[max(0, numeral.start - _BACK) : numeral.start]
        if self.patterns.label.search(before.lower()):
            return False
        if numeral.shape is Shape.DIGITS:
            return not self._is_name(text, low, numeral, before)
        return self._word_counts(low, numeral, before.lower())

    def _word_counts(self, low: str, numeral: Numeral, before: str) -> bool:
        word, patterns = low[numeral.start : numeral.end], self.patterns
        if word in patterns.articles:
            return False
        if word in patterns.pronouns:
            after = patterns.after_pronoun.match(low, numeral.end)
            return not (after or patterns.before_pronoun.search(before))
        if numeral.shape is Shape.ORDINAL or word in patterns.quarters:
            return not word.isalpha() or self._is_all(low, word)
        return self._part_counts(low, numeral, word, before)

    def _part_counts(self, low: str, numeral: Numeral, word: str, before: str) -> bool:
        patterns = self.patterns
        if word in patterns.halves and (
            patterns.before_half.search(before) or patterns.half_of.match(low, numeral.end)
        ):
            return False
        if numeral.shape is Shape.PART and patterns.article.match(word):
            return bool(patterns.share.match(low, numeral.end))
        return True

    def _is_all(self, low: str, word: str) -> bool:
        """Return whether a text is nothing but a word, with an article or without."""
        found = low.strip(" .")
        return found == word or found in {f"{the} {word}" for the in self.patterns.definite}

    def _is_name(self, text: str, low: str, numeral: Numeral, before: str) -> bool:
        if _joined(low, numeral) or _is_year(low, numeral) or self._dated(low, numeral):
            return True
        if not self.patterns.makes_measures and _COMPOUND.match(low, numeral.end):
            return True  # 15-tiden
        if _LIST_ITEM.match(text, numeral.end) and _LINE.search(before):
            return True
        return bool(_NAMED.search(before))

    def _dated(self, low: str, numeral: Numeral) -> bool:
        before, patterns = low[max(0, numeral.start - _BACK) : numeral.start], self.patterns
        if patterns.date_before.search(before) or _CLOCK_BEFORE.search(before):
            return True
        after = patterns.date_after.match(low, numeral.end)
        return bool(after or patterns.clock_after.match(low, numeral.end))


def is_part(text: str, numeral: Numeral) -> bool:
    """Return whether a number belongs to a word or a code: MH17, scp-173m, 10.0.0.1."""
    before = text[max(0, numeral.start - 2) : numeral.start]
    return numeral.shape is Shape.DIGITS and bool(_JOINED_BEFORE.search(before))


def _is_year(low: str, numeral: Numeral) -> bool:
    return bool(_YEAR.fullmatch(low[numeral.start : numeral.end])) and len(low) > numeral.end


def _joined(low: str, numeral: Numeral) -> bool:
    before = low[max(0, numeral.start - 2) : numeral.start]
    return bool(_JOINED_AFTER.match(low, numeral.end) or _JOINED_BEFORE.search(before))


@lru_cache(maxsize=LANGUAGES)
def count_filter(tag: str) -> CountFilter:
    """Return the filter of a language."""
    return CountFilter(lexicon(tag))
