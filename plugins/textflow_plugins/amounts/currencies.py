"""Currencies: their names, codes and signs as texts of one language use them."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from textflow_plugins.languages import Care, Language, Role, language

_UND = language("und")
#: A shorter noun with an ending may be another word: yeni is no yen.
_LONG = 4
_SYMBOL = frozenset((Care.LEFT,))


class Money(NamedTuple):
    """What a currency sign or word means."""

    #: An ISO code; a sign (``$``) that an option may set; None where several states use the word.
    code: str | None
    #: How many make one unit of the currency: 100 for cents.
    per: Decimal = Decimal(1)
    care: frozenset[Care] = frozenset()
    #: How it is written, where its capitals matter.
    form: str = ""


@cache
def digits_after_point() -> dict[str, int]:
    """Return for each code how many digits its prices carry after the point."""
    return {one.code: one.digits for one in _UND.currency_codes}


@cache
def careful_codes() -> frozenset[str]:
    """Return the codes that are words, or names of something else, too."""
    return frozenset(one.code for one in _UND.code_care if one.care == "word")


@cache
def common_codes() -> frozenset[str]:
    """Return the codes that are read in small letters too."""
    return frozenset(one.code for one in _UND.code_care if one.care == "common")


@cache
def sign_codes() -> dict[str, str]:
    """Return the currency of each sign that several states use."""
    return {one.sign: one.code for one in _UND.currency_signs}


@cache
def metric() -> dict[str, Decimal]:
    """Return the letters that multiply a code or a sign behind them: MUSD, kEUR."""
    known = (one for one in _UND.numbers if one.role is Role.PREFIX)
    return {letter: one.value for one in known for letter in one.words}


def declined(noun: str, tables: Language) -> Iterator[str]:
    """Yield a noun, and what a language makes of it behind a number: forintot."""
    yield noun
    if noun.isalpha() and len(noun) >= _LONG:
        yield from (noun + ending for ending in sorted(tables.endings.case))


def _meanings(tables: Language) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for one in tables.money:
        form = one.word if Care.CASE in one.care else ""
        taken = form and one.word.lower() in found  # P6.8 million, beside 50p
        found[one.word if taken else one.word.lower()] = Money(one.code, one.per, one.care, form)
    return found


def _declined(tables: Language) -> Iterator[tuple[str, Money]]:
    """Yield the full names of currencies in all their cases: kanadische, kanadischen Dollar."""
    endings = sorted(tables.endings.adjective)
    stems = "|".join(map(re.escape, sorted(tables.endings.declined)))
    ending = "|".join(map(re.escape, endings))
    declines = re.compile(rf"(?P<stem>\S*(?:{stems}))(?:{ending})(?P<noun>[ ].+)")
    for one in tables.currency_names:
        meaning = Money(one.code)
        yield one.name, meaning
        cut = declines.fullmatch(one.name) if stems else None
        yield from ((f"{cut['stem']}{end}{cut['noun']}", meaning) for end in endings if cut)


def _in_cases(names: dict[str, Money], tables: Language) -> Iterator[tuple[str, Money]]:
    """Yield names of money with all their endings; no form takes the place of a name."""
    if tables.endings.case:
        yield from ((form, of) for name, of in names.items() for form in declined(name, tables))
    yield from names.items()


def _codes() -> Iterator[tuple[str, Money]]:
    for code in digits_after_point():
        yield code.lower(), Money(code, care=frozenset((Care.LEFT, Care.CODE)))
    for one in _UND.currency_symbols:
        if "$" in one.symbol and len(one.codes) == 1:
            yield one.symbol.lower(), Money(one.codes[0], care=frozenset((Care.LEFT,)))


def currency_words(spoken: Iterable[Language]) -> dict[str, Money]:
    """Return the names and signs of money that texts of these languages use, in small letters."""
    found = dict(_codes())
    found |= _meanings(_UND)
    for tables in spoken:
        found |= dict(_in_cases(dict(_declined(tables)), tables))
        symbols = ((one.symbol, one.codes[0]) for one in tables.currency_symbols)
        found |= {symbol.lower(): Money(code, care=_SYMBOL) for symbol, code in symbols}
        found |= dict(_in_cases(_meanings(tables), tables))
    return found
