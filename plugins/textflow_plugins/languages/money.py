"""Money: the tables of currencies, their names and signs, and the words beside them."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from textflow_plugins.languages.cells import Beside

Set = frozenset[str]
_NONE: Set = frozenset()


class Care(StrEnum):
    """Where a word or sign is one of money."""

    #: Only with this capitalisation.
    CASE = "case"
    #: Only straight after the digits, or straight before a price.
    TIGHT = "tight"
    #: Only with million, billion ...; or so, or with digits from 100.
    SCALED = "scaled"
    BIG = "big"
    #: Counts with an article alone: a dime.
    COIN = "coin"
    #: The same where no noun follows, for currencies: a dollar.
    ONE = "one"
    #: Also before the number; never after it.
    LEFT = "left"
    LEAD = "lead"
    #: Before the number only where nothing else says what it counts.
    NAME = "name"
    #: Also a weight.
    WEIGHT = "weight"
    #: A part of the amount before it (5 dollars 20 c) and, alone, of a dollar.
    MINOR = "minor"
    #: Only where no noun follows.
    FINAL = "final"
    #: Not after "the": the three million mark.
    MARK = "mark"
    #: Before the number only where that looks like a price.
    PRICE = "price"
    #: As `tight`, also before 100, 150, 200 ...: R500.
    ROUND = "round"
    #: Before a single digit it is the name of a norm: Euro 6.
    NORM = "norm"
    #: No number of the lines of a picture: 1080p.
    LINES = "lines"
    #: Not with a capital, unless it counts one: 50 Cent.
    SMALL = "small"
    #: An ISO code, whose capitals matter.  Not in tables.
    CODE = "code"


class CurrencyWord(NamedTuple):
    """`money.tsv`: a word or sign of money that says less, or more, than a name of CLDR."""

    word: str
    #: An ISO code, or a sign of `currency_signs.tsv`; empty where several states use the word.
    code: Beside[str | None]
    #: How many make one: 100 for cents.
    per: Beside[Decimal]
    care: Beside[frozenset[Care]]


class CurrencyName(NamedTuple):
    """`currency_names.tsv`: the name of a currency, singular or plural; or the noun in it."""

    name: str
    #: An ISO code, or a sign of `currency_signs.tsv`; empty where several states use the noun.
    code: Beside[str | None]


class CurrencyState(NamedTuple):
    """`currency_states.tsv`: a word that tells which currency a noun beside it means: danske."""

    word: str
    code: Beside[str]


class CurrencyCode(NamedTuple):
    """`currency_codes.tsv` of `und`: an ISO code."""

    code: str
    #: Digits of its prices after the point.
    digits: Beside[int]


class CodeCare(NamedTuple):
    """`code_care.tsv` of `und`: a code that is read with more, or with less, care."""

    code: str
    #: Also a word, or a name of something else; or read in small letters too.
    care: Beside[Literal["word", "common"]]


class CurrencySign(NamedTuple):
    """`currency_signs.tsv` of `und`: the currency of a sign that several states use."""

    sign: str
    code: Beside[str]


class CurrencySymbol(NamedTuple):
    """`currency_symbols.tsv`: a symbol, and all currencies that it is written for."""

    symbol: str
    codes: Beside[tuple[str, ...]]


class PriceTag(NamedTuple):
    """`price_tags.tsv` of `und`: what is money only where a text is a number and this."""

    abbreviation: str
    #: Empty where several states use it.
    code: Beside[str | None]


class MoneyContext(NamedTuple):
    """`money_context.tsv`: words beside sums of money, in small letters."""

    #: Between a number and its currency: (millions) of (dollars).
    of: Set = _NONE
    #: Between an amount and the cents that belong to it: and.
    minor_link: Set = _NONE
    #: Fractions that are a coin where they are the whole text: a quarter.
    fraction_coin: Set = _NONE
    #: What a sum is stamped or printed on: a two-pound coin.
    coin: Set = _NONE
    #: What may follow a coin that is a word too, beside marks: a penny for.
    after_coin: Set = _NONE
    #: What pounds of money are of: debt.
    money_matter: Set = _NONE
    #: What shows, behind pounds, that they weigh: lighter.
    weight_after: Set = _NONE
    #: Verbs before pounds that weigh, and what these verbs begin with.
    weight_verb: Set = _NONE
    weight_stem: Set = _NONE
    #: Units behind a number behind pounds that weigh: 2 pounds and 5 ounces.
    weight_unit: Set = _NONE
    #: No cents, as contracts write them: fifty and NO/100.
    no_cents: Set = _NONE
