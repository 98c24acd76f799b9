"""Whose cents are meant where nobody says it: those of euros, in a text without dollars."""

import re
from decimal import Decimal
from functools import lru_cache

from textflow_plugins.amounts.currencies import Money, sign_codes
from textflow_plugins.amounts.language import LANGUAGES, Lexicon, lexicon
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.languages import Rule

_DOLLAR = "$"
_HUNDRED = Decimal(100)


class Cents:
    """Knows, in one language, what says whose the cents of a text are."""

    def __init__(self, words: Lexicon) -> None:
        #: The currency that has cents beside the dollar; "" for none.
        self.other = next(iter(words.about(Rule.CENTS_OF)), "")
        self._others = _names(words, self.other) if self.other else re.compile(r"(?!)")
        self._dollars = _names(words, sign_codes()[_DOLLAR])

    def unsaid(self, meaning: Money) -> bool:
        """Return whether a word means cents, and dollars only for want of better."""
        return meaning.per == _HUNDRED and meaning.code == _DOLLAR

    def of(self, low: str) -> str:
        """Return the currency of the cents of a text in small letters, "" for dollars."""
        found = self._others.search(low) and not self._dollars.search(low)
        return self.other if found else ""


def _names(words: Lexicon, code: str) -> re.Pattern[str]:
    """Return what finds the names and signs of a currency."""
    found = _units(words, code)
    named = {name for name in found if name[0].isalpha() and name[-1].isalpha()}
    return re.compile(rf"{one_of(found - named)}|\b{one_of(named)}\b")


def _units(words: Lexicon, code: str) -> set[str]:
    """Return what the whole units of a currency are called, not what they are divided into."""
    whole = {name: known.code or "" for name, known in words.money.items() if known.per == 1}
    return {name for name, sign in whole.items() if sign_codes().get(sign, sign) == code}


@lru_cache(maxsize=LANGUAGES)
def cents(tag: str) -> Cents:
    """Return what is known of cents in a language."""
    return Cents(lexicon(tag))
