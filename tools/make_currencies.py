#!/usr/bin/env python3
"""
Write the currency tables of the amounts stage from CLDR, through Babel.

usage: python tools/make_currencies.py

Needs Babel (PyPI); run it when a new CLDR comes out and commit what it writes in the
folders of the languages: ``currency_names.tsv``, ``multipliers.tsv`` and, in ``und``,
``multipliers.tsv`` too, ``currency_codes.tsv``, ``currency_symbols.tsv`` and ``decimal_marks.tsv``.
"""

import importlib.metadata
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

FOLDERS = Path(__file__).parents[1] / "plugins" / "textflow_plugins" / "languages"
#: Languages whose currency names we read, those of currencies of the past too.
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
#: The other languages of CLDR's modern coverage; of them only the currencies of today.
MODERN = (
    *("af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "el", "et"),
    *("eu", "fa", "fi", "fil", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is"),
    *("ja", "ka", "kk", "km", "kn", "ko", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr"),
    *("ms", "my", "nb", "ne", "or", "pa", "pl", "ps", "ro", "ru", "sd", "si", "sk", "sl"),
    *("so", "sq", "sr", "sv", "sw", "ta", "te", "th", "tk", "tr", "uk", "ur", "uz", "vi"),
    *("zh", "zu"),
)
#: A currency that its noun stands for where no state is named, if it may be it; as a sign.
PLAIN = {"USD": "$", "GBP": "\N{POUND SIGN}"}
#: Currencies whose noun stands alone in every language.
MAJOR = frozenset(
    (
        *("USD", "EUR", "GBP", "JPY", "CNY", "INR", "RUB", "CHF", "TRY"),
        *("PLN", "CZK", "HUF", "UAH", "ILS", "THB", "SEK", "NOK", "DKK"),
    )
)
#: Words in the place of the noun that are none: coin, of Swahili; people, of Vietnamese.
NO_NOUNS = {"sarafu", "nh\xe2n"}
#: A noun of so many currencies is known, though it names none of them alone.
FAMILY = 3
#: So many currencies share a noun that is not in its place.
MANY = 4
#: Currencies of one noun and different states.
DOLLARS = ("USD", "CAD", "AUD", "NZD", "HKD")
#: Shorter words of Latin letters are multipliers in their own language alone.
LONGEST_ABBREVIATION = 3
#: Codes that are no money: testing, no currency, metals, units of account.
NO_MONEY = {
    "XXX",
    "XTS",
    "XAG",
    "XAU",
    "XPD",
    "XPT",
    "XBA",
    "XBB",
    "XBC",
    "XBD",
    "XRE",
    "XSU",
    "XUA",
}
#: Spaces, and marks of direction, around the words of CLDR.
DIRECTIONS = " \xa0\u200f\u200e"
#: A dot below a letter of an Indian script, which texts often leave out.
NUKTA = "\N{DEVANAGARI SIGN NUKTA}"
HEAD = """# {what}
# Source: Unicode CLDR, read through Babel {babel} by tools/make_currencies.py.
# (c) 1991-2026 Unicode, Inc.
# Licence: Unicode-3.0 (https://www.unicode.org/license.txt).

"""


def codes() -> Iterator[str]:
    """Yield each code and the digits after the point that its prices carry."""
    fractions = get_global("currency_fractions")
    for code in sorted(set(Locale("en").currencies) - NO_MONEY):
        digits, _, cash, _ = fractions.get(code, fractions["DEFAULT"])
        yield f"{code}\t{min(digits, cash)}"


def _forms(locale: Locale, code: str) -> set[str]:
    plurals = locale._data["currency_names_plural"].get(code, {})  # noqa: SLF001 - Babel has no public way
    dotted = str.maketrans({"\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}": "i"})
    return {
        name.translate(dotted).lower()
        for name in [locale.currencies.get(code, ""), *plurals.values()]
        if name
    }


def _names(language: str) -> dict[str, set[str]]:
    """Return the names of a language, then those that only a region of it has."""
    found = _names_in(Locale.parse(language))
    for identifier in sorted(locale_identifiers()):
        if identifier.startswith(f"{language}_") and not _rarely_written(identifier):
            regional = _names_in(Locale.parse(identifier))
            found |= {name: codes for name, codes in regional.items() if name not in found}
    return found


def _rarely_written(identifier: str) -> bool:
    """Return whether a locale is one of ours in another script: English in Shavian."""
    locale = Locale.parse(identifier)
    return locale.language in LANGUAGES and locale.script is not None


def _names_in(locale: Locale) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code in sorted(set(locale.currencies) - NO_MONEY):
        for name in _forms(locale, code):
            if "(" not in name and name != code.lower() and "  " not in name:
                found.setdefault(name.strip(), set()).add(code)
    return found


def _written_before(language: str) -> dict[str, str]:
    """Return the names that the table has: CLDR renames a currency, the texts of before stay."""
    path = FOLDERS / language / "currency_names.tsv"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return dict(line.split("\t") for line in lines if line.count("\t") == 1)


def names(language: str) -> Iterator[str]:
    """Yield the names of each currency in a language, in small letters."""
    today = {name: min(codes) for name, codes in _names(language).items() if len(codes) == 1}
    for name, code in sorted((_written_before(language) | today).items()):
        yield f"{name}\t{code}"


def _is_word(text: str) -> bool:
    """Return whether a text is letters and what combines with them, as in Indian scripts."""
    return text[:1].isalpha() and all(unicodedata.category(one)[0] in "LM" for one in text)


# names and nouns of the currencies of today


def _tender(territory: str) -> set[str]:
    """Return the currencies of a territory today."""
    rows = get_global("territory_currencies").get(territory, ())
    return {code for code, _, end, tender in rows if tender and not end}


def _today() -> set[str]:
    return {code for place in get_global("territory_currencies") for code in _tender(place)}


def _home(language: str) -> list[set[str]]:
    """Return the currencies of the language's first territory, and of all where it is official."""
    likely = get_global("likely_subtags").get(language, language).rpartition("_")[2]
    spoken = get_global("territory_languages")
    official = {
        place
        for place, languages in spoken.items()
        if languages.get(language, {}).get("official_status")
    }
    return [_tender(likely), {code for place in official for code in _tender(place)}]


def _noun_place(language: str) -> int:
    """Return which word of a name is the noun, the first or the last: that which dollars share."""
    names = Locale.parse(language).currencies
    shared = [names[code].lower().split() for code in DOLLARS if code in names]
    return 0 if len({words[0] for words in shared}) < len({words[-1] for words in shared}) else -1


def _nouns(language: str, known: dict[str, str]) -> dict[str, str]:
    """Return the nouns of the names, and the currency that each means where it is alone."""
    place, owners, of = _noun_place(language), dict[str, set[str]](), dict[str, set[str]]()
    adjectives = _new(known)
    for name, code in known.items():
        for word in name.split():
            of.setdefault(word, set()).add(code)
    for name, code in known.items():
        words = name.split()
        noun, other = words[place], words[-1 - place]
        widely = len(of[other]) >= MANY > len(of[noun])
        owners.setdefault(other if widely else noun, set()).add(code)
        adjectives.update({noun, other} - {other if widely else noun})
    return {
        noun: _meant(codes, language)
        for noun, codes in owners.items()
        if noun not in adjectives and _is_noun(noun, codes) and _may_be_alone(noun, codes, language)
    }


def _new(known: dict[str, str]) -> set[str]:
    """Return the words for "new": what the names of two new currencies of two nouns share."""
    israeli, taiwanese = (
        {word for name, code in known.items() if code == new for word in name.split()}
        for new in ("ILS", "TWD")
    )
    return israeli & taiwanese


def _is_noun(word: str, codes: set[str]) -> bool:
    """Return whether a word may be a noun: no word of English that is only before one."""
    english = Locale("en").currencies
    adjectives = {word for code in codes for word in english[code].lower().split()[:-1]}
    return len(word) > 1 and _is_word(word) and word not in adjectives | NO_NOUNS


def _may_be_alone(noun: str, codes: set[str], language: str) -> bool:
    """Return whether a noun is known well enough to be no other word: not "som" or "real"."""
    known = MAJOR.union(*_home(language))
    return bool(codes & known) or (len(codes) >= FAMILY and len(noun) > LONGEST_ABBREVIATION)


def _meant(codes: set[str], language: str) -> str:
    """Return the one currency that a noun means, or nothing."""
    for at_home in _home(language):
        if len(codes & at_home) == 1:
            return (codes & at_home).pop()
    if len(codes) == 1:
        return next(iter(codes))
    return next((sign for code, sign in PLAIN.items() if code in codes), "")


def names_today(language: str) -> Iterator[str]:
    """Yield the names of the currencies of today in a language, and the nouns of these names."""
    today = _today()
    found = {name: codes & today for name, codes in _names(language).items() if codes & today}
    known = {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
    for name, code in sorted((_nouns(language, known) | known).items()):
        yield f"{name}\t{code}".rstrip("\t")


def states(language: str) -> Iterator[str]:
    """Yield the words that tell, beside a noun, which of its currencies is meant: danske."""
    today = _today()
    known = {name: codes & today for name, codes in _names(language).items()}
    found: dict[str, set[str]] = {}
    names = {name: codes.pop() for name, codes in known.items() if len(codes) == 1}
    nouns = _nouns(language, names)
    for name, code in names.items():
        words = [word for word in name.split() if word not in nouns]
        if len(words) == 1 == name.count(" ") and _is_word(words[0]):
            found.setdefault(words[0], set()).add(code)
    for word, codes in sorted(found.items()):
        if len(codes) == 1:
            yield f"{word}\t{codes.pop()}"


# multipliers


def _affixes(language: str, widths: Iterable[str]) -> Iterator[tuple[str, Decimal]]:
    """Yield what CLDR writes behind the digits of a shortened number, and what it multiplies by."""
    formats = Locale.parse(language)._data["compact_decimal_formats"]  # noqa: SLF001 - as above
    for width in widths:
        for plural in formats.get(width, {}).values():
            for size, pattern in plural.items():
                zeros = pattern.pattern.count("0")
                before, _, word = pattern.pattern.rpartition("0")
                word = word.replace("'", "").strip(DIRECTIONS)
                if not before.strip(f"0{DIRECTIONS}") and word and zeros:
                    yield word.lower(), Decimal(size).scaleb(1 - zeros)


def _spellings(word: str) -> set[str]:
    """Return a word with and without the full stop, and without the dots below of Hindi."""
    spelt = {word, word.removesuffix(".")}
    return spelt | {one.replace(NUKTA, "") for one in spelt}


def _multipliers(
    language: str, widths: Iterable[str] = ("long", "short")
) -> dict[str, set[Decimal]]:
    found: dict[str, set[Decimal]] = {}
    for word, value in _affixes(language, widths):
        bare = word.removesuffix(".")
        if _is_word(bare) and (len(bare) > 1 or not bare.isascii()) and value > 1:
            for spelt in _spellings(word):
                found.setdefault(spelt, set()).add(value)
    return found


def _rows(found: dict[str, set[Decimal]]) -> Iterator[str]:
    by_value: dict[Decimal, list[str]] = {}
    for word, values in sorted(found.items()):
        by_value.setdefault(values.pop() if len(values) == 1 else Decimal(0), []).append(word)
    for value, words in sorted(by_value.items()):
        yield f"{'short' if value else 'unsure'}\t{value:f}\t{' '.join(words)}"


def multipliers(language: str) -> Iterator[str]:
    """Yield the words that multiply the number before them in a language, and those of percent."""
    yield from _rows(_multipliers(language))
    if names := sorted(set(_percents(language))):
        yield f"percent\t1\t{' '.join(names)}"


def _percents(language: str) -> Iterator[str]:
    """Yield the names of percent that CLDR writes behind a number."""
    units = Locale.parse(language)._data["unit_patterns"]  # noqa: SLF001 - as above
    for pattern in units.get("concentr-percent", {}).get("long", {}).values():
        before, _, name = pattern.partition("{0}")
        name = name.strip(DIRECTIONS)
        if not before and all(map(_is_word, name.split())):
            yield from (spelt.lower().replace(" ", "_") for spelt in _spellings(name) if spelt)


def _may_travel(word: str) -> bool:
    """Return whether a word is long enough to be no other word of another language."""
    bare = word.removesuffix(".")
    latin = "LATIN" in unicodedata.name(bare[0])
    return len(bare) > LONGEST_ABBREVIATION if latin else len(bare) > 1


def all_multipliers() -> Iterator[str]:
    """Yield the multipliers of all languages that no text of another would take for a word."""
    found: dict[str, set[Decimal]] = {}
    for language in (*LANGUAGES, *MODERN):
        for word, values in _multipliers(language, ["long"]).items():
            if _may_travel(word):
                found.setdefault(word, set()).update(values)
    yield from _rows(found)


# symbols and marks


def _symbols() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for identifier in sorted(locale_identifiers()):
        for code, symbol in Locale.parse(identifier).currency_symbols.items():
            if code not in NO_MONEY and symbol not in (code, "¤"):
                found.setdefault(symbol.replace("\u200f", "").replace("\u200e", ""), set()).add(
                    code
                )
    return found


def symbols_in(language: str) -> Iterator[str]:
    """Yield the symbols that a language writes for one currency alone."""
    owners: dict[str, set[str]] = {}
    for code, symbol in Locale.parse(language).currency_symbols.items():
        cleaned = symbol.replace("\u200f", "").replace("\u200e", "").strip()
        if code not in NO_MONEY and cleaned not in (code, "\xa4") and len(cleaned) > 1:
            owners.setdefault(cleaned.replace("\xa0", " "), set()).add(code)
    for symbol, codes in sorted(owners.items()):
        if len(codes) == 1:
            yield f"{symbol}\t{codes.pop()}"


def symbols() -> Iterator[str]:
    """Yield the symbols that any locale writes, with every currency that they stand for."""
    for symbol, owners in sorted(_symbols().items()):
        yield f"{symbol}\t{' '.join(sorted(owners))}"


def marks() -> Iterator[str]:
    """Yield the languages, and the regions that differ from them, with their decimal mark."""
    default = dict[str, str]()
    for identifier in sorted(locale_identifiers(), key=lambda name: (name.count("_"), name)):
        mark = Locale.parse(identifier).number_symbols.get("latn", {}).get("decimal")
        language = identifier.partition("_")[0]
        if mark in (".", ",") and default.get(language) != mark:
            default.setdefault(language, mark)
            yield f"{identifier.replace('_', '-').lower()}\t{mark}"


def write(name: str, what: str, rows: Iterable[str]) -> None:
    """Write one table with its head."""
    version = importlib.metadata.version("babel")
    head = HEAD.format(what=what, babel=version)
    (FOLDERS / name).parent.mkdir(exist_ok=True)
    (FOLDERS / name).write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    assert babel.__version__  # noqa: S101 - a tool
    write(
        "und/currency_codes.tsv",
        "Currency codes: a code, the digits of its prices after the point.",
        codes(),
    )
    write(
        "und/currency_symbols.tsv",
        "Symbols of currencies: a symbol, all codes that some locale writes it for.",
        symbols(),
    )
    write(
        "und/decimal_marks.tsv",
        "Decimal marks: a language, or a region that differs from it, and its mark.",
        marks(),
    )
    write(
        "und/multipliers.tsv",
        "Words that multiply the number before them in any text: a role, what by, the words.",
        all_multipliers(),
    )
    for tag in (*LANGUAGES, *MODERN):
        title = Locale.parse(tag).english_name
        write(
            f"{tag}/currency_names.tsv",
            f"Names of currencies in {title}, in small letters: a name, its code.",
            names(tag) if tag in LANGUAGES else names_today(tag),
        )
        write(
            f"{tag}/currency_states.tsv",
            f"Words of {title} that tell which of the currencies of a noun: a word, its code.",
            states(tag),
        )
        if tag in MODERN:
            write(
                f"{tag}/currency_symbols.tsv",
                f"Symbols that {title} writes for one currency alone: a symbol, its code.",
                symbols_in(tag),
            )
        write(
            f"{tag}/multipliers.tsv",
            f"Words of {title} that multiply the number before them, or are percent: "
            "a role, what by, the words.",
            multipliers(tag),
        )
