#!/usr/bin/env python3
"""
Write the currency tables of the amounts stage from CLDR, through Babel.

usage: python tools/make_currencies.py

Needs Babel (PyPI); run it when a new CLDR comes out and commit what it writes in the
folders of the languages: ``currency_names.tsv`` and, in ``und``, ``currency_codes.tsv``,
``currency_symbols.tsv`` and ``decimal_marks.tsv``.
"""

import importlib.metadata
from collections.abc import Iterable, Iterator
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

FOLDERS = Path(__file__).parents[1] / "plugins" / "textflow_plugins" / "languages"
#: Languages whose currency names we read.
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
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
    return {name.lower() for name in [locale.currencies.get(code, ""), *plurals.values()] if name}


def _names(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    locale = Locale(language)
    for code in sorted(set(locale.currencies) - NO_MONEY):
        for name in _forms(locale, code):
            if "(" not in name and name != code.lower():
                found.setdefault(name, set()).add(code)
    return found


def names(language: str) -> Iterator[str]:
    """Yield the names of each currency in a language, in small letters."""
    for name, owners in sorted(_names(language).items()):
        if len(owners) == 1:
            yield f"{name}\t{owners.pop()}"


def _symbols() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for identifier in sorted(locale_identifiers()):
        for code, symbol in Locale.parse(identifier).currency_symbols.items():
            if code not in NO_MONEY and symbol not in (code, "¤"):
                found.setdefault(symbol.replace("\u200f", "").replace("\u200e", ""), set()).add(
                    code
                )
    return found


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
    for tag in LANGUAGES:
        title = Locale(tag).english_name
        write(
            f"{tag}/currency_names.tsv",
            f"Names of currencies in {title}, in small letters: a name, its code.",
            names(tag),
        )
